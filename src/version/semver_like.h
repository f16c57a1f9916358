// Versions of the shape of SemVer 2.0: numbers, then "-" and a pre-release, then "+" and a build.
// The engine of several orders, each with its own tolerance.
#pragma once

#include <compare>
#include <cstddef>
#include <string_view>

namespace seawall::version {

// A version taken apart; every view points into the original.
struct SemverLike {
  std::string_view numbers;      // "1.2.3": digits and dots, at most the first `limit` numbers
  std::string_view extra;        // numbers beyond the limit
  std::string_view pre_release;  // without the hyphen
  std::string_view build;        // without the plus
  bool has_build = false;

  // 1.2.3-rc.1; and 1.2.3.4 where three numbers are the limit, see below.
  bool is_pre_release() const { return !pre_release.empty() || !extra.empty(); }
};

// No limit on the count of numbers.
inline constexpr size_t kAnyCount = static_cast<size_t>(-1);

// Reads anything. A leading "v" before a digit is dropped; the hyphen before the pre-release may be
// missing. Numbers beyond `limit` count as pre-release identifiers after the others: no SemVer tool
// accepts them, and advisories that use them place 1.2.3.4 before 1.2.3.
SemverLike take_semver_apart(std::string_view version, size_t limit);

// Number by number, a missing one is 0.
std::weak_ordering compare_semver_numbers(const SemverLike& a, const SemverLike& b);

// How two identifiers compare; `is_numeric` first, then the text.
struct IdentifierRule {
  bool (*is_numeric)(std::string_view identifier);
  std::weak_ordering (*compare_text)(std::string_view a, std::string_view b);
};
// SemVer 2.0, section 11: numbers by value, before text in ASCII order.
extern const IdentifierRule kSemverRule;

// Dot-separated identifiers; the longer list is greater when the shorter is its beginning.
std::weak_ordering compare_identifiers(std::string_view a, std::string_view b,
                                       const IdentifierRule& rule);

// Numbers, then pre-release (none is greatest). The build does not count.
std::weak_ordering compare_semver(const SemverLike& a, const SemverLike& b,
                                  const IdentifierRule& rule = kSemverRule);

// Strictly what semver.org accepts: three numbers without leading zeros, and so on.
bool is_strict_semver(std::string_view version);

}  // namespace seawall::version
