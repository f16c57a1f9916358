#include "cel/string_format.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cel/number_text.h"
#include "cel/standard_library.h"

namespace seawall::cel {

namespace {

constexpr int kDefaultPrecision = 6;
constexpr int kMostPrecision = 1000;

// Goes through the format. Messages are cel-go's.
class Interpolation {
 public:
  Interpolation(std::string_view format, const Value& arguments, FormatDialect& dialect)
      : format_(format), arguments_(arguments), dialect_(dialect) {}

  Value run() {
    while (!format_.empty()) {
      size_t percent = std::min(format_.find('%'), format_.size());
      if (!dialect_.append(format_.substr(0, percent))) return dialect_.failed();
      format_.remove_prefix(percent);
      if (format_.empty()) break;
      bool good = format_.starts_with("%%") ? escaped() : clause();
      if (!good) return dialect_.failed();
    }
    return make_string({dialect_.out()}, dialect_.memory());
  }

 private:
  bool escaped() {
    format_.remove_prefix(2);
    return dialect_.append("%");
  }

  bool malformed(std::string_view why) {
    return dialect_.fail(fmt::format("could not parse formatting clause: {}", why));
  }

  bool clause() {
    if (next_ >= arguments_.size())
      return dialect_.fail(fmt::format("index {} out of range", next_));
    format_.remove_prefix(1);
    if (format_.empty()) return dialect_.fail("unexpected end of string");
    int precision = kDefaultPrecision;
    if (!take_precision(precision)) return false;
    char letter = format_[0];
    size_t size = 1;
    while (size < format_.size() && (static_cast<unsigned char>(format_[size]) & 0xc0) == 0x80)
      ++size;
    std::string_view whole = format_.substr(0, size);
    format_.remove_prefix(size);
    return apply(letter, whole, arguments_.item(next_++), precision);
  }

  bool apply(char letter, std::string_view whole, const Value& value, int precision) {
    switch (letter) {
      case 's':
        return dialect_.text(value);
      case 'd':
        return dialect_.decimal(value);
      case 'f':
        return dialect_.fixed(value, precision);
      case 'e':
        return dialect_.scientific(value, precision);
      case 'b':
        return dialect_.binary(value);
      case 'x':
      case 'X':
        return dialect_.hexadecimal(value, letter == 'X');
      case 'o':
        return dialect_.octal(value);
      default:
        return malformed(fmt::format("unrecognized formatting clause \"{}\"", printable(whole)));
    }
  }

  bool take_precision(int& precision) {
    if (format_[0] != '.') return true;
    size_t end = 1;
    while (end < format_.size() && is_digit(format_[end])) ++end;
    std::string_view digits = format_.substr(1, end - 1);
    if (end == format_.size())
      return malformed("error while parsing precision: could not find end of precision specifier");
    std::optional<uint64_t> value = parse_uint64(digits);
    if (!value || *value > kMostPrecision)
      return malformed(fmt::format("error while parsing precision: \"{}\" is no number up to {}",
                                   digits.substr(0, 32), kMostPrecision));
    precision = static_cast<int>(*value);
    format_.remove_prefix(end);
    return true;
  }

  std::string_view format_;
  const Value& arguments_;
  FormatDialect& dialect_;
  size_t next_ = 0;
};

}  // namespace

bool FormatDialect::count(size_t bytes) {
  written_ += bytes;
  if (written_ <= Memory::kDefaultBudget) return true;
  failed_ = out_of_memory();
  return false;
}

bool FormatDialect::append(std::string_view part) {
  if (!count(part.size())) return false;
  out_ += part;
  return true;
}

bool FormatDialect::fail(std::string_view mistake) {
  failed_ = make_error(ErrorCode::kInvalid, mistake, memory_);
  return false;
}

bool FormatDialect::wrong_kind(std::string_view rule, const Value& value) {
  return fail(fmt::format("error during formatting: {}, was given {}", rule,
                          runtime_type_name(*type_of(value))));
}

bool FormatDialect::binary(const Value& value) {
  switch (value.kind()) {
    case Kind::kBool:
      return append(value.as_bool() ? "1" : "0");
    case Kind::kInt:
      return append(fmt::format("{:b}", value.as_int()));
    case Kind::kUint:
      return append(fmt::format("{:b}", value.as_uint()));
    default:
      return wrong_kind("only integers and bools can be formatted as binary", value);
  }
}

bool FormatDialect::octal(const Value& value) {
  if (value.kind() == Kind::kInt) return append(fmt::format("{:o}", value.as_int()));
  if (value.kind() == Kind::kUint) return append(fmt::format("{:o}", value.as_uint()));
  return wrong_kind("octal clause can only be used on integers", value);
}

bool FormatDialect::hexadecimal(const Value& value, bool upper) {
  switch (value.kind()) {
    case Kind::kInt:
      return append(upper ? fmt::format("{:X}", value.as_int())
                          : fmt::format("{:x}", value.as_int()));
    case Kind::kUint:
      return append(upper ? fmt::format("{:X}", value.as_uint())
                          : fmt::format("{:x}", value.as_uint()));
    case Kind::kString:
    case Kind::kBytes:
      break;
    default:
      return wrong_kind("only integers, byte buffers, and strings can be formatted as hex", value);
  }
  const char* digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  if (!count(2 * value.as_text().size())) return false;
  for (char c : value.as_text()) {
    auto byte = static_cast<unsigned char>(c);
    out_ += digits[byte >> 4];
    out_ += digits[byte & 15];
  }
  return true;
}

bool FormatDialect::append_string_of(const Value& value) {
  std::optional<Value> text = value_to_string(value, memory_);
  if (!text)
    return wrong_kind(
        "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, "
        "types, durations, and timestamps",
        value);
  if (!text->is_error()) return append(text->as_text());
  failed_ = *text;
  return false;
}

bool FormatDialect::write_list(const Value& list, int depth) {
  if (depth > kDeepest) return fail("error during formatting: nested too deeply");
  if (!append("[")) return false;
  size_t size = list.size();
  for (size_t i = 0; i < size; ++i) {
    if (i > 0 && !append(", ")) return false;
    if (!write(list.item(i), depth)) return false;
  }
  return append("]");
}

// Writes both to the empty output, and moves them to the entries.
bool FormatDialect::write_entry(const Value& key, const Value& value, int depth) {
  if (value.is_error()) failed_ = value;
  if (value.is_error() || !write(key, depth)) return false;
  std::string key_text = std::exchange(out_, {});
  if (!write(value, depth)) return false;
  entries_.emplace_back(std::move(key_text), std::exchange(out_, {}));
  return true;
}

bool FormatDialect::write_map(const Value& map, int depth, std::string_view separator) {
  if (depth > kDeepest) return fail("error during formatting: nested too deeply");
  std::string before = std::exchange(out_, {});
  size_t first = entries_.size();
  bool good = true;
  for_each_entry(map, memory_, [&](const Value& key, const Value& value) {
    good = write_entry(key, value, depth);
    return good;
  });
  out_ = std::move(before);
  if (!good || !append("{")) return false;
  auto begin = entries_.begin() + static_cast<ptrdiff_t>(first);
  std::stable_sort(begin, entries_.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (size_t i = first; i < entries_.size(); ++i) {
    if (i > first && !append(", ")) return false;
    if (!append(entries_[i].first) || !append(separator) || !append(entries_[i].second))
      return false;
  }
  entries_.resize(first);
  return append("}");
}

Value format_in(Call& call, FormatDialect& dialect) {
  return Interpolation(call[0].as_text(), call[1], dialect).run();
}

}  // namespace seawall::cel
