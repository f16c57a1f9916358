// One version against one entry of the index.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "feed/entries.h"
#include "feed/ranges.h"

namespace seawall::match {

struct EntryVerdict {
  bool affected = false;
  bool listed = false;       // the version stands in the entry's list of versions
  feed::RangeVerdict range;  // the range that holds it, when not listed
};

// `order` judges ECOSYSTEM ranges and the list; nullptr: only equal texts are found.
EntryVerdict judge_entry(std::string_view version, const feed::EntryView& entry,
                         const version::Order* order);

// Versions of the entry's ranges at which the vulnerability ends, above `version`; unsorted.
void collect_fixes(std::string_view version, const feed::EntryView& entry,
                   const version::Order* order, std::vector<std::string>& out);

// Whether an rpm of module `label` ("nodejs:18:8090...", empty: none) and version is what an entry
// for `module` ("nodejs:18", "*", empty: no module) speaks of.
bool module_fits(std::string_view module, std::string_view label, std::string_view version);

// "2.14.1 is in [2.13.0, 2.15.0)" or "2.14.1 is listed".
std::string explain(std::string_view version, const EntryVerdict& verdict);

}  // namespace seawall::match
