// The order of pacman (alpm_pkg_vercmp): [epoch:]version[-release].
//
// An older relative of RPM's: runs of letters and runs of digits, everything else separates ("~"
// and
// "^" too). Runs compare by text or by value, a number is newer than letters. Unlike RPM the count
// of separators before a run matters, the greater being newer, and letters that follow without a
// separator make a version older: 1.0rc < 1.0 < 1.0.rc < 1.0.1.
//
// Two things in pacman are no order and settled here. It compares releases only when both versions
// have one (1-1 = 1 = 1-2, but 1-1 < 1-2): a version without a release is older than with any. It
// overlooks the count of separators at the end of a version: here it counts as elsewhere.
#include "version/order.h"
#include "version/scan.h"

namespace seawall::version {
namespace {

struct Parts {
  std::string_view epoch, version, release;
  bool has_release = false;
};

Parts take_apart(std::string_view text) {
  Parts parts;
  parts.version = text;
  std::string_view rest = text;
  std::string_view digits = take_digits(rest);
  if (take_char(rest, ':')) {
    parts.epoch = digits;
    parts.version = rest;
  }
  if (size_t hyphen = parts.version.rfind('-'); hyphen != std::string_view::npos) {
    parts.has_release = true;
    parts.release = parts.version.substr(hyphen + 1);
    parts.version = parts.version.substr(0, hyphen);
  }
  return parts;
}

bool is_separator(char c) {
  return !is_alnum(c);
}

enum Kind { kLetters, kEnd, kNumber };

Kind kind_of(std::string_view rest) {
  if (rest.empty()) return kEnd;
  return is_digit(rest.front()) ? kNumber : kLetters;
}

std::weak_ordering compare_part(std::string_view a, std::string_view b) {
  while (true) {
    size_t separators_a = take_while(a, is_separator).size();
    size_t separators_b = take_while(b, is_separator).size();
    if (separators_a != separators_b) return separators_a <=> separators_b;
    Kind kind = kind_of(a);
    if (kind != kind_of(b)) return kind <=> kind_of(b);
    if (kind == kEnd) return std::weak_ordering::equivalent;
    std::weak_ordering run = kind == kNumber
                                 ? compare_numbers(take_digits(a), take_digits(b))
                                 : compare_bytes(take_while(a, is_alpha), take_while(b, is_alpha));
    if (std::is_neq(run)) return run;
  }
}

std::weak_ordering compare(std::string_view a, std::string_view b) {
  Parts left = take_apart(a);
  Parts right = take_apart(b);
  std::weak_ordering result = compare_numbers(left.epoch, right.epoch);
  if (std::is_eq(result)) result = compare_part(left.version, right.version);
  if (std::is_eq(result)) result = left.has_release <=> right.has_release;
  if (std::is_eq(result)) result = compare_part(left.release, right.release);
  return result;
}

bool valid(std::string_view version) {
  Parts parts = take_apart(version);
  if (parts.version.empty() || (parts.has_release && parts.release.empty())) return false;
  for (char c : parts.version)
    if (c == '-' || c == ':' || c == '/' || is_space(c)) return false;
  return true;
}

constexpr std::string_view kEcosystems[] = {"Arch Linux", "Arch", "Manjaro", "MSYS2"};
constexpr std::string_view kPurlTypes[] = {"alpm"};

}  // namespace

const Order& arch_order() {
  static constexpr Order order = {"arch", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
