// Maven (ComparableVersion; maven.apache.org/pom.html#version-order-specification).
//
// maven_version.h tells how a version is read. Lists compare item by item, a missing item being
// "nothing": zero, final, ga and release are equal to nothing;
//
//   alpha < beta < milestone < rc < snapshot < nothing < sp < any other text < a list < a number
//
// Case does not count. Maven's own rules changed over time and contain cycles (1-x < 1.0.rc-1 < 1
// < 1-x), which no search survives. This is Maven 3.9 with three settled differences, none of which
// concerns versions in common use:
//
//   - a list against a text compares by its first item, as in Maven 4;
//   - zero against a text or list that is newer than nothing counts with what follows it;
//   - of two unknown texts the one behind a dot is older (1.sec10 < 1-none), as until Maven 3.8 and
//     in the data that advisories are made of.
//
// Maven accepts any text; the bound of 256 characters of Maven 4 is not applied.
#include "version/maven_version.h"
#include "version/order.h"

namespace seawall::version {
namespace {

std::weak_ordering compare(std::string_view a, std::string_view b) {
  return compare_maven(take_maven_apart(a), take_maven_apart(b));
}

bool valid(std::string_view version) {
  return !version.empty();
}

constexpr std::string_view kEcosystems[] = {"Maven", "Echo:Maven"};
constexpr std::string_view kPurlTypes[] = {"maven", "gradle"};

}  // namespace

const Order& maven_order() {
  static constexpr Order order = {"maven", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
