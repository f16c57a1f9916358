// The dialect of cel-go's strings extension before version 4, which Kubernetes has. %f and %e write
// in American English; %e always has six digits, its precision is the least width. Inside of lists
// and maps values look like CEL literals.
#include <fmt/format.h>

#include <cmath>

#include "cel/number_text.h"
#include "cel/operators.h"
#include "cel/string_format.h"
#include "cel/text_search.h"

namespace seawall::cel {

namespace {

// Go's IsPrint, nearly: letters, marks, numbers, punctuation, symbols and the ASCII space. Code
// points that are not assigned count as printable here.
bool is_printable(char32_t c) {
  if (c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad) return false;
  if (c > ' ' && is_white_space(c)) return false;
  bool format = (c >= 0x600 && c <= 0x605) || c == 0x61c || c == 0x6dd || c == 0x70f ||
                c == 0x180e || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
                (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
                (c >= 0xe0000 && c <= 0xe0fff);
  bool is_private = (c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000;
  return !format && !is_private && (c & 0xfffe) != 0xfffe;
}

// Go's %q of valid UTF-8.
std::string go_quoted(std::string_view text) {
  constexpr std::string_view kSpecial = "\a\b\f\n\r\t\v\\\"";
  constexpr std::string_view kLetters = "abfnrtv\\\"";
  std::string out = "\"";
  for (size_t at = 0; at < text.size(); at += character_size(text, at)) {
    char32_t c = decode_character(text, at);
    size_t special = c < 0x80 ? kSpecial.find(static_cast<char>(c)) : std::string_view::npos;
    if (special != std::string_view::npos) {
      out += '\\';
      out += kLetters[special];
    } else if (is_printable(c)) {
      out += text.substr(at, character_size(text, at));
    } else if (c < 0x80) {
      out += fmt::format("\\x{:02x}", static_cast<uint32_t>(c));
    } else {
      out += c <= 0xffff ? fmt::format("\\u{:04x}", static_cast<uint32_t>(c))
                         : fmt::format("\\U{:08x}", static_cast<uint32_t>(c));
    }
  }
  return out + '"';
}

// "1,234,567.5"
std::string with_commas(std::string text) {
  size_t first = text.starts_with('-') ? 1 : 0;
  size_t end = std::min(text.find('.'), text.size());
  for (size_t at = end; at > first + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

// "1.052033e+03" as "1.052033 × 10⁰³", with narrow spaces that do not break.
std::string with_superscript(const std::string& text) {
  constexpr const char* kDigits[] = {"\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074",
                                     "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
  size_t e = text.find('e');
  std::string out = text.substr(0, e) + "\u202f\u00d7\u202f10";
  for (char c : text.substr(e + 1)) {
    if (c == '-') out += "\u207b";
    if (c >= '0' && c <= '9') out += kDigits[c - '0'];
  }
  return out;
}

class KubernetesDialect final : public FormatDialect {
 public:
  using FormatDialect::FormatDialect;

  bool text(const Value& value) override {
    switch (value.kind()) {
      case Kind::kList:
      case Kind::kMap:
        return write(value, 0);
      case Kind::kNull:
        return append("null");
      default:
        return append_string_of(value);
    }
  }

  bool decimal(const Value& value) override {
    if (value.kind() == Kind::kInt || value.kind() == Kind::kUint) return append_string_of(value);
    return wrong_kind("decimal clause can only be used on integers", value);
  }

  bool fixed(const Value& value, int precision) override {
    std::optional<double> number = number_of(value);
    if (!number) return wrong_kind("fixed-point clause can only be used on doubles", value);
    if (!std::isfinite(*number)) return append(word(*number));
    return append(with_commas(fixed_text(*number, precision)));
  }

  bool scientific(const Value& value, int precision) override {
    std::optional<double> number = number_of(value);
    if (!number) return wrong_kind("scientific clause can only be used on doubles", value);
    if (!std::isfinite(*number)) return append(word(*number));
    std::string made = with_superscript(scientific_text(*number, 6));
    size_t width = character_count(made);
    auto least = static_cast<size_t>(precision);
    return append(std::string(least > width ? least - width : 0, ' ')) && append(made);
  }

 private:
  static std::string_view word(double number) {
    return std::isnan(number) ? "NaN" : (number > 0 ? "∞" : "-∞");
  }
  static std::optional<double> number_of(const Value& value) {
    if (value.kind() == Kind::kDouble) return value.as_double();
    if (value.kind() != Kind::kString) return std::nullopt;
    if (value.as_text() == "NaN") return std::nan("");
    if (value.as_text() == "Infinity") return HUGE_VAL;
    if (value.as_text() == "-Infinity") return -HUGE_VAL;
    return std::nullopt;
  }

  // As a literal of CEL.
  bool write(const Value& value, int depth) override {
    switch (value.kind()) {
      case Kind::kString:
        return append(go_quoted(value.as_text()));
      case Kind::kBytes:
        return append("b") && write_quoted_string_of(value);
      case Kind::kDuration:
        return append("duration(") && write_quoted_string_of(value) && append(")");
      case Kind::kTimestamp:
        return append("timestamp(") && write_quoted_string_of(value) && append(")");
      case Kind::kDouble:
        if (std::isfinite(value.as_double())) return append(fixed_text(value.as_double(), 6));
        return write_quoted_string_of(value);
      case Kind::kNull:
        return append("null");
      case Kind::kList:
        return write_list(value, depth + 1);
      case Kind::kMap:
        return write_map(value, depth + 1, ":");
      default:
        return append_string_of(value);
    }
  }

  bool write_quoted_string_of(const Value& value) {
    std::string before = std::exchange(out_, {});
    bool good = append_string_of(value);
    std::string text = std::exchange(out_, std::move(before));
    return good && append(go_quoted(text));
  }
};

}  // namespace

Value format_as_kubernetes(Call& call) {
  KubernetesDialect dialect(call.memory);
  return format_in(call, dialect);
}

}  // namespace seawall::cel
