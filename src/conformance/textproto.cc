// A message is fields one after the other, each "name: value", "name { fields }" or
// "name: [value, value]"; fields may be separated by commas or semicolons, and comments run from
// "#" to the end of the line. Read by recursive descent, one level of C++ per level of message.
#include "conformance/textproto.h"

#include <optional>

#include "base/text.h"

namespace seawall::conformance {

namespace {

using Field = TextprotoField;

bool is_word(char c) {
  return is_alnum(c) || c == '_' || c == '.' || c == '+' || c == '-';
}

void append_utf8(std::string& to, uint32_t code_point) {
  auto continuation = [&](unsigned shift) {
    to += static_cast<char>(0x80 | ((code_point >> shift) & 0x3F));
  };
  if (code_point < 0x80) {
    to += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    to += static_cast<char>(0xC0 | (code_point >> 6));
    continuation(0);
  } else if (code_point < 0x10000) {
    to += static_cast<char>(0xE0 | (code_point >> 12));
    continuation(6);
    continuation(0);
  } else {
    to += static_cast<char>(0xF0 | (code_point >> 18));
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

class Reader {
 public:
  Reader(std::string_view text, const TextprotoLimits& limits) : text_(text), limits_(limits) {}

  Result<Field> message() {
    Field root;
    root.line = 1;
    TRY(fields(root, '\0', 0));
    return root;
  }

 private:
  // The next character after white space and comments; NUL at the end.
  char peek() {
    while (at_ < text_.size()) {
      char c = text_[at_];
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      if (!is_space(c)) return c;
      line_ += c == '\n' ? 1 : 0;
      ++at_;
    }
    return '\0';
  }
  bool take(char wanted) {
    if (at_ == text_.size() || peek() != wanted) return false;
    ++at_;
    return true;
  }
  Error error(std::string_view what, Code code = Code::kInvalid) const {
    return Error::make(code, "{}: {}", line_, what);
  }

  Status fields(Field& into, char end, size_t depth);
  Status values(Field& into, Field field, size_t depth);
  Status value(Field& into, Field field, size_t depth);
  Status name(Field& field);
  Status string(std::string& into);
  Status escape(std::string& into);
  std::string_view word();
  std::optional<uint32_t> number(unsigned base, size_t least, size_t most);

  std::string_view text_;
  const TextprotoLimits& limits_;
  size_t at_ = 0;
  size_t count_ = 0;
  uint32_t line_ = 1;
};

std::string_view Reader::word() {
  size_t start = at_;
  while (at_ < text_.size() && is_word(text_[at_])) ++at_;
  return text_.substr(start, at_ - start);
}

Status Reader::fields(Field& into, char end, size_t depth) {
  if (depth > limits_.depth) return error("messages nest too deeply", Code::kLimit);
  while (true) {
    char next = peek();
    if (at_ == text_.size()) {
      if (end == '\0') return {};
      return error(fmt::format("the message has no '{}'", end));
    }
    if (end != '\0' && next == end) {
      ++at_;
      return {};
    }
    Field field;
    TRY(name(field));
    bool colon = take(':');
    next = peek();
    if (!colon && next != '{' && next != '<') return error("no ':' after " + field.name);
    TRY(values(into, std::move(field), depth));
    if (!take(',')) take(';');
  }
}

Status Reader::name(Field& field) {
  field.line = line_;
  if (!take('[')) {
    field.name = word();
    if (field.name.empty()) return error("a field's name is missing");
    return {};
  }
  size_t end = text_.find(']', at_);
  if (end == std::string_view::npos) return error("no ']' after a name");
  field.extension = true;
  field.name = trim(text_.substr(at_, end - at_));
  at_ = end + 1;
  return {};
}

Status Reader::values(Field& into, Field field, size_t depth) {
  if (!take('[')) return value(into, std::move(field), depth);
  if (take(']')) return {};
  do {
    TRY(value(into, field, depth));
  } while (take(','));
  return take(']') ? Status() : error("no ']' after a list");
}

Status Reader::value(Field& into, Field field, size_t depth) {
  if (++count_ > limits_.fields) return error("too many fields", Code::kLimit);
  char next = peek();
  if (next == '{' || next == '<') {
    ++at_;
    field.kind = Field::Kind::kMessage;
    TRY(fields(field, next == '{' ? '}' : '>', depth + 1));
  } else if (next == '"' || next == '\'') {
    field.kind = Field::Kind::kString;
    while (next == '"' || next == '\'') {
      TRY(string(field.text));
      next = peek();
    }
  } else {
    field.kind = Field::Kind::kWord;
    bool minus = take('-');
    peek();  // "- 1" is -1
    field.text = (minus ? "-" : "") + std::string(word());
    if (field.text.empty() || field.text == "-") return error("a value is missing");
  }
  into.fields.push_back(std::move(field));
  return {};
}

Status Reader::string(std::string& into) {
  char quote = text_[at_++];
  while (at_ < text_.size() && text_[at_] != quote) {
    char c = text_[at_++];
    if (c == '\n') return error("a string ends with its line");
    if (c == '\\') {
      TRY(escape(into));
    } else {
      into += c;
    }
  }
  if (at_ == text_.size()) return error("a string has no end");
  ++at_;
  return {};
}

std::optional<uint32_t> Reader::number(unsigned base, size_t least, size_t most) {
  uint32_t value = 0;
  size_t digits = 0;
  for (; digits < most && at_ < text_.size(); ++digits, ++at_) {
    char c = to_lower(text_[at_]);
    unsigned digit = is_digit(c) ? static_cast<unsigned>(c - '0')
                     : c >= 'a'  ? static_cast<unsigned>(c - 'a') + 10
                                 : 99;
    if (digit >= base) break;
    value = value * base + digit;
  }
  if (digits < least) return std::nullopt;
  return value;
}

Status Reader::escape(std::string& into) {
  constexpr std::string_view kNames = "abfnrtv\\'\"?";
  constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\'\"?";
  char c = at_ < text_.size() ? text_[at_] : '\0';
  if (size_t found = kNames.find(c); c != '\0' && found != std::string_view::npos) {
    ++at_;
    into += kValues[found];
    return {};
  }
  bool octal = is_digit(c);
  if (!octal) ++at_;
  std::optional<uint32_t> value;
  if (octal) value = number(8, 1, 3);
  if (c == 'x' || c == 'X') value = number(16, 1, 2);
  if (c == 'u') value = number(16, 4, 4);
  if (c == 'U') value = number(16, 8, 8);
  if (!value || (octal && *value > 0xFF)) return error("an escape that is none");
  if (c == 'u' || c == 'U') {
    if (*value > 0x10FFFF || (*value >= 0xD800 && *value < 0xE000))
      return error("an escape that is no character");
    append_utf8(into, *value);
  } else {
    into += static_cast<char>(*value);
  }
  return {};
}

}  // namespace

const TextprotoField& TextprotoField::operator[](std::string_view name) const {
  static const TextprotoField none;
  for (const TextprotoField& field : fields)
    if (field.name == name) return field;
  return none;
}

bool TextprotoField::has(std::string_view name) const {
  for (const TextprotoField& field : fields)
    if (field.name == name) return true;
  return false;
}

Result<TextprotoField> parse_textproto(std::string_view text, const TextprotoLimits& limits) {
  if (text.size() > limits.bytes) return Error(Code::kLimit, "0: the text is too long");
  return Reader(text, limits).message();
}

}  // namespace seawall::conformance
