// A recursive descent over the few literals that occur:
//
//   %{"key": term, "key" => term}   {term, ...}   [term, key: term]   "text"   :atom   true   12
//
// A comma may stand behind the last item. hexdocs.pm, Elixir "Syntax reference".
#include "package/elixir_term.h"

#include <algorithm>

#include "base/text.h"

namespace seawall::package {

namespace {

constexpr size_t kTerms = 1'000'000;

class Parser {
 public:
  Parser(std::string_view text, const Limits& limits)
      : text_(text), depth_limit_(std::min<size_t>(limits.document_depth, 100)) {}

  Result<ElixirTerm> document() {
    ElixirTerm term = TRY(value(0));
    skip();
    if (at_ < text_.size()) return wrong("the text goes on behind its end");
    return term;
  }

 private:
  Error wrong(std::string_view what) const {
    return Error::make(Code::kInvalid, "{}: {}", line_, what);
  }

  void skip() {
    while (at_ < text_.size()) {
      if (text_[at_] == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (is_space(text_[at_])) {
        if (text_[at_] == '\n') ++line_;
        ++at_;
      } else {
        return;
      }
    }
  }

  bool take(std::string_view word) {
    skip();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  char peek() {
    skip();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  Result<ElixirTerm> value(size_t depth) {
    if (++terms_ > kTerms) return Error(Code::kLimit, "too many terms");
    if (depth > depth_limit_) return Error::make(Code::kLimit, "{}: nested too deep", line_);
    char c = peek();
    uint32_t line = line_;
    ElixirTerm term;
    if (take("%{")) {
      term = TRY(map(depth));
    } else if (take("{")) {
      term = TRY(sequence(ElixirTerm::Kind::kTuple, "}", depth));
    } else if (take("[")) {
      term = TRY(sequence(ElixirTerm::Kind::kList, "]", depth));
    } else if (c == '"') {
      term.kind = ElixirTerm::Kind::kString;
      term.text = TRY(quoted());
    } else if (take(":")) {
      term.text = text_.substr(at_).starts_with('"') ? TRY(quoted()) : std::string(word());
      if (term.text.empty()) return wrong("an atom has no name");
    } else {
      term.text = word();
      if (term.text.empty()) return wrong("a value is expected");
      if (is_digit(term.text[0])) term.kind = ElixirTerm::Kind::kNumber;
    }
    term.line = line;
    return term;
  }

  std::string_view word() {
    size_t start = at_;
    while (at_ < text_.size() &&
           (is_alnum(text_[at_]) ||
            std::string_view("_.@!?-").find(text_[at_]) != std::string_view::npos))
      ++at_;
    return text_.substr(start, at_ - start);
  }

  Result<std::string> quoted() {
    std::string out;
    for (++at_; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == '"') {
        ++at_;
        return out;
      }
      if (c == '\n') ++line_;
      if (c == '\\' && at_ + 1 < text_.size()) c = text_[++at_];
      out += c;
    }
    return wrong("a string has no end");
  }

  // "key: " in front of a value, with or without quotes; nothing (and nothing read) otherwise.
  std::optional<std::string> keyword() {
    skip();
    size_t start = at_;
    uint32_t line = line_;
    std::string key;
    if (peek() == '"') {
      Result<std::string> text = quoted();
      if (text.ok()) key = *text;
    } else if (is_alpha(peek()) || peek() == '_') {
      key = word();
    }
    bool colon = at_ < text_.size() && text_[at_] == ':' && at_ > start &&
                 !text_.substr(at_).starts_with("::");
    if (colon) {
      ++at_;
      return key;
    }
    at_ = start;
    line_ = line;
    return std::nullopt;
  }

  Result<ElixirTerm> map(size_t depth) {
    ElixirTerm out;
    out.kind = ElixirTerm::Kind::kMap;
    while (!take("}")) {
      if (!out.items.empty() && !take(",")) return wrong("',' or '}' is expected");
      if (take("}")) break;
      skip();
      ElixirTerm key;
      key.line = line_;
      if (std::optional<std::string> name = keyword()) {
        key.text = *name;
      } else {
        key = TRY(value(depth + 1));
        if (!take("=>")) return wrong("'=>' is expected behind a key");
      }
      out.items.push_back(std::move(key));
      out.items.push_back(TRY(value(depth + 1)));
    }
    return out;
  }

  Result<ElixirTerm> sequence(ElixirTerm::Kind kind, std::string_view end, size_t depth) {
    ElixirTerm out;
    out.kind = kind;
    while (!take(end)) {
      if (!out.items.empty() && !take(",")) return wrong("',' or an end is expected");
      if (take(end)) break;
      if (std::optional<std::string> name = keyword()) {
        ElixirTerm pair, key;
        pair.kind = ElixirTerm::Kind::kTuple;
        pair.line = key.line = line_;
        key.text = *name;
        pair.items.push_back(std::move(key));
        pair.items.push_back(TRY(value(depth + 1)));
        out.items.push_back(std::move(pair));
      } else {
        out.items.push_back(TRY(value(depth + 1)));
      }
    }
    return out;
  }

  std::string_view text_;
  size_t depth_limit_;
  size_t at_ = 0;
  size_t terms_ = 0;
  uint32_t line_ = 1;
};

}  // namespace

Result<ElixirTerm> parse_elixir_term(std::string_view text, const Limits& limits) {
  if (text.size() > limits.document_bytes) return Error(Code::kLimit, "the text is too large");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return Parser(text, limits).document();
}

}  // namespace seawall::package
