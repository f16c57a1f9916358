// Julia's VersionNumber (base/version.jl): SemVer with one to three numbers, a pre-release that
// needs no hyphen (1.0rc1), and a build that counts: binary packages are numbered by it (1.2.3+0).
// "1.0-" is older than every 1.0 pre-release and "1.0+" newer than every build: they mark bounds.
// In both lists an empty identifier comes before numbers, numbers before text.
#include "version/order.h"
#include "version/scan.h"
#include "version/semver_like.h"

namespace seawall::version {
namespace {

constexpr size_t kNumbers = 3;

struct Version {
  SemverLike parts;
  bool has_pre_release = false;
  bool above_builds = false;  // "1.0+"
};

Version take_apart(std::string_view text) {
  text = trim(text);
  Version version;
  version.parts = take_semver_apart(text, kNumbers);
  version.has_pre_release =
      version.parts.is_pre_release() || text.substr(0, text.find('+')).ends_with('-');
  version.above_builds = version.parts.has_build && version.parts.build.empty();
  return version;
}

std::weak_ordering compare(std::string_view a, std::string_view b) {
  Version left = take_apart(a);
  Version right = take_apart(b);
  std::weak_ordering result = compare_semver_numbers(left.parts, right.parts);
  if (std::is_neq(result)) return result;
  if (left.has_pre_release != right.has_pre_release)
    return right.has_pre_release <=> left.has_pre_release;
  // "1.0-" has no text: less than any other pre-release.
  if (left.parts.is_pre_release() != right.parts.is_pre_release())
    return left.parts.is_pre_release() <=> right.parts.is_pre_release();
  result = compare_semver(left.parts, right.parts);
  if (std::is_neq(result)) return result;
  if (left.above_builds != right.above_builds) return left.above_builds <=> right.above_builds;
  if (left.parts.has_build != right.parts.has_build)
    return left.parts.has_build <=> right.parts.has_build;
  return compare_identifiers(left.parts.build, right.parts.build, kSemverRule);
}

bool valid(std::string_view version) {
  std::string_view rest = version;
  take_word(rest, "v");
  if (rest.empty() || !is_digit(rest.front())) return false;
  for (char c : rest)
    if (!is_alnum(c) && c != '.' && c != '-' && c != '+') return false;
  return take_semver_apart(version, kNumbers).extra.empty();
}

constexpr std::string_view kEcosystems[] = {"Julia"};
constexpr std::string_view kPurlTypes[] = {"julia"};

}  // namespace

const Order& julia_order() {
  static constexpr Order order = {"julia", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
