// cel-go's strings extension, version 2 without format(), whose dialects are libraries of their
// own. Positions are counted in code points.
#include <fmt/format.h>

#include "base/text.h"
#include "cel/call_cost.h"
#include "cel/operators.h"
#include "cel/overload_builder.h"
#include "cel/text_search.h"

namespace seawall::cel {

namespace {

Value out_of_range(Call& call, int64_t index) {
  return make_error(ErrorCode::kInvalid, fmt::format("index out of range: {}", index), call.memory);
}

Value char_at(Call& call) {
  std::string_view text = call[0].as_text();
  std::optional<size_t> at = byte_offset(text, call[1].as_int());
  if (!at) return out_of_range(call, call[1].as_int());
  if (*at == text.size()) return Value::string("");
  return Value::string(text.substr(*at, character_size(text, *at)));
}

Value position(std::string_view text, size_t at) {
  if (at == kNotFound) return Value::integer(-1);
  return Value::integer(static_cast<int64_t>(character_count(text.substr(0, at))));
}

Value index_of(Call& call) {
  std::string_view text = call[0].as_text();
  std::string_view part = call[1].as_text();
  int64_t from = call.arguments.size() > 2 ? call[2].as_int() : 0;
  if (part.empty()) return Value::integer(from);
  std::optional<size_t> at = byte_offset(text, from);
  return at ? position(text, find_text(text, part, *at)) : out_of_range(call, from);
}

Value last_index_of(Call& call) {
  std::string_view text = call[0].as_text();
  std::string_view part = call[1].as_text();
  size_t from = text.size();
  if (call.arguments.size() > 2) {
    if (part.empty()) return call[2];
    std::optional<size_t> at = byte_offset(text, call[2].as_int());
    if (!at || *at == text.size()) return out_of_range(call, call[2].as_int());
    from = *at;
  }
  bool failed = false;
  size_t at = find_last_text(text, part, from, call.memory, failed);
  return failed ? out_of_memory() : position(text, at);
}

template <bool lower>
Value change_case(Call& call) {
  std::string_view text = call[0].as_text();
  char* out = call.memory.allocate<char>(text.size() + 1);
  if (out == nullptr) return out_of_memory();
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    bool changes = lower ? is_upper(c) : is_lower(c);
    out[i] = changes ? static_cast<char>(c ^ 0x20) : c;
  }
  return Value::string({out, text.size()});
}

// Calls `piece(begin, end)` for each of the first `most` places of `part`, which, when it is empty,
// are before every character and at the end.
template <typename Piece>
void for_each_match(std::string_view text, std::string_view part, uint64_t most, Piece piece) {
  size_t at = 0;
  for (uint64_t count = 0; count < most; ++count) {
    if (part.empty() && count > 0) {
      if (at == text.size()) return;
      at += character_size(text, at);
    }
    at = find_text(text, part, at);
    if (at == kNotFound) return;
    piece(at, at + part.size());
    at += part.size();
  }
}

Value replace(Call& call) {
  std::string_view text = call[0].as_text();
  std::string_view from = call[1].as_text();
  std::string_view to = call[2].as_text();
  int64_t limit = call.arguments.size() > 3 ? call[3].as_int() : -1;
  uint64_t most = limit < 0 ? UINT64_MAX : static_cast<uint64_t>(limit);
  uint64_t matches = 0;
  for_each_match(text, from, most, [&](size_t, size_t) { ++matches; });
  if (matches == 0) return call[0];
  uint64_t size =
      saturating_add(text.size() - matches * from.size(), saturating_multiply(matches, to.size()));
  if (size >= UINT32_MAX) return out_of_memory();
  char* out = call.memory.allocate<char>(size + 1);
  if (out == nullptr) return out_of_memory();
  char* end = out;
  size_t copied = 0;
  for_each_match(text, from, most, [&](size_t begin, size_t after) {
    end = std::copy(text.begin() + copied, text.begin() + begin, end);
    end = std::copy(to.begin(), to.end(), end);
    copied = after;
  });
  std::copy(text.begin() + copied, text.end(), end);
  return Value::string({out, size});
}

// The number of pieces that a split gives when there is no limit.
uint64_t count_pieces(std::string_view text, std::string_view separator) {
  if (separator.empty()) return character_count(text);
  uint64_t count = 1;
  for_each_match(text, separator, UINT64_MAX, [&](size_t, size_t) { ++count; });
  return count;
}

Value split(Call& call) {
  std::string_view text = call[0].as_text();
  std::string_view separator = call[1].as_text();
  int64_t limit = call.arguments.size() > 2 ? call[2].as_int() : -1;
  uint64_t count = count_pieces(text, separator);
  if (limit >= 0) count = std::min(count, static_cast<uint64_t>(limit));
  if (count == 0) return Value::list({});
  auto* pieces = call.memory.allocate<Value>(count);
  if (pieces == nullptr) return out_of_memory();
  size_t at = 0;
  for (uint64_t i = 0; i + 1 < count; ++i) {
    size_t end = separator.empty() ? at + character_size(text, at) : find_text(text, separator, at);
    pieces[i] = Value::string(text.substr(at, end - at));
    at = end + separator.size();
  }
  pieces[count - 1] = Value::string(text.substr(at));
  return Value::list({pieces, count});
}

Value substring(Call& call) {
  std::string_view text = call[0].as_text();
  int64_t start = call[1].as_int();
  if (call.arguments.size() > 2 && start > call[2].as_int()) {
    return make_error(
        ErrorCode::kInvalid,
        fmt::format("invalid substring range. start: {}, end: {}", start, call[2].as_int()),
        call.memory);
  }
  std::optional<size_t> begin = byte_offset(text, start);
  if (!begin) return out_of_range(call, start);
  if (call.arguments.size() == 2) return Value::string(text.substr(*begin));
  std::optional<size_t> size = byte_offset(text.substr(*begin), call[2].as_int() - start);
  if (!size) return out_of_range(call, call[2].as_int());
  return Value::string(text.substr(*begin, *size));
}

Value trim_spaces(Call& call) {
  std::string_view text = call[0].as_text();
  while (!text.empty() && is_white_space(decode_character(text, 0)))
    text.remove_prefix(character_size(text, 0));
  while (!text.empty()) {
    size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xc0) == 0x80) --last;
    if (!is_white_space(decode_character(text, last))) break;
    text.remove_suffix(text.size() - last);
  }
  return Value::string(text);
}

