// Maven (ComparableVersion of Maven 4, see maven.apache.org/pom.html#version-order-specification).
//
// maven_version.h tells how a version is read. Lists compare item by item, a missing item being
// "nothing": zero, final, ga and release are equal to nothing; alpha < beta < milestone < rc <
// snapshot < nothing < sp < any other text < a list < a number. Case does not count.
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
