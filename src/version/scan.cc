#include "version/scan.h"

namespace seawall::version {
namespace {

std::string_view without_leading_zeros(std::string_view digits) {
  while (!digits.empty() && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

// The next part of a list; `more` says whether another one follows.
std::string_view next_part(std::string_view& rest, std::string_view separators, bool& more) {
  size_t end = rest.find_first_of(separators);
  more = end != std::string_view::npos;
  std::string_view part = rest.substr(0, end);
  rest.remove_prefix(more ? end + 1 : rest.size());
  return part;
}

}  // namespace

std::string_view take_part(std::string_view& rest, char separator) {
  bool more = false;
  return next_part(rest, std::string_view(&separator, 1), more);
}

bool is_number(std::string_view text) {
  std::string_view rest = text;
  take_digits(rest);
  return !text.empty() && rest.empty();
}

bool is_zero(std::string_view digits) {
  return without_leading_zeros(digits).empty();
}

std::weak_ordering compare_numbers(std::string_view a, std::string_view b) {
  a = without_leading_zeros(a);
  b = without_leading_zeros(b);
  if (a.size() != b.size()) return a.size() <=> b.size();
  return compare_bytes(a, b);
}

std::weak_ordering compare_bytes(std::string_view a, std::string_view b) {
  return a.compare(b) <=> 0;
}

std::weak_ordering compare_naturally(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (is_digit(a.front()) && is_digit(b.front())) {
      std::weak_ordering numbers = compare_numbers(take_digits(a), take_digits(b));
      if (std::is_neq(numbers)) return numbers;
      continue;
    }
    if (a.front() != b.front())
      return static_cast<unsigned char>(a.front()) <=> static_cast<unsigned char>(b.front());
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  return a.size() <=> b.size();
}

std::weak_ordering compare_number_lists(std::string_view a, std::string_view b,
                                        std::string_view separators) {
  bool more_a = !a.empty();
  bool more_b = !b.empty();
  while (more_a && more_b) {
    std::string_view left = next_part(a, separators, more_a);
    std::string_view right = next_part(b, separators, more_b);
    bool left_number = is_number(left);
    bool right_number = is_number(right);
    if (left_number != right_number)
      return left_number ? std::weak_ordering::less : std::weak_ordering::greater;
    std::weak_ordering part =
        left_number ? compare_numbers(left, right) : compare_naturally(left, right);
    if (std::is_neq(part)) return part;
  }
  return more_a <=> more_b;
}

}  // namespace seawall::version
