// A Maven version as ComparableVersion (maven-artifact) sees it.
//
// Maven reads a version as a list of items. A hyphen, a change between digits and letters, and a
// qualifier at the end open a list within the list that reaches to the end: 1.0-alpha-1.2 is
// [1, 0, [alpha, [1, 2]]]. Lists nest only at their end, so the whole is one row of items with a
// mark wherever a list opens.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

#include "version/small_list.h"

namespace seawall::version {

struct MavenItem {
  enum Kind : uint8_t {
    kNumber,  // 17
    kText,    // beta, final, x
    kList,    // a list opens here and holds all that follows
  };
  Kind kind = kNumber;
  bool numbered = false;   // text with digits right behind it: a2, where "a" is alpha
  bool after_dot = false;  // text behind a dot: 1.x, not 1-x and not 1x
  std::string_view text;   // digits of a number ("" is zero), letters of a text
};

// Items from last to first: normalising starts at the end.
using MavenItems = SmallList<MavenItem, 24>;

// Items at the end of a list that mean nothing there (1.0.0, 1.0-ga, 1.0-0) are gone.
MavenItems take_maven_apart(std::string_view version);

std::weak_ordering compare_maven(const MavenItems& a, const MavenItems& b);

}  // namespace seawall::version
