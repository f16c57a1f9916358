// NuGet (NuGet.Versioning, VersionComparer): up to four numbers, a missing one is 0; a pre-release
// whose identifiers compare ignoring case; the build does not count.
//
// NuGet reads an identifier as a number only when it fits 32 bits; a longer run of digits, such as
// a time stamp, compares as text. So does this.
#include "version/order.h"
#include "version/scan.h"
#include "version/semver_like.h"

namespace seawall::version {
namespace {

constexpr size_t kNumbers = 4;
constexpr std::string_view kMaxNumber = "2147483647";

bool is_short_number(std::string_view identifier) {
  return is_number(identifier) && std::is_lteq(compare_numbers(identifier, kMaxNumber));
}

char to_upper(char c) {
  return is_lower(c) ? static_cast<char>(c - 32) : c;
}

std::weak_ordering compare_text(std::string_view a, std::string_view b) {
  return compare_folded(a, b, to_upper);
}

std::weak_ordering compare(std::string_view a, std::string_view b) {
  static constexpr IdentifierRule kRule = {is_short_number, compare_text};
  return compare_semver(take_semver_apart(a, kNumbers), take_semver_apart(b, kNumbers), kRule);
}

bool valid(std::string_view version) {
  SemverLike parts = take_semver_apart(version, kNumbers);
  if (version.empty() || !is_digit(version.front()) || !parts.extra.empty()) return false;
  if (parts.numbers.ends_with('.') || parts.numbers.find("..") != std::string_view::npos)
    return false;
  std::string_view rest = version.substr(parts.numbers.size());
  if (rest.empty()) return true;
  if (rest.front() != '-' && rest.front() != '+') return false;
  for (char c : rest)
    if (!is_alnum(c) && c != '.' && c != '-' && c != '+') return false;
  return !rest.starts_with("-+") && !rest.ends_with('+') && rest != "-";
}

constexpr std::string_view kEcosystems[] = {"NuGet"};
constexpr std::string_view kPurlTypes[] = {"nuget"};

}  // namespace

const Order& nuget_order() {
  static constexpr Order order = {"nuget", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
