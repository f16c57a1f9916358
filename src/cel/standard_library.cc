// The functions that every CEL environment has, beside the operators: tests on strings,
// conversions, parts of times, and the names of the types.
#include "cel/standard_library.h"

#include <fmt/format.h>

#include "cel/call_cost.h"
#include "cel/regex.h"
#include "cel/text_search.h"

namespace seawall::cel {

namespace {

Value contains(Call& call) {
  return Value::boolean(find_text(call[0].as_text(), call[1].as_text()) != kNotFound);
}
Value starts_with(Call& call) {
  return Value::boolean(call[0].as_text().starts_with(call[1].as_text()));
}
Value ends_with(Call& call) {
  return Value::boolean(call[0].as_text().ends_with(call[1].as_text()));
}

Value matches(Call& call) {
  std::string mistake;
  const re2::RE2* regex = find_regex(call[1].as_text(), mistake);
  if (regex == nullptr)
    return make_error(ErrorCode::kInvalid, fmt::format("error parsing regexp: {}", mistake),
                      call.memory);
  std::string_view text = call[0].as_text();
  return Value::boolean(re2::RE2::PartialMatch({text.data(), text.size()}, *regex));
}

std::vector<Overload> overloads(TypeArena& types) {
  OverloadBuilder builder(types);
  const std::vector<const Type*> two = {string_type(), string_type()};
  builder.function("contains")
      .member("contains_string", two, bool_type(), contains, cost_of_containing);
  builder.function("startsWith")
      .member("starts_with_string", two, bool_type(), starts_with, cost_of_reading);
  builder.function("endsWith")
      .member("ends_with_string", two, bool_type(), ends_with, cost_of_reading);
  builder.function("matches")
      .global("matches", two, bool_type(), matches, cost_of_matching)
      .member("matches_string", two, bool_type(), matches, cost_of_matching);
  add_standard_conversions(builder);
  add_standard_times(builder);
  return builder.take();
}

std::vector<Constant> constants(TypeArena& types) {
  std::vector<Constant> all;
  auto name = [&](std::string_view name, const Type* type) {
    all.push_back({name, types.type_of(type), Value::type(type)});
  };
  name("bool", bool_type());
  name("bytes", bytes_type());
  name("double", double_type());
  name("google.protobuf.Duration", duration_type());
  name("google.protobuf.Timestamp", timestamp_type());
  name("int", int_type());
  name("list", list_type());
  name("map", map_type());
  name("null_type", null_type());
  name("string", string_type());
  name("type", type_type());
  name("uint", uint_type());
  return all;
}

}  // namespace

const Library& standard_library() {
  static constexpr Library kLibrary{"standard", 0, true, overloads, constants};
  return kLibrary;
}

}  // namespace seawall::cel
