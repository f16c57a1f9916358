// SemVer 2.0 (semver.org, section 11) for npm, crates.io, Hex, Swift and everything that follows
// it: three numbers, then a pre-release, which is older than none. The build does not count.
//
// Tolerated: a leading "v", missing numbers (1.2 is 1.2.0), a pre-release without its hyphen.
// Text without any number is 0.0.0 with that pre-release.
#include "version/order.h"
#include "version/semver_like.h"

namespace seawall::version {
namespace {

constexpr size_t kNumbers = 3;

std::weak_ordering compare(std::string_view a, std::string_view b) {
  return compare_semver(take_semver_apart(a, kNumbers), take_semver_apart(b, kNumbers));
}

constexpr std::string_view kEcosystems[] = {"npm",        "crates.io",      "Hex",    "SwiftURL",
                                            "Swift",      "Bitnami",        "GHC",    "VSCode",
                                            "Kubernetes", "GitHub Actions", "SemVer", "Erlang"};
constexpr std::string_view kPurlTypes[] = {
    "npm", "cargo",    "hex", "swift", "bitnami", "github", "githubactions", "vscode-extension",
    "elm", "terraform"};

}  // namespace

const Order& semver_order() {
  static constexpr Order order = {"semver", kEcosystems, kPurlTypes, is_strict_semver, compare};
  return order;
}

}  // namespace seawall::version
