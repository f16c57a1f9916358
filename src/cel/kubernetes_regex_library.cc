// Kubernetes' find() and findAll() (apiserver/pkg/cel/library/regex.go).
#include <fmt/format.h>

#include "cel/call_cost.h"
#include "cel/list_builder.h"
#include "cel/overload_builder.h"
#include "cel/regex.h"

namespace seawall::cel {

namespace {

const re2::RE2* regex_of(Call& call, Value& failed) {
  std::string mistake;
  const re2::RE2* regex = find_regex(call[1].as_text(), mistake);
  if (regex == nullptr)
    failed =
        make_error(ErrorCode::kInvalid,
                   fmt::format("Illegal regex: error parsing regexp: {}", mistake), call.memory);
  return regex;
}

// "" when there is no match.
Value find(Call& call) {
  Value failed;
  const re2::RE2* regex = regex_of(call, failed);
  if (regex == nullptr) return failed;
  std::string_view text = call[0].as_text();
  RegexMatches matches(*regex, text, 0);
  return Value::string(matches.next() ? matches.groups()[0].of(text) : "");
}

// At most as many as the third argument says, all when it is negative.
Value find_all(Call& call) {
  Value failed;
  const re2::RE2* regex = regex_of(call, failed);
  if (regex == nullptr) return failed;
  int64_t most = call.arguments.size() > 2 && call[2].as_int() >= 0 ? call[2].as_int() : INT64_MAX;
  std::string_view text = call[0].as_text();
  ListBuilder found(call.memory);
  RegexMatches matches(*regex, text, 0);
  for (int64_t i = 0; i < most && matches.next(); ++i)
    if (!found.add(Value::string(matches.groups()[0].of(text)))) break;
  return found.take();
}

std::vector<Overload> overloads(TypeArena& types) {
  OverloadBuilder builder(types);
  const Type* string = string_type();
  const Type* strings = types.list_of(string);
  builder.function("find").member("string_find_string", {string, string}, string, find,
                                  cost_of_matching);
  builder.function("findAll")
      .member("string_find_all_string", {string, string}, strings, find_all, cost_of_matching)
      .member("string_find_all_string_int", {string, string, int_type()}, strings, find_all,
              cost_of_matching);
  return builder.take();
}

}  // namespace

const Library& kubernetes_regex_library() {
  static constexpr Library kLibrary{"kubernetes.regex", 0, true, overloads, nullptr};
  return kLibrary;
}

}  // namespace seawall::cel
