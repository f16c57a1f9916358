// The order of Gentoo (Package Manager Specification, section 3.3):
//
//   number{.number}[letter]{_suffix[number]}[-rN]
//
// Numbers compare by value; after the first, a leading zero on either side makes them decimal
// fractions: text without its trailing zeros (1.010 = 1.01). More numbers are newer, a letter is
// newer than none. Suffixes: alpha < beta < pre < rc < (none) < p; a missing number is 0, a missing
// revision is r0. What does not fit follows naturally at the end.
#include <array>

#include "version/order.h"
#include "version/scan.h"

namespace seawall::version {
namespace {

std::string_view without_trailing_zeros(std::string_view digits) {
  while (digits.ends_with('0')) digits.remove_suffix(1);
  return digits;
}

bool at_number(std::string_view rest) {
  return rest.size() > 1 && rest[0] == '.' && is_digit(rest[1]);
}

std::string_view take_number(std::string_view& rest) {
  rest.remove_prefix(1);
  return take_digits(rest);
}

std::weak_ordering compare_fractions(std::string_view a, std::string_view b) {
  if (a.front() != '0' && b.front() != '0') return compare_numbers(a, b);
  return compare_bytes(without_trailing_zeros(a), without_trailing_zeros(b));
}

std::weak_ordering compare_main(std::string_view& a, std::string_view& b) {
  std::weak_ordering result = compare_numbers(take_digits(a), take_digits(b));
  while (std::is_eq(result) && at_number(a) && at_number(b))
    result = compare_fractions(take_number(a), take_number(b));
  if (std::is_neq(result)) return result;
  if (at_number(a) != at_number(b)) return at_number(a) <=> at_number(b);
  auto take_letter = [](std::string_view& rest) {
    char letter = rest.empty() || !is_lower(rest.front()) ? '\0' : rest.front();
    if (letter != '\0') rest.remove_prefix(1);
    return letter;
  };
  char letter_a = take_letter(a);
  char letter_b = take_letter(b);
  return letter_a <=> letter_b;
}

struct Suffix {
  int rank = 4;  // none
  std::string_view number;
};

Suffix take_suffix(std::string_view& rest) {
  static constexpr std::array<std::string_view, 6> kNames = {"alpha", "beta", "pre", "rc", "", "p"};
  std::string_view ahead = rest;
  if (!take_char(ahead, '_')) return {};
  std::string_view name = take_while(ahead, is_lower);
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (name.empty() || name != kNames[i]) continue;
    rest = ahead;
    return {static_cast<int>(i), take_digits(rest)};
  }
  return {};
}

std::weak_ordering compare_suffixes(std::string_view& a, std::string_view& b) {
  while (true) {
    Suffix left = take_suffix(a);
    Suffix right = take_suffix(b);
    if (left.rank != right.rank) return left.rank <=> right.rank;
    if (left.rank == Suffix().rank) return std::weak_ordering::equivalent;
    std::weak_ordering numbers = compare_numbers(left.number, right.number);
    if (std::is_neq(numbers)) return numbers;
  }
}

std::string_view take_revision(std::string_view& rest) {
  if (!rest.starts_with("-r") || rest.size() < 3 || !is_digit(rest[2])) return {};
  rest.remove_prefix(2);
  return take_digits(rest);
}

std::weak_ordering compare(std::string_view a, std::string_view b) {
  std::weak_ordering result = compare_main(a, b);
  if (std::is_eq(result)) result = compare_suffixes(a, b);
  if (std::is_eq(result)) result = compare_numbers(take_revision(a), take_revision(b));
  if (std::is_eq(result)) result = compare_naturally(a, b);
  return result;
}

bool valid(std::string_view version) {
  if (take_digits(version).empty()) return false;
  while (at_number(version)) take_number(version);
  if (!version.empty() && is_lower(version.front())) version.remove_prefix(1);
  while (take_suffix(version).rank != Suffix().rank) {
  }
  take_revision(version);
  return version.empty();
}

constexpr std::string_view kEcosystems[] = {"Gentoo"};
constexpr std::string_view kPurlTypes[] = {"ebuild", "portage"};

}  // namespace

const Order& gentoo_order() {
  static constexpr Order order = {"gentoo", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
