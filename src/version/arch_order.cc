// The order of pacman (alpm_pkg_vercmp): [epoch:]version[-release].
//
// An older relative of RPM's: runs of letters and runs of digits, everything else separates, "~"
// and
// "^" too. Runs compare by text or by value, a number is newer than letters. Unlike RPM the count
// of separators before a run matters, the greater being newer, and letters that follow without a
// separator make a version older: 1.0rc < 1.0 < 1.0.rc < 1.0.1.
//
// Two things in pacman are no order and settled here. It compares releases only when both versions
// have one (1-1 = 1 = 1-2, but 1-1 < 1-2): a version without a release is older than with any. It
// overlooks the count of separators at the end of a version: here it counts as elsewhere.
#include "version/epoch_release.h"
#include "version/order.h"
#include "version/scan.h"

namespace seawall::version {
namespace {

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
    std::weak_ordering run = compare_runs(a, b);
    if (std::is_neq(run)) return run;
  }
}

std::weak_ordering compare(std::string_view a, std::string_view b) {
  return compare_epoch_release(a, b, compare_part);
}

bool valid(std::string_view version) {
  EpochRelease parts = take_epoch_release_apart(version);
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
