// What Kubernetes has otherwise than cel-spec: format() of an older strings extension, and
// getMilliseconds() of a duration, which is all of it in milliseconds.
#include "cel/call_cost.h"
#include "cel/overload_builder.h"
#include "cel/string_format.h"

namespace seawall::cel {

namespace {

Value milliseconds(Call& call) {
  return Value::integer(call[0].as_duration() / 1'000'000);
}

std::vector<Overload> overloads(TypeArena& types) {
  OverloadBuilder builder(types);
  builder.function("format").member("string_format", {string_type(), list_type()}, string_type(),
                                    format_as_kubernetes, cost_of_reading);
  builder.function("getMilliseconds")
      .member("duration_to_milliseconds", {duration_type()}, int_type(), milliseconds);
  return builder.take();
}

}  // namespace

const Library& kubernetes_dialect_library() {
  static constexpr Library kLibrary{"kubernetes.dialect", 0, true, overloads, nullptr};
  return kLibrary;
}

}  // namespace seawall::cel
