// RubyGems (Gem::Version): runs of digits and runs of letters, whatever separates them. Digits
// compare by value, letters as text, and letters are older than any number. A hyphen stands for the
// letters "pre".
//
// A version with letters is a pre-release: before its first letter zeros at the end of the numbers
// do not count (1.0.0.a is 1.a), nor do zeros at the end of the version. What remains compares
// segment by segment, a missing segment being 0.
//
// Characters that RubyGems refuses separate.
#include "version/order.h"
#include "version/scan.h"

namespace seawall::version {
namespace {

struct Segment {
  std::string_view text;
  bool is_letters = false;
  bool at_end = false;
};

Segment read_segment(std::string_view& rest) {
  take_while(rest, [](char c) { return !is_alnum(c) && c != '-'; });
  if (rest.empty()) return {{}, false, true};
  if (take_char(rest, '-')) return {"pre", true};
  if (is_alpha(rest.front())) return {take_while(rest, is_alpha), true};
  return {take_digits(rest)};
}

// The segments that count, and zeros for ever after them.
class Segments {
 public:
  explicit Segments(std::string_view version) : rest_(version) {
    std::string_view ahead = version;
    size_t count = 0;
    for (Segment s = read_segment(ahead); !s.at_end && !s.is_letters; s = read_segment(ahead)) {
      ++count;
      if (!is_zero(s.text)) numbers_ = count;
    }
    skip_ = count - numbers_;
  }

  Segment next() {
    if (numbers_ > 0) {
      --numbers_;
    } else {
      for (; skip_ > 0; --skip_) read_segment(rest_);
    }
    return read_segment(rest_);
  }

 private:
  std::string_view rest_;
  size_t numbers_ = 0;  // of those before the first letter that count, still to come
  size_t skip_ = 0;     // zeros after them
};

std::weak_ordering compare(std::string_view a, std::string_view b) {
  Segments left_segments(a);
  Segments right_segments(b);
  while (true) {
    Segment left = left_segments.next();
    Segment right = right_segments.next();
    if (left.at_end && right.at_end) return std::weak_ordering::equivalent;
    if (left.is_letters != right.is_letters) return right.is_letters <=> left.is_letters;
    std::weak_ordering result = left.is_letters ? compare_bytes(left.text, right.text)
                                                : compare_numbers(left.text, right.text);
    if (std::is_neq(result)) return result;
  }
}

bool valid(std::string_view version) {
  std::string_view rest = trim(version);
  if (rest.empty()) return true;
  if (take_digits(rest).empty()) return false;
  auto is_hyphenated = [](char c) { return is_alnum(c) || c == '-'; };
  while (take_char(rest, '.'))
    if (take_while(rest, is_alnum).empty()) return false;
  if (rest.empty()) return true;
  if (!take_char(rest, '-')) return false;
  do {
    if (take_while(rest, is_hyphenated).empty()) return false;
  } while (take_char(rest, '.'));
  return rest.empty();
}

constexpr std::string_view kEcosystems[] = {"RubyGems"};
constexpr std::string_view kPurlTypes[] = {"gem"};

}  // namespace

const Order& rubygems_order() {
  static constexpr Order order = {"rubygems", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
