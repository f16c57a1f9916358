// npm packages rebuilt by a vendor: SemVer, and between equal versions the number of the rebuild
// that stands in the build metadata: 1.2.3 < 1.2.3+echo.1 < 1.2.3+echo.2 < 1.2.4. Echo writes
// "+echo.N", Root "+root.io.N". Other build metadata does not count.
#include "version/order.h"
#include "version/scan.h"
#include "version/semver_like.h"

namespace seawall::version {
namespace {

constexpr size_t kNumbers = 3;

// The rebuild's number; "" (zero) when there is none.
std::string_view rebuild_number(const SemverLike& version) {
  std::string_view build = version.build;
  if (!take_word(build, "echo.") && !take_word(build, "root.io.")) return {};
  return take_digits(build);
}

std::weak_ordering compare(std::string_view a, std::string_view b) {
  SemverLike left = take_semver_apart(a, kNumbers);
  SemverLike right = take_semver_apart(b, kNumbers);
  std::weak_ordering result = compare_semver(left, right);
  if (std::is_neq(result)) return result;
  return compare_numbers(rebuild_number(left), rebuild_number(right));
}

constexpr std::string_view kEcosystems[] = {"Echo:npm", "Root:npm"};

}  // namespace

const Order& echo_npm_order() {
  static constexpr Order order = {"echo-npm", kEcosystems, {}, is_strict_semver, compare};
  return order;
}

}  // namespace seawall::version
