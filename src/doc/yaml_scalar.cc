#include "doc/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "base/text.h"
#include "doc/reader.h"

namespace seawall::doc {

namespace {

using Words = std::initializer_list<std::string_view>;

bool one_of(std::string_view text, Words words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_null_word(std::string_view text) {
  return one_of(text, {"", "~", "null", "Null", "NULL"});
}

std::optional<bool> bool_word(std::string_view text, YamlSchema schema) {
  if (one_of(text, {"true", "True", "TRUE"})) return true;
  if (one_of(text, {"false", "False", "FALSE"})) return false;
  if (schema == YamlSchema::kCore) return std::nullopt;
  if (one_of(text, {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON"})) return true;
  if (one_of(text, {"n", "N", "no", "No", "NO", "off", "Off", "OFF"})) return false;
  return std::nullopt;
}

std::optional<double> special_float(std::string_view text) {
  if (one_of(text, {".nan", ".NaN", ".NAN"})) return std::numeric_limits<double>::quiet_NaN();
  bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!one_of(text, {".inf", ".Inf", ".INF"})) return std::nullopt;
  double infinity = std::numeric_limits<double>::infinity();
  return negative ? -infinity : infinity;
}

// [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
bool is_float_shape(std::string_view text) {
  size_t at = 0;
  auto here = [&](auto test) { return at < text.size() && test(text[at]); };
  auto digits = [&] {
    size_t begin = at;
    while (here(is_digit)) ++at;
    return at > begin;
  };
  auto sign = [](char c) { return c == '+' || c == '-'; };
  if (here(sign)) ++at;
  bool whole = digits();
  if (here([](char c) { return c == '.'; })) {
    ++at;
    if (!digits() && !whole) return false;
  } else if (!whole) {
    return false;
  }
  if (here([](char c) { return c == 'e' || c == 'E'; })) {
    ++at;
    if (here(sign)) ++at;
    if (!digits()) return false;
  }
  return at == text.size();
}

// Nothing when the magnitude is beyond double.
std::optional<double> to_double(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault == std::errc::result_out_of_range)
    value = std::strtod(std::string(text).c_str(), nullptr);
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

struct Integer {
  bool negative = false;
  uint64_t magnitude = 0;
};

// The whole of `digits` in `base`; nothing on other characters or beyond 64 bits.
std::optional<uint64_t> magnitude_of(std::string_view digits, int base) {
  if (digits.empty() || digits.front() == '-' || digits.front() == '+') return std::nullopt;
  uint64_t value = 0;
  auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (fault != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

struct Based {
  std::string_view digits;
  int base;
};

Based split_base(std::string_view text, YamlSchema schema) {
  bool any_case = schema == YamlSchema::kKubectl;
  if (text.size() > 1 && text[0] == '0') {
    char letter = any_case ? to_lower(text[1]) : text[1];
    if (letter == 'x') return {text.substr(2), 16};
    if (letter == 'o') return {text.substr(2), 8};
    if (letter == 'b' && any_case) return {text.substr(2), 2};
    if (any_case) return {text.substr(1), 8};
  }
  return {text, 10};
}

// Go's ParseInt, then ParseUint, both with base 0: a sign goes with 63 bits only.
std::optional<Integer> kubectl_integer(std::string_view text) {
  constexpr uint64_t kTop = uint64_t{1} << 63;
  bool negative = text.starts_with('-');
  bool sign = negative || text.starts_with('+');
  auto [digits, base] = split_base(text.substr(sign), YamlSchema::kKubectl);
  std::optional<uint64_t> magnitude = magnitude_of(digits, base);
  if (magnitude && (!sign || *magnitude < kTop || (negative && *magnitude == kTop)))
    return Integer{negative, *magnitude};
  // go-yaml tries what stands behind 0b once more, with a sign of its own.
  if (!text.starts_with("0b")) return std::nullopt;
  std::string_view rest = text.substr(2);
  negative = rest.starts_with('-');
  if (!negative && !rest.starts_with('+')) return std::nullopt;
  magnitude = magnitude_of(rest.substr(1), 2);
  if (!magnitude || *magnitude >= kTop + negative) return std::nullopt;
  return Integer{negative, *magnitude};
}

std::optional<Integer> core_integer(std::string_view text) {
  bool negative = text.starts_with('-');
  bool sign = negative || text.starts_with('+');
  Based based = sign ? Based{text.substr(1), 10} : split_base(text, YamlSchema::kCore);
  std::optional<uint64_t> magnitude = magnitude_of(based.digits, based.base);
  if (!magnitude || (negative && *magnitude > uint64_t{1} << 63)) return std::nullopt;
  return Integer{negative, *magnitude};
}

Node integer_node(Integer integer, Position at) {
  if (!integer.negative) return Builder::uint_node(integer.magnitude, at);
  return Builder::int_node(static_cast<int64_t>(~integer.magnitude + 1), at);
}

// Go takes an underscore in a float that starts with a point only between digits.
bool underscores_between_digits(std::string_view text) {
  for (size_t at = text.find('_'); at != text.npos; at = text.find('_', at + 1)) {
    bool between =
        at > 0 && at + 1 < text.size() && is_digit(text[at - 1]) && is_digit(text[at + 1]);
    if (!between) return false;
  }
  return true;
}

std::optional<Node> number_node(std::string_view text, YamlSchema schema, Position at) {
  if (std::optional<double> special = special_float(text))
    return Builder::double_node(*special, at);
  std::string stripped;
  if (schema == YamlSchema::kKubectl && text.find('_') != text.npos) {
    if (text.front() == '.' && !underscores_between_digits(text)) return std::nullopt;
    stripped = replace_all(text, "_", "");
    text = stripped;
  }
  std::optional<Integer> integer =
      schema == YamlSchema::kKubectl ? kubectl_integer(text) : core_integer(text);
  if (integer) return integer_node(*integer, at);
  if (!is_float_shape(text)) return std::nullopt;
  std::optional<double> value = to_double(text);
  if (!value) return std::nullopt;
  return Builder::double_node(*value, at);
}

// What a scalar without a tag is when it is no string.
std::optional<Node> plain_node(std::string_view text, YamlSchema schema, Position at) {
  if (text.empty()) return Builder::null_node(at);
  char first = text.front();
  if (is_digit(first) || first == '-' || first == '+' || first == '.')
    return number_node(text, schema, at);
  constexpr std::string_view kFirstOfWords = "~nNtTfFyYoO";
  if (text.size() > 5 || kFirstOfWords.find(first) == kFirstOfWords.npos) return std::nullopt;
  if (is_null_word(text)) return Builder::null_node(at);
  if (std::optional<bool> value = bool_word(text, schema)) return Builder::bool_node(*value, at);
  return std::nullopt;
}

bool fits_tag(std::string_view kind, Kind found) {
  if (kind == "null") return found == Kind::kNull;
  if (kind == "bool") return found == Kind::kBool;
  if (kind == "int") return found == Kind::kInt || found == Kind::kUint;
  return found == Kind::kDouble;  // float
}

Result<Node> binary_node(const YamlScalar& scalar, Builder& build) {
  std::string compact = replace_all(replace_all(scalar.text, "\n", ""), "\r", "");
  bool standard = compact.size() % 4 == 0 && compact.find_first_of("-_") == std::string::npos;
  std::optional<std::string> bytes = base64_decode(compact);
  if (!standard || !bytes)
    return error_at(Code::kInvalid, scalar.position, "!!binary without valid base64");
  return build.string_node(to_valid_utf8(*bytes), scalar.position);
}

}  // namespace

Result<Node> yaml_scalar_node(const YamlScalar& scalar, YamlSchema schema, Builder& build) {
  if (scalar.tag.empty()) {
    if (!scalar.plain) return build.string_node(scalar.text, scalar.position);
    if (std::optional<Node> node = plain_node(scalar.text, schema, scalar.position)) return *node;
    return build.string_node(scalar.text, scalar.position);
  }
  std::string_view kind = scalar.tag;
  if (!kind.starts_with(kYamlTagPrefix)) return build.string_node(scalar.text, scalar.position);
  kind.remove_prefix(kYamlTagPrefix.size());
  if (kind == "binary") return binary_node(scalar, build);
  if (!one_of(kind, {"null", "bool", "int", "float"}))
    return build.string_node(scalar.text, scalar.position);
  std::optional<Node> node = plain_node(scalar.text, schema, scalar.position);
  if (node && kind == "float" && node->kind() == Kind::kInt)
    return Builder::double_node(*node->as_double(), scalar.position);
  if (node && fits_tag(kind, node->kind())) return *node;
  return error_at(Code::kInvalid, scalar.position, "\"{}\" is no !!{}", printable(scalar.text, 100),
                  kind);
}

namespace {

// Go's FormatFloat(value, 'g', -1, 32).
std::string go_float_key(float value) {
  if (std::isnan(value)) return ".nan";
  if (std::isinf(value)) return value < 0 ? "-.inf" : ".inf";
  std::array<char, 64> buffer;
  char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                            std::chars_format::scientific)
                  .ptr;
  std::string text(buffer.data(), end);  // d.ddde±xx, two digits of exponent at least
  size_t e = text.find('e');
  int exponent = 0;
  const char* digits = text.c_str() + e + 1;
  std::from_chars(digits + (*digits == '+'), text.c_str() + text.size(), exponent);
  if (exponent < -4 || exponent >= 6) return text;
  end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed)
            .ptr;
  return {buffer.data(), end};
}

}  // namespace

Result<std::string> kubectl_key(const Node& scalar) {
  switch (scalar.kind()) {
    case Kind::kString:
      return std::string(scalar.as_string());
    case Kind::kInt:
      return fmt::format("{}", *scalar.as_int());
    case Kind::kBool:
      return std::string(scalar.as_bool() ? "true" : "false");
    case Kind::kDouble:
      return go_float_key(static_cast<float>(*scalar.as_double()));
    case Kind::kNull:
      return error_at(Code::kInvalid, scalar.position(), "null cannot be a key");
    case Kind::kUint:
      return error_at(Code::kInvalid, scalar.position(), "a number this large cannot be a key");
    case Kind::kArray:
    case Kind::kObject:
      break;
  }
  return error_at(Code::kInvalid, scalar.position(), "an {} cannot be a key",
                  kind_name(scalar.kind()));
}

}  // namespace seawall::doc
