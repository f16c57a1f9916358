#include "cel/lexer.h"

#include <array>

#include "base/text.h"
#include "cel/ast.h"
#include "cel/escape.h"

namespace seawall::cel {
namespace {

bool is_ident_start(char c) {
  return is_alpha(c) || c == '_';
}
bool is_ident(char c) {
  return is_alnum(c) || c == '_';
}
bool is_quoted_ident(char c) {
  return is_ident(c) || c == '.' || c == '-' || c == '/' || c == ' ';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Longest first.
constexpr std::array<std::string_view, 6> kLongSymbols = {"==", "!=", "<=", ">=", "&&", "||"};
constexpr std::string_view kShortSymbols = "<>[]{}().,-!?:+*/%";

class Lexer {
 public:
  Lexer(std::string_view source, size_t limit, Arena& texts)
      : source_(source), limit_(limit), texts_(texts) {}
  Result<std::vector<Token>> run();

 private:
  char at(size_t offset) const { return offset < source_.size() ? source_[offset] : '\0'; }
  bool starts_with(std::string_view text) const { return source_.substr(at_).starts_with(text); }
  Error error(size_t offset, std::string_view what) const {
    return error_at(source_, static_cast<uint32_t>(offset), Code::kInvalid, what);
  }

  template <typename Belongs>
  size_t skip(size_t from, Belongs belongs) const {
    while (from < source_.size() && belongs(source_[from])) ++from;
    return from;
  }
  void skip_blanks();
  void add(TokenKind kind, size_t end);
  Status next();
  void number();
  size_t exponent(size_t from) const;
  Status quoted_ident();
  // The length of the prefix and the quotes of the literal that begins here; 0: none does.
  Result<bool> literal();
  Result<size_t> closing_quote(size_t from, std::string_view quote, bool raw) const;
  Status symbol();

  std::string_view source_;
  size_t limit_;
  Arena& texts_;
  size_t at_ = 0;
  std::vector<Token> tokens_;
};

void Lexer::skip_blanks() {
  while (at_ < source_.size()) {
    char c = source_[at_];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      ++at_;
    } else if (starts_with("//")) {
      at_ = std::min(source_.find('\n', at_), source_.size());
    } else {
      return;
    }
  }
}

void Lexer::add(TokenKind kind, size_t end) {
  tokens_.push_back({kind, static_cast<uint32_t>(at_), source_.substr(at_, end - at_)});
  at_ = end;
}

size_t Lexer::exponent(size_t from) const {
  if (to_lower(at(from)) != 'e') return from;
  size_t digits = from + 1;
  if (at(digits) == '+' || at(digits) == '-') ++digits;
  size_t end = skip(digits, is_digit);
  return end > digits ? end : from;
}

// A number never takes a dot without digits: "7.size()" is a call.
void Lexer::number() {
  if (at(at_) == '0' && at(at_ + 1) == 'x' && is_hex(at(at_ + 2))) {
    size_t end = skip(at_ + 2, is_hex);
    bool is_unsigned = to_lower(at(end)) == 'u';
    add(is_unsigned ? TokenKind::kUint : TokenKind::kInt, end);
    if (is_unsigned) ++at_;
    return;
  }
  size_t whole = skip(at_, is_digit);
  size_t end = whole;
  if (at(end) == '.' && is_digit(at(end + 1))) end = skip(end + 1, is_digit);
  end = exponent(end);
  if (end > whole) return add(TokenKind::kDouble, end);
  bool is_unsigned = to_lower(at(end)) == 'u';
  add(is_unsigned ? TokenKind::kUint : TokenKind::kInt, end);
  if (is_unsigned) ++at_;
}

Status Lexer::quoted_ident() {
  size_t end = skip(at_ + 1, is_quoted_ident);
  if (at(end) != '`' || end == at_ + 1)
    return error(at_, "Syntax error: invalid quoted identifier");
  tokens_.push_back({TokenKind::kQuotedIdent, static_cast<uint32_t>(at_),
                     source_.substr(at_ + 1, end - at_ - 1)});
  at_ = end + 1;
  return {};
}

Result<size_t> Lexer::closing_quote(size_t from, std::string_view quote, bool raw) const {
  bool many_lines = quote.size() == 3;
  for (size_t i = from; i < source_.size(); ++i) {
    if (source_.substr(i).starts_with(quote)) return i;
    if (!many_lines && (source_[i] == '\n' || source_[i] == '\r')) break;
    if (source_[i] == '\\' && !raw) ++i;
  }
  return error(at_, "Syntax error: string literal without an end");
}

Result<bool> Lexer::literal() {
  size_t quote_at = at_;
  bool bytes = to_lower(at(quote_at)) == 'b';
  if (bytes) ++quote_at;
  bool raw = to_lower(at(quote_at)) == 'r';
  if (raw) ++quote_at;
  char mark = at(quote_at);
  if (mark != '"' && mark != '\'') return false;
  bool triple = at(quote_at + 1) == mark && at(quote_at + 2) == mark;
  std::string_view quote = source_.substr(quote_at, triple ? 3 : 1);
  size_t start = quote_at + quote.size();
  size_t end = TRY(closing_quote(start, quote, raw));
  std::string_view body = source_.substr(start, end - start);
  if (body.find_first_of(raw ? "\r" : "\\\r") != std::string_view::npos) {
    std::optional<std::string> value = raw ? normalize_line_ends(body) : unescape(body, bytes);
    if (!value) return error(at_, "invalid escape sequence in literal");
    body = texts_.copy(*value);
  }
  tokens_.push_back(
      {bytes ? TokenKind::kBytes : TokenKind::kString, static_cast<uint32_t>(at_), body});
  at_ = end + quote.size();
  return true;
}

Status Lexer::symbol() {
  for (std::string_view symbol : kLongSymbols) {
    if (starts_with(symbol)) {
      add(TokenKind::kSymbol, at_ + symbol.size());
      return {};
    }
  }
  if (kShortSymbols.find(source_[at_]) == std::string_view::npos) {
    size_t end = skip(at_ + 1, [](char c) { return (c & 0xC0) == 0x80; });  // of the code point
    return error(at_, fmt::format("Syntax error: token recognition error at: '{}'",
                                  printable(source_.substr(at_, end - at_))));
  }
  add(TokenKind::kSymbol, at_ + 1);
  return {};
}

Status Lexer::next() {
  char c = source_[at_];
  if (is_digit(c) || (c == '.' && is_digit(at(at_ + 1)))) {
    number();
    return {};
  }
  if (c == '`') return quoted_ident();
  if (TRY(literal())) return {};
  if (!is_ident_start(c)) return symbol();
  add(TokenKind::kIdent, skip(at_, is_ident));
  return {};
}

Result<std::vector<Token>> Lexer::run() {
  for (skip_blanks(); at_ < source_.size(); skip_blanks()) {
    if (tokens_.size() >= limit_) {
      return error_at(source_, static_cast<uint32_t>(at_), Code::kLimit,
                      fmt::format("expression has more than {} tokens", limit_));
    }
    TRY(next());
  }
  add(TokenKind::kEnd, source_.size());
  return std::move(tokens_);
}

}  // namespace

Result<std::vector<Token>> tokenize(std::string_view source, size_t limit, Arena& texts) {
  return Lexer(source, limit, texts).run();
}

Error error_at(std::string_view source, uint32_t offset, Code code, std::string_view what) {
  SourcePosition position = position_of(source, offset);
  return Error::make(code, "{}:{}: {}", position.line, position.column, what);
}

}  // namespace seawall::cel
