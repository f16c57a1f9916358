// Composer packages: Composer's VersionParser::normalize, then PHP's version_compare.
//
// PHP reads a version as runs of digits and runs of other characters; separators do not count.
// Numbers compare by value and words by the stage they begin with:
//
//   any other word  <  stable  <  dev  <  alpha, a  <  beta, b  <  rc  <  end  <  a number  <  p,
//   pl, patch
//
// Composer first drops a leading "v" and the build ("+..."), ignores case and fills the leading
// numbers up to four (1.0 is 1.0.0.0). In the name of a branch, 1.x-dev, "x" is 9999999, and so is
// what it fills up. It drops the word "stable" too; advisory data keep PHP's view of it: 5.1-stable
// comes before 5.1-beta.
#include <array>

#include "version/order.h"
#include "version/scan.h"

namespace seawall::version {
namespace {

constexpr size_t kNumbers = 4;
constexpr std::string_view kBranchNumber = "9999999";

enum Rank { kUnknown, kStable, kDev, kAlpha, kBeta, kCandidate, kEnd, kNumber, kPatch };

struct Token {
  Rank rank = kEnd;
  std::string_view digits;
};

Rank rank_of(std::string_view word) {
  struct Stage {
    std::string_view prefix;
    Rank rank;
  };
  static constexpr std::array<Stage, 6> kStages = {{{"stable", kStable},
                                                    {"dev", kDev},
                                                    {"a", kAlpha},
                                                    {"b", kBeta},
                                                    {"rc", kCandidate},
                                                    {"p", kPatch}}};
  for (const Stage& stage : kStages)
    if (take_word(word, stage.prefix)) return stage.rank;
  return kUnknown;
}

class Tokens {
 public:
  explicit Tokens(std::string_view version) : rest_(trim(version)) {
    if (rest_.size() > 1 && is_digit(rest_[1])) take_word(rest_, "v");
    rest_ = rest_.substr(0, rest_.find('+'));
    filling_ = !rest_.empty() && is_digit(rest_.front());
  }

  Token next() {
    take_while(rest_, [](char c) { return !is_alnum(c) && c != '*'; });
    if (!rest_.empty() && is_digit(rest_.front())) {
      ++numbers_;
      return {kNumber, take_digits(rest_)};
    }
    if (filling_ && numbers_ < kNumbers) return fill();
    filling_ = false;
    if (rest_.empty()) return {};
    if (take_char(rest_, '*')) return {kUnknown, {}};
    std::string_view word = take_while(rest_, [](char c) { return is_alpha(c); });
    return {rank_of(word), {}};
  }

 private:
  // A missing number, or the "x" that stands for it.
  Token fill() {
    ++numbers_;
    std::string_view ahead = rest_;
    bool wildcard = take_word(ahead, "x") || take_char(ahead, '*');
    if (wildcard && (ahead.empty() || !is_alpha(ahead.front()))) {
      rest_ = ahead;
      branch_ = true;
    }
    return {kNumber, branch_ ? kBranchNumber : std::string_view("0")};
  }

  std::string_view rest_;
  size_t numbers_ = 0;
  bool filling_ = false;  // the version began with a number, and only numbers came so far
  bool branch_ = false;
};

std::weak_ordering compare(std::string_view a, std::string_view b) {
  Tokens left_tokens(a);
  Tokens right_tokens(b);
  while (true) {
    Token left = left_tokens.next();
    Token right = right_tokens.next();
    if (left.rank != right.rank) return left.rank <=> right.rank;
    if (left.rank == kEnd) return std::weak_ordering::equivalent;
    std::weak_ordering result = compare_numbers(left.digits, right.digits);
    if (std::is_neq(result)) return result;
  }
}

// A numbered version with a stage that Composer knows, or a branch.
bool valid(std::string_view version) {
  std::string_view rest = trim(version);
  if (take_word(rest, "dev-")) return !rest.empty();
  Tokens tokens(version);
  Token token = tokens.next();
  if (token.rank != kNumber) return false;
  while (token.rank != kEnd && token.rank != kUnknown) token = tokens.next();
  return token.rank == kEnd;
}

constexpr std::string_view kEcosystems[] = {"Packagist"};
constexpr std::string_view kPurlTypes[] = {"composer"};

}  // namespace

const Order& packagist_order() {
  static constexpr Order order = {"packagist", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
