// Conan 2 (conan/internal/model/version.py): items separated by dots, then "-" and a pre-release,
// then "+" and a build, each a version in itself. Zeros at the end do not count (1.0 is 1). A
// pre-release is older than none, a build newer than none.
//
// Conan compares two numbers by value and anything else as text, which is no order: 9 < 10 < 1a
// < 9. Here items compare naturally, digits by value and other characters as bytes: the same for
// numbers and for plain text, and 1.1.1a < 1.1.1w < 1.1.10.
#include "version/order.h"
#include "version/scan.h"

namespace seawall::version {
namespace {

struct Parts {
  std::string_view items, pre_release, build;
  bool has_pre_release = false, has_build = false;
};

Parts take_apart(std::string_view text) {
  Parts parts;
  size_t plus = text.rfind('+');
  parts.has_build = plus != std::string_view::npos;
  if (parts.has_build) parts.build = text.substr(plus + 1);
  text = text.substr(0, plus);
  size_t hyphen = text.find('-');
  parts.has_pre_release = hyphen != std::string_view::npos;
  if (parts.has_pre_release) parts.pre_release = text.substr(hyphen + 1);
  parts.items = text.substr(0, hyphen);
  return parts;
}

// Without ".0" at its end.
std::string_view without_trailing_zeros(std::string_view items) {
  while (true) {
    size_t dot = items.rfind('.');
    std::string_view last = items.substr(dot + 1);
    if (!is_number(last) || !is_zero(last)) return items;
    if (dot == std::string_view::npos) return {};
    items = items.substr(0, dot);
  }
}

std::weak_ordering compare_items(std::string_view a, std::string_view b) {
  a = without_trailing_zeros(a);
  b = without_trailing_zeros(b);
  while (!a.empty() && !b.empty()) {
    std::weak_ordering item = compare_naturally(take_part(a, '.'), take_part(b, '.'));
    if (std::is_neq(item)) return item;
  }
  return b.empty() <=> a.empty();
}

std::weak_ordering compare(std::string_view a, std::string_view b) {
  Parts left = take_apart(trim(a));
  Parts right = take_apart(trim(b));
  std::weak_ordering result = compare_items(left.items, right.items);
  if (std::is_eq(result)) result = right.has_pre_release <=> left.has_pre_release;
  if (std::is_eq(result)) result = compare_items(left.pre_release, right.pre_release);
  if (std::is_eq(result)) result = left.has_build <=> right.has_build;
  if (std::is_eq(result)) result = compare_items(left.build, right.build);
  return result;
}

// A reference's version: 2 to 101 lower-case letters, digits, "_", "+", ".", "-"; Conan accepts
// shorter ones of digits too.
bool valid(std::string_view version) {
  if (version.empty() || version.size() > 101) return false;
  if (!is_alnum(version.front()) && version.front() != '_') return false;
  for (char c : version)
    if (!is_lower(c) && !is_digit(c) && std::string_view("_+.-").find(c) == std::string_view::npos)
      return false;
  return true;
}

constexpr std::string_view kEcosystems[] = {"ConanCenter", "Conan"};
constexpr std::string_view kPurlTypes[] = {"conan"};

}  // namespace

const Order& conan_order() {
  static constexpr Order order = {"conan", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
