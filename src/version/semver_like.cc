#include "version/semver_like.h"

#include "version/scan.h"

namespace seawall::version {
namespace {

bool is_digit_or_dot(char c) {
  return is_digit(c) || c == '.';
}

// The next number of "1.2.3"; empty dots are passed over, "" at the end.
std::string_view next_number(std::string_view& rest) {
  while (take_char(rest, '.')) {
  }
  return take_digits(rest);
}

// The identifiers of a pre-release: its own, then the numbers beyond the limit.
class Identifiers {
 public:
  Identifiers(std::string_view text, std::string_view extra)
      : text_(text), extra_(extra), has_text_(!text.empty() || !extra.empty()) {}

  bool next(std::string_view& identifier) {
    if (has_text_) {
      has_text_ = text_.find('.') != std::string_view::npos;
      identifier = take_part(text_, '.');
      return true;
    }
    identifier = next_number(extra_);
    return !identifier.empty();
  }

 private:
  std::string_view text_, extra_;
  bool has_text_;
};

std::weak_ordering compare_all(Identifiers a, Identifiers b, const IdentifierRule& rule) {
  while (true) {
    std::string_view left;
    std::string_view right;
    bool has_left = a.next(left);
    bool has_right = b.next(right);
    if (!has_left || !has_right) return has_left <=> has_right;
    bool left_numeric = rule.is_numeric(left);
    if (left_numeric != rule.is_numeric(right))
      return left_numeric ? std::weak_ordering::less : std::weak_ordering::greater;
    std::weak_ordering result =
        left_numeric ? compare_numbers(left, right) : rule.compare_text(left, right);
    if (std::is_neq(result)) return result;
  }
}

bool is_identifier_char(char c) {
  return is_alnum(c) || c == '-';
}

bool are_identifiers(std::string_view text, bool leading_zeros) {
  while (true) {
    bool more = text.find('.') != std::string_view::npos;
    std::string_view identifier = take_part(text, '.');
    std::string_view rest = identifier;
    take_while(rest, is_identifier_char);
    if (identifier.empty() || !rest.empty()) return false;
    if (!leading_zeros && is_number(identifier) && identifier.size() > 1 && identifier[0] == '0')
      return false;
    if (!more) return true;
  }
}

}  // namespace

const IdentifierRule kSemverRule = {is_number, compare_bytes};

SemverLike take_semver_apart(std::string_view version, size_t limit) {
  SemverLike parts;
  std::string_view rest = trim(version);
  if (rest.size() > 1 && (rest[0] == 'v' || rest[0] == 'V') && is_digit_or_dot(rest[1]))
    rest.remove_prefix(1);
  parts.numbers = take_while(rest, is_digit_or_dot);
  std::string_view beyond = parts.numbers;
  for (size_t i = 0; i < limit && !beyond.empty(); ++i) next_number(beyond);
  std::string_view extra = beyond;
  if (!next_number(extra).empty()) {
    parts.extra = beyond;
    parts.numbers.remove_suffix(beyond.size());
  }
  size_t plus = rest.find('+');
  parts.has_build = plus != std::string_view::npos;
  if (parts.has_build) parts.build = rest.substr(plus + 1);
  parts.pre_release = rest.substr(0, plus);
  take_char(parts.pre_release, '-');
  return parts;
}

std::weak_ordering compare_semver_numbers(const SemverLike& a, const SemverLike& b) {
  std::string_view rest_a = a.numbers;
  std::string_view rest_b = b.numbers;
  while (!rest_a.empty() || !rest_b.empty()) {
    std::weak_ordering result = compare_numbers(next_number(rest_a), next_number(rest_b));
    if (std::is_neq(result)) return result;
  }
  return std::weak_ordering::equivalent;
}

std::weak_ordering compare_identifiers(std::string_view a, std::string_view b,
                                       const IdentifierRule& rule) {
  return compare_all(Identifiers(a, ""), Identifiers(b, ""), rule);
}

std::weak_ordering compare_semver(const SemverLike& a, const SemverLike& b,
                                  const IdentifierRule& rule) {
  std::weak_ordering result = compare_semver_numbers(a, b);
  if (std::is_neq(result)) return result;
  if (a.is_pre_release() != b.is_pre_release())
    return a.is_pre_release() ? std::weak_ordering::less : std::weak_ordering::greater;
  return compare_all(Identifiers(a.pre_release, a.extra), Identifiers(b.pre_release, b.extra),
                     rule);
}

bool is_strict_semver(std::string_view version) {
  std::string_view rest = version;
  for (int i = 0; i < 3; ++i) {
    if (i > 0 && !take_char(rest, '.')) return false;
    std::string_view digits = take_digits(rest);
    if (digits.empty() || (digits.size() > 1 && digits[0] == '0')) return false;
  }
  if (take_char(rest, '-')) {
    std::string_view pre_release = take_while(rest, [](char c) { return c != '+'; });
    if (!are_identifiers(pre_release, false)) return false;
  }
  if (take_char(rest, '+')) return are_identifiers(rest, true);
  return rest.empty();
}

}  // namespace seawall::version
