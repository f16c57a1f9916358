// Dart packages (pub_semver): SemVer, except that the build counts. A version with a build follows
// the one without; two builds compare like pre-releases, identifier by identifier.
#include "version/order.h"
#include "version/semver_like.h"

namespace seawall::version {
namespace {

constexpr size_t kNumbers = 3;

std::weak_ordering compare(std::string_view a, std::string_view b) {
  SemverLike left = take_semver_apart(a, kNumbers);
  SemverLike right = take_semver_apart(b, kNumbers);
  std::weak_ordering result = compare_semver(left, right);
  if (std::is_neq(result)) return result;
  if (left.has_build != right.has_build) return left.has_build <=> right.has_build;
  return compare_identifiers(left.build, right.build, kSemverRule);
}

constexpr std::string_view kEcosystems[] = {"Pub"};
constexpr std::string_view kPurlTypes[] = {"pub"};

}  // namespace

const Order& pub_order() {
  static constexpr Order order = {"pub", kEcosystems, kPurlTypes, is_strict_semver, compare};
  return order;
}

}  // namespace seawall::version
