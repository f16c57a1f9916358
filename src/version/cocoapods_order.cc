// CocoaPods (Pod::Version): any count of numbers, a missing one is 0, and a SemVer pre-release.
// Also for the Linux kernel (6.1.55, 2.6.32.61, 6.7-rc2), whose releases have the same shape.
#include "version/order.h"
#include "version/scan.h"
#include "version/semver_like.h"

namespace seawall::version {
namespace {

constexpr size_t kNumbers = kAnyCount;

std::weak_ordering compare(std::string_view a, std::string_view b) {
  return compare_semver(take_semver_apart(a, kNumbers), take_semver_apart(b, kNumbers));
}

bool valid(std::string_view version) {
  if (version.empty() || !is_digit(version.front())) return false;
  for (char c : version)
    if (!is_alnum(c) && c != '.' && c != '-' && c != '+') return false;
  return true;
}

constexpr std::string_view kEcosystems[] = {"CocoaPods", "Linux"};
constexpr std::string_view kPurlTypes[] = {"cocoapods"};

}  // namespace

const Order& cocoapods_order() {
  static constexpr Order order = {"cocoapods", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
