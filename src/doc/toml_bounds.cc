// toml++ builds and frees its tree by recursion and bounds brackets only; a dotted key of a million
// parts (`a.a.a... = 1`) would end the stack. So we walk the text first, knowing just enough TOML
// to tell what is text, comment and structure: strings of four kinds, comments, brackets, dots,
// commas and equal signs. Depth at a place is what the open brackets hold, and the dots of the key
// at hand; the number of values is at most that of separators and brackets.
#include "doc/toml_bounds.h"

#include <vector>

#include "base/text.h"
#include "doc/reader.h"
#include "doc/text_position.h"

namespace seawall::doc {

namespace {

// toml++ needs over 100 bytes for a value; lock files stay far below these.
constexpr size_t kTomlBytes = 64u << 20;
constexpr size_t kTomlValues = 4u << 20;

class TomlWalk {
 public:
  TomlWalk(std::string_view text, const Limits& limits)
      : text_(text), limits_(limits), most_values_(std::min(kTomlValues, limits.document_nodes)) {}
  Status walk();

 private:
  Status structure(char c);
  void skip_string(char quote);
  void skip_comment() { at_ = std::min(text_.find('\n', at_), text_.size()); }

  std::string_view text_;
  const Limits& limits_;
  size_t most_values_;
  size_t at_ = 0;
  size_t values_ = 0;
  size_t dots_ = 0;           // of the key at hand
  size_t held_ = 0;           // depth of the open brackets
  std::vector<size_t> open_;  // what each holds
};

void TomlWalk::skip_string(char quote) {
  std::string_view three = quote == '"' ? R"(""")" : "'''";
  bool multi_line = text_.substr(at_, 3) == three;
  at_ += multi_line ? 3 : 1;
  for (; at_ < text_.size(); ++at_) {
    char c = text_[at_];
    if (c == '\\' && quote == '"') {
      ++at_;
    } else if (multi_line ? text_.substr(at_, 3) == three : c == quote) {
      at_ += multi_line ? 3 : 1;
      // A multi-line string may end in up to two quotes of its own.
      for (int i = 0; multi_line && i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) ++at_;
      return;
    } else if (c == '\n' && !multi_line) {
      return;  // an error that toml++ will find
    }
  }
  at_ = std::min(at_, text_.size());
}

Status TomlWalk::structure(char c) {
  if (c == '.') {
    ++dots_;
  } else if (c == '[' || c == '{') {
    open_.push_back(dots_ + 1);
    held_ += open_.back();
    dots_ = 0;
    ++values_;
  } else if (c == ']' || c == '}') {
    if (!open_.empty()) {
      held_ -= open_.back();
      open_.pop_back();
    }
    dots_ = 0;
  } else if (c == ',' || c == '\n') {
    dots_ = 0;
    values_ += c == ',';
  } else if (c == '=') {
    ++values_;  // the dots stay: the value hangs below them
  }
  if (held_ + dots_ > limits_.document_depth)
    return error_at(Code::kLimit, position_at(text_, at_), "nested deeper than {}",
                    limits_.document_depth);
  if (values_ > most_values_)
    return error_at(Code::kLimit, position_at(text_, at_), "more than {} values", most_values_);
  return {};
}

Status TomlWalk::walk() {
  if (text_.size() > kTomlBytes || text_.size() > limits_.document_bytes)
    return Error::make(Code::kLimit, "document of {} bytes; the limit is {}", text_.size(),
                       std::min(kTomlBytes, limits_.document_bytes));
  while (at_ < text_.size()) {
    char c = text_[at_];
    if (c == '"' || c == '\'') {
      skip_string(c);
    } else if (c == '#') {
      skip_comment();
    } else {
      TRY(structure(c));
      ++at_;
    }
  }
  return {};
}

}  // namespace

Status check_toml_bounds(std::string_view text, const Limits& limits) {
  return TomlWalk(text, limits).walk();
}

}  // namespace seawall::doc
