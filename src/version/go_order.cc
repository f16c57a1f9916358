// Go modules (go.dev/ref/mod#versions): SemVer with a leading "v", which advisories leave out.
// Pseudo-versions (v0.0.0-20230101000000-abcdefabcdef) are pre-releases and "+incompatible" is a
// build: both fall into place by SemVer alone.
//
// The toolchain and the standard library use a form of their own, go1.21rc2, which advisories write
// 1.21.0-rc.2: after the numbers, "rc" or "beta" and its number are read as two identifiers.
#include "version/order.h"
#include "version/scan.h"
#include "version/semver_like.h"

namespace seawall::version {
namespace {

constexpr size_t kNumbers = 3;

// A toolchain version split at the "rc" or "beta"; the number is empty for other versions.
struct Version {
  SemverLike parts;
  std::string_view number;
};

Version take_apart(std::string_view text) {
  text = trim(text);
  if (text.size() > 2 && text.starts_with("go") && is_digit(text[2])) text.remove_prefix(2);
  Version version = {take_semver_apart(text, kNumbers), {}};
  std::string_view& pre = version.parts.pre_release;
  // Only where the text follows a digit immediately, without a hyphen.
  if (pre.empty() || pre.data() == text.data() || !is_digit(pre.data()[-1])) return version;
  std::string_view rest = pre;
  std::string_view word = take_while(rest, is_lower);
  if ((word == "rc" || word == "beta") && is_number(rest)) {
    version.number = rest;
    pre = word;
  }
  return version;
}

// The same pre-release in either writing.
std::weak_ordering compare_mixed(const Version& toolchain, const Version& other) {
  std::string_view rest = other.parts.pre_release;
  std::string_view word = take_part(rest, '.');
  std::weak_ordering result = compare_identifiers(toolchain.parts.pre_release, word, kSemverRule);
  if (std::is_neq(result)) return result;
  return compare_identifiers(toolchain.number, other.number.empty() ? rest : other.number,
                             kSemverRule);
}

std::weak_ordering compare(std::string_view a, std::string_view b) {
  Version left = take_apart(a);
  Version right = take_apart(b);
  if (left.number.empty() && right.number.empty()) return compare_semver(left.parts, right.parts);
  std::weak_ordering numbers = compare_semver_numbers(left.parts, right.parts);
  if (std::is_neq(numbers)) return numbers;
  if (left.parts.is_pre_release() != right.parts.is_pre_release())
    return compare_semver(left.parts, right.parts);
  if (!left.number.empty()) return compare_mixed(left, right);
  return mirrored(compare_mixed(right, left));
}

// "go1.21", "1.21rc2", "1.20.3": a toolchain's, with or without "go".
bool is_toolchain(std::string_view version) {
  if (version.starts_with("go")) version.remove_prefix(2);
  size_t numbers = 0;
  do {
    if (take_digits(version).empty()) return false;
    ++numbers;
  } while (numbers < kNumbers && take_char(version, '.'));
  std::string_view word = take_while(version, is_lower);
  if (word.empty()) return version.empty();
  return (word == "rc" || word == "beta") && is_number(version);
}

bool valid(std::string_view version) {
  if (is_toolchain(version)) return true;
  take_char(version, 'v');
  return is_strict_semver(version);
}

constexpr std::string_view kEcosystems[] = {"Go"};
constexpr std::string_view kPurlTypes[] = {"golang"};

}  // namespace

const Order& go_order() {
  static constexpr Order order = {"go", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