Value join(Call& call) {
  const Value& list = call[0];
  std::string_view separator = call.arguments.size() > 1 ? call[1].as_text() : "";
  size_t count = list.size();
  uint64_t size = count == 0 ? 0 : saturating_multiply(count - 1, separator.size());
  for (size_t i = 0; i < count; ++i) {
    Value item = list.item(i);
    if (item.kind() != Kind::kString) return plain_error(ErrorCode::kNoSuchOverload);
    size = saturating_add(size, item.as_text().size());
  }
  if (size >= UINT32_MAX) return out_of_memory();
  char* out = call.memory.allocate<char>(size + 1);
  if (out == nullptr) return out_of_memory();
  char* end = out;
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) end = std::copy(separator.begin(), separator.end(), end);
    std::string_view text = list.item(i).as_text();
    end = std::copy(text.begin(), text.end(), end);
  }
  return Value::string({out, size});
}

Value quote(Call& call) {
  std::string_view text = call[0].as_text();
  char* out = call.memory.allocate<char>(2 * text.size() + 2);
  if (out == nullptr) return out_of_memory();
  constexpr std::string_view kSpecial = "\a\b\f\n\r\t\v\\\"";
  constexpr std::string_view kLetters = "abfnrtv\\\"";
  char* end = out;
  *end++ = '"';
  for (char c : text) {
    size_t special = kSpecial.find(c);
    if (special != std::string_view::npos) *end++ = '\\';
    *end++ = special != std::string_view::npos ? kLetters[special] : c;
  }
  *end++ = '"';
  return Value::string({out, static_cast<size_t>(end - out)});
}

uint64_t cost_of_joining(std::span<const Value>, const Value& result) {
  return part_of(size_for_cost(result), 5);
}

void add_searches(OverloadBuilder& builder) {
  const Type* string = string_type();
  const Type* number = int_type();
  builder.function("charAt").member("string_char_at_int", {string, number}, string, char_at);
  builder.function("indexOf")
      .member("string_index_of_string", {string, string}, number, index_of, cost_of_traversal)
      .member("string_index_of_string_int", {string, string, number}, number, index_of,
              cost_of_traversal);
  builder.function("lastIndexOf")
      .member("string_last_index_of_string", {string, string}, number, last_index_of,
              cost_of_traversal)
      .member("string_last_index_of_string_int", {string, string, number}, number, last_index_of,
              cost_of_traversal);
  builder.function("substring")
      .member("string_substring_int", {string, number}, string, substring, cost_of_reading)
      .member("string_substring_int_int", {string, number, number}, string, substring,
              cost_of_reading);
}

std::vector<Overload> overloads(TypeArena& types) {
  OverloadBuilder builder(types);
  const Type* string = string_type();
  const Type* number = int_type();
  const Type* strings = types.list_of(string);
  add_searches(builder);
  builder.function("lowerAscii")
      .member("string_lower_ascii", {string}, string, change_case<true>, cost_of_reading);
  builder.function("upperAscii")
      .member("string_upper_ascii", {string}, string, change_case<false>, cost_of_reading);
  builder.function("replace")
      .member("string_replace_string_string", {string, string, string}, string, replace,
              cost_of_reading_twice)
      .member("string_replace_string_string_int", {string, string, string, number}, string, replace,
              cost_of_reading_twice);
  builder.function("split")
      .member("string_split_string", {string, string}, strings, split, cost_of_reading_twice)
      .member("string_split_string_int", {string, string, number}, strings, split,
              cost_of_reading_twice);
  builder.function("trim").member("string_trim", {string}, string, trim_spaces, cost_of_reading);
  builder.function("join")
      .member("list_join", {strings}, string, join, cost_of_joining)
      .member("list_join_string", {strings, string}, string, join, cost_of_joining);
  builder.function("strings.quote")
      .global("strings_quote", {string}, string, quote, cost_of_reading);
  return builder.take();
}

}  // namespace

const Library& strings_library() {
  static constexpr Library kLibrary{"strings", 0, true, overloads, nullptr};
  return kLibrary;
}

}  // namespace seawall::cel
