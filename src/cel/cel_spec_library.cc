// What cel-spec has otherwise than Kubernetes: format() without a locale and string.reverse()
// (cel-go's strings extension from version 3 and 4 on), and getMilliseconds() of a duration, which
// is the part below a second. Where both are there, this library comes first.
#include "cel/call_cost.h"
#include "cel/overload_builder.h"
#include "cel/string_format.h"
#include "cel/text_search.h"

namespace seawall::cel {

namespace {

Value reverse(Call& call) {
  std::string_view text = call[0].as_text();
  char* out = call.memory.allocate<char>(text.size() + 1);
  if (out == nullptr) return out_of_memory();
  char* to = out + text.size();
  for (size_t at = 0; at < text.size();) {
    size_t size = character_size(text, at);
    to -= size;
    text.copy(to, size, at);
    at += size;
  }
  return Value::string({out, text.size()});
}

Value milliseconds(Call& call) {
  return Value::integer(call[0].as_duration() % 1'000'000'000 / 1'000'000);
}

std::vector<Overload> overloads(TypeArena& types) {
  OverloadBuilder builder(types);
  builder.function("format").member("string_format", {string_type(), list_type()}, string_type(),
                                    format_as_spec, cost_of_reading);
  builder.function("reverse").member("string_reverse", {string_type()}, string_type(), reverse);
  builder.function("getMilliseconds")
      .member("duration_to_milliseconds", {duration_type()}, int_type(), milliseconds);
  return builder.take();
}

}  // namespace

const Library& cel_spec_library() {
  static constexpr Library kLibrary{"cel-spec", 0, false, overloads, nullptr};
  return kLibrary;
}

}  // namespace seawall::cel
