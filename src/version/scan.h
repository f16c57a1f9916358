// Taking version strings apart, shared by the orders: runs of characters, numbers of any length.
// Nothing here allocates; every view points into the caller's string.
#pragma once

#include <compare>
#include <string_view>

#include "base/text.h"

namespace seawall::version {

// The longest prefix of `rest` whose characters all satisfy `wanted`; `rest` moves past it.
template <typename Predicate>
std::string_view take_while(std::string_view& rest, Predicate wanted) {
  size_t length = 0;
  while (length < rest.size() && wanted(rest[length])) ++length;
  std::string_view taken = rest.substr(0, length);
  rest.remove_prefix(length);
  return taken;
}

inline std::string_view take_digits(std::string_view& rest) {
  return take_while(rest, is_digit);
}

// Moves past `prefix` when `rest` starts with it (ASCII case ignored).
inline bool take_word(std::string_view& rest, std::string_view prefix) {
  if (rest.size() < prefix.size() || !equals_ignoring_case(rest.substr(0, prefix.size()), prefix))
    return false;
  rest.remove_prefix(prefix.size());
  return true;
}

inline bool take_char(std::string_view& rest, char wanted) {
  if (rest.empty() || rest.front() != wanted) return false;
  rest.remove_prefix(1);
  return true;
}

// The text up to the first `separator`, which is dropped; all of `rest` when there is none.
std::string_view take_part(std::string_view& rest, char separator);

// One or more ASCII digits and nothing else.
bool is_number(std::string_view text);
// No digit but 0: the value zero, and also "".
bool is_zero(std::string_view digits);

// By value; the arguments hold digits only, "" is zero.
std::weak_ordering compare_numbers(std::string_view a, std::string_view b);
// Byte by byte, unsigned.
std::weak_ordering compare_bytes(std::string_view a, std::string_view b);
// Byte by byte after `fold` (to_lower, to_upper) of each.
template <typename Fold>
std::weak_ordering compare_folded(std::string_view a, std::string_view b, Fold fold) {
  for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
    auto left = static_cast<unsigned char>(fold(a[i]));
    auto right = static_cast<unsigned char>(fold(b[i]));
    if (left != right) return left <=> right;
  }
  return a.size() <=> b.size();
}
// Runs of digits by value, everything else byte by byte: a9 < a10. The place of what a tool
// refuses to order.
std::weak_ordering compare_naturally(std::string_view a, std::string_view b);

// Numbers separated by any of `separators`, as R and Haskell compare them: number by number, the
// longer list greater when the shorter one is its beginning (1.0 < 1.0.0). Text that is no number
// sorts after all numbers, naturally.
std::weak_ordering compare_number_lists(std::string_view a, std::string_view b,
                                        std::string_view separators);

// The ordering with its sides exchanged.
constexpr std::weak_ordering mirrored(std::weak_ordering ordering) {
  if (std::is_eq(ordering)) return ordering;
  return std::is_lt(ordering) ? std::weak_ordering::greater : std::weak_ordering::less;
}

}  // namespace seawall::version
