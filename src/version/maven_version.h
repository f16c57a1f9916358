// A Maven version as ComparableVersion (Maven 4, maven-artifact) sees it.
//
// Maven reads a version as a list of items. A hyphen, or a change from digits to letters, opens a
// list within the list that reaches to the end: 1.0-alpha-1.2 is [1, 0, [alpha1, 2]]. Lists nest
// only at their end, so the whole is one row of items with a mark wherever a list opens.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

#include "version/small_list.h"

namespace seawall::version {

struct MavenItem {
  enum Kind : uint8_t {
    kNumber,       // 17
    kText,         // beta, final, x
    kCombination,  // text and a number: beta2, beta-2
    kList,         // a list opens here and holds all that follows
  };
  Kind kind = kNumber;
  std::string_view text;    // of kText and kCombination
  std::string_view digits;  // of kNumber and kCombination
};

// Items from last to first: normalising starts at the end.
using MavenItems = SmallList<MavenItem, 24>;

// Items that mean nothing in their place (1.0.0, 1.0-0) are gone.
MavenItems take_maven_apart(std::string_view version);

std::weak_ordering compare_maven(const MavenItems& a, const MavenItems& b);

}  // namespace seawall::version
