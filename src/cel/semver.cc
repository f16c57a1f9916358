#include "cel/semver.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "cel/library_support.h"

namespace seawall::cel {

namespace {

Error fail(std::string message) {
  return Error(Code::kInvalid, std::move(message));
}

bool is_number(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}
bool is_identifier(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '-'; });
}
bool has_leading_zero(std::string_view text) {
  return text.size() > 1 && text[0] == '0';
}

Result<uint64_t> read_number(std::string_view digits) {
  std::optional<uint64_t> value = parse_uint(digits);
  if (value) return *value;
  return fail(fmt::format("strconv.ParseUint: parsing {}: {}", quoted(digits),
                          digits.empty() ? "invalid syntax" : "value out of range"));
}

// `which`: "Major", "Minor" or "Patch".
Result<uint64_t> read_part(std::string_view digits, std::string_view which) {
  if (!is_number(digits))
    return fail(
        fmt::format("Invalid character(s) found in {} number {}", to_lower(which), quoted(digits)));
  if (has_leading_zero(digits))
    return fail(fmt::format("{} number must not contain leading zeroes {}", which, quoted(digits)));
  return read_number(digits);
}

Result<void> check_prerelease(std::string_view text) {
  for (std::string_view each : split(text, '.')) {
    if (each.empty()) return fail("Prerelease is empty");
    if (!is_identifier(each))
      return fail("Invalid character(s) found in prerelease " + quoted(each));
    if (!is_number(each)) continue;
    if (has_leading_zero(each))
      return fail("Numeric PreRelease version must not contain leading zeroes " + quoted(each));
    TRY(read_number(each));
  }
  return {};
}

Result<void> check_build(std::string_view text) {
  for (std::string_view each : split(text, '.')) {
    if (each.empty()) return fail("Build meta data is empty");
    if (!is_identifier(each))
      return fail("Invalid character(s) found in build meta data " + quoted(each));
  }
  return {};
}

// At most three parts; the last has the rest.
std::vector<std::string_view> split_in_three(std::string_view text) {
  std::vector<std::string_view> parts;
  while (parts.size() < 2) {
    size_t point = text.find('.');
    if (point == std::string_view::npos) break;
    parts.push_back(text.substr(0, point));
    text.remove_prefix(point + 1);
  }
  parts.push_back(text);
  return parts;
}

int order(uint64_t a, uint64_t b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

// Numbers come before words, and have no leading zeros.
int compare_identifiers(std::string_view a, std::string_view b) {
  bool a_is_number = is_number(a), b_is_number = is_number(b);
  if (a_is_number != b_is_number) return a_is_number ? -1 : 1;
  if (a_is_number && a.size() != b.size()) return order(a.size(), b.size());
  int sign = a.compare(b);
  return sign < 0 ? -1 : sign > 0 ? 1 : 0;
}

std::string_view take_identifier(std::string_view& text) {
  size_t end = std::min(text.find('.'), text.size());
  std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

int compare_prereleases(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return static_cast<int>(a.empty()) - static_cast<int>(b.empty());
  while (!a.empty() && !b.empty()) {
    int sign = compare_identifiers(take_identifier(a), take_identifier(b));
    if (sign != 0) return sign;
  }
  return static_cast<int>(b.empty()) - static_cast<int>(a.empty());
}

// A number without its leading zeros; one that is left with none keeps one.
std::string stripped(std::string_view part) {
  if (part.size() < 2) return std::string(part);
  part.remove_prefix(std::min(part.find_first_not_of('0'), part.size()));
  bool starts_well = !part.empty() && is_digit(part[0]);
  return (starts_well ? "" : "0") + std::string(part);
}

}  // namespace

Result<Semver> parse_semver(std::string_view text) {
  if (text.empty()) return fail("Version string empty");
  std::vector<std::string_view> parts = split_in_three(text);
  if (parts.size() != 3) return fail("No Major.Minor.Patch elements found");
  Semver version;
  version.major = TRY(read_part(parts[0], "Major"));
  version.minor = TRY(read_part(parts[1], "Minor"));
  std::string_view patch = parts[2];
  size_t plus = patch.find('+');
  bool has_build = plus != std::string_view::npos;
  if (has_build) version.build = patch.substr(plus + 1);
  patch = patch.substr(0, plus);
  size_t dash = patch.find('-');
  bool has_prerelease = dash != std::string_view::npos;
  if (has_prerelease) version.prerelease = patch.substr(dash + 1);
  version.patch = TRY(read_part(patch.substr(0, dash), "Patch"));
  if (has_prerelease) TRY(check_prerelease(version.prerelease));
  if (has_build) TRY(check_build(version.build));
  return version;
}

Result<std::string> normalized_semver(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  std::vector<std::string_view> parts = split_in_three(text);
  if (parts.size() < 3 && parts.back().find_first_of("+-") != std::string_view::npos)
    return fail("short version cannot contain PreRelease/Build meta data");
  std::string made = stripped(parts[0]);
  for (size_t i = 1; i < 3; ++i) made += "." + (i < parts.size() ? stripped(parts[i]) : "0");
  return made;
}

int compare(const Semver& a, const Semver& b) {
  if (a.major != b.major) return order(a.major, b.major);
  if (a.minor != b.minor) return order(a.minor, b.minor);
  if (a.patch != b.patch) return order(a.patch, b.patch);
  return compare_prereleases(a.prerelease, b.prerelease);
}

std::string to_text(const Semver& version) {
  std::string text = fmt::format("{}.{}.{}", version.major, version.minor, version.patch);
  if (!version.prerelease.empty()) text += fmt::format("-{}", version.prerelease);
  if (!version.build.empty()) text += fmt::format("+{}", version.build);
  return text;
}

}  // namespace seawall::cel
