// OSV's evaluation of one range, over events that are sorted by the ecosystem's order. Kept in one
// place for the index (which drops versions that ranges cover) and for the matcher.
#pragma once

#include <string_view>

#include "feed/entries.h"

namespace seawall::feed {

// What is known of a version within one range.
struct RangeVerdict {
  bool affected = false;
  // The interval that holds the version: its lower end, and the event that ends it. Texts are empty
  // where there is no such end.
  std::string_view introduced, fixed, last_affected;
};

// Reads the events of the range that `reader` stands on, all of them. `order` as order_of() gives
// it.
RangeVerdict judge_range(std::string_view version, RangeReader& reader,
                         const version::Order& order);

// v < event, where "0" lies before every version.
bool before(std::string_view version, std::string_view event, const version::Order& order);

}  // namespace seawall::feed
