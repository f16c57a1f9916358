// cel-go's regex extension: regex.replace(), regex.extract() and regex.extractAll().
#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "cel/call_cost.h"
#include "cel/list_builder.h"
#include "cel/overload_builder.h"
#include "cel/regex.h"

namespace seawall::cel {

namespace {

Value invalid(Call& call, std::string_view text) {
  return make_error(ErrorCode::kInvalid, text, call.memory);
}

const re2::RE2* regex_of(Call& call, Value& failed) {
  std::string mistake;
  const re2::RE2* regex = find_regex(call[1].as_text(), mistake);
  if (regex == nullptr) failed = invalid(call, "given regex is invalid: " + mistake);
  return regex;
}

// For extract(): with no group or one.
const re2::RE2* extracting_regex(Call& call, Value& failed) {
  const re2::RE2* regex = regex_of(call, failed);
  if (regex == nullptr || regex->NumberOfCapturingGroups() <= 1) return regex;
  failed = invalid(call, fmt::format("regular expression has more than one capturing group: \"{}\"",
                                     printable(call[1].as_text(), 256)));
  return nullptr;
}

Value extract(Call& call) {
  Value failed;
  const re2::RE2* regex = extracting_regex(call, failed);
  if (regex == nullptr) return failed;
  std::string_view text = call[0].as_text();
  auto groups = static_cast<size_t>(regex->NumberOfCapturingGroups());
  RegexMatches matches(*regex, text, groups);
  if (!matches.next()) return Value::none();
  std::string_view found = matches.groups()[groups].of(text);
  if (groups == 1 && found.empty()) return Value::none();
  const Value* value = call.memory.make<Value>(Value::string(found));
  return value ? Value::optional(value) : out_of_memory();
}

Value extract_all(Call& call) {
  Value failed;
  const re2::RE2* regex = extracting_regex(call, failed);
  if (regex == nullptr) return failed;
  std::string_view text = call[0].as_text();
  auto groups = static_cast<size_t>(regex->NumberOfCapturingGroups());
  ListBuilder found(call.memory);
  RegexMatches matches(*regex, text, groups);
  while (matches.next()) {
    std::string_view part = matches.groups()[groups].of(text);
    if (groups == 1 && part.empty()) continue;
    if (!found.add(Value::string(part))) break;
  }
  return found.take();
}

// A replacement cut at its references: text, then the group \0 to \9; -1: none follows.
struct Part {
  std::string text;
  int group = -1;
};

// An error value, or null when it could be cut.
Value cut_replacement(Call& call, std::string_view replacement, int groups,
                      std::vector<Part>& parts) {
  parts.emplace_back();
  for (size_t i = 0; i < replacement.size(); ++i) {
    if (replacement[i] != '\\') {
      parts.back().text += replacement[i];
      continue;
    }
    if (++i == replacement.size())
      return invalid(call, fmt::format("invalid replacement string: '{}' \\ not allowed at end",
                                       printable(replacement, 256)));
    char c = replacement[i];
    if (c == '\\') {
      parts.back().text += c;
      continue;
    }
    if (!is_digit(c))
      return invalid(
          call, fmt::format("invalid replacement string: '{}' \\ must be followed by a digit or \\",
                            printable(replacement, 256)));
    if (c - '0' > groups)
      return invalid(
          call, fmt::format("replacement string references group {} but regex has only {} group(s)",
                            c - '0', groups));
    parts.back().group = c - '0';
    parts.emplace_back();
  }
  return Value::null();
}

Value replace(Call& call) {
  int64_t limit = call.arguments.size() > 3 ? call[3].as_int() : -1;
  if (limit == 0) return call[0];
  Value failed;
  const re2::RE2* regex = regex_of(call, failed);
  if (regex == nullptr) return failed;
  std::string_view text = call[0].as_text();
  auto groups = static_cast<size_t>(regex->NumberOfCapturingGroups());
  RegexMatches matches(*regex, text, std::min<size_t>(groups, 9));
  std::vector<Part> parts;
  std::string out;
  size_t copied = 0;
  for (int64_t count = 0; (limit < 0 || count < limit) && matches.next(); ++count) {
    // A wrong replacement is only told where something is replaced.
    if (count == 0)
      failed = cut_replacement(call, call[2].as_text(), static_cast<int>(groups), parts);
    if (failed.is_error()) return failed;
    const std::vector<RegexGroup>& found = matches.groups();
    out += text.substr(copied, found[0].begin - copied);
    for (const Part& part : parts) {
      out += part.text;
      if (part.group >= 0) out += found[static_cast<size_t>(part.group)].of(text);
    }
    copied = found[0].end;
    if (out.size() > Memory::kDefaultBudget) return out_of_memory();
  }
  out += text.substr(copied);
  return make_string({out}, call.memory);
}

// The call, the search, and what is made of it.
double search_cost(std::span<const Value> arguments, const Value& result) {
  double text = static_cast<double>(size_for_cost(arguments[0]) + 1) * 0.1;
  double pattern = static_cast<double>(size_for_cost(arguments[1]) + 1) * 0.25;
  return 1 + text * pattern + static_cast<double>(size_for_cost(result));
}
uint64_t cost_of_replacing(std::span<const Value> arguments, const Value& result) {
  return static_cast<uint64_t>(search_cost(arguments, result));
}
uint64_t cost_of_extracting(std::span<const Value> arguments, const Value& result) {
  return static_cast<uint64_t>(std::ceil(search_cost(arguments, result)));
}
uint64_t cost_of_extracting_all(std::span<const Value> arguments, const Value& result) {
  return cost_of_extracting(arguments, result) + 10;
}

std::vector<Overload> overloads(TypeArena& types) {
  OverloadBuilder builder(types);
  const Type* string = string_type();
  builder.function("regex.replace")
      .global("regex_replace_string_string_string", {string, string, string}, string, replace,
              cost_of_replacing)
      .global("regex_replace_string_string_string_int", {string, string, string, int_type()},
              string, replace, cost_of_replacing);
  builder.function("regex.extract")
      .global("regex_extract_string_string", {string, string}, types.optional_of(string), extract,
              cost_of_extracting);
  builder.function("regex.extractAll")
      .global("regex_extractAll_string_string", {string, string}, types.list_of(string),
              extract_all, cost_of_extracting_all);
  return builder.take();
}

}  // namespace

const Library& regex_library() {
  static constexpr Library kLibrary{"regex", 0, false, overloads, nullptr};
  return kLibrary;
}

}  // namespace seawall::cel
