// An expression and, after a line "---", the document that is its `object`; the variable `x` is the
// object's field of that name. Whatever they are: no crash, the cost and the memory within their
// limits, the type that the checker promised, the same value the second time and without checking.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cel/checker.h"
#include "cel/environment.h"
#include "doc/parse.h"

namespace seawall::cel {
namespace {

constexpr EvaluationLimits kLimits{.cost = 100'000, .memory = 4u << 20};

Environment make_environment(bool all) {
  EnvironmentOptions options;
  options.variables = {{"object", dyn_type()}, {"x", dyn_type()}};
  options.all_libraries = all;
  Result<Environment> environment = Environment::create(std::move(options));
  CHECK(environment.ok());
  return std::move(environment).value();
}

struct Outcome {
  std::string text;
  uint64_t cost = 0;
  bool is_error = false;
  bool used_up = false;  // the cost or the memory
};

Outcome run(const Environment& environment, const Program& program, const doc::Node& object) {
  Evaluation evaluation(environment, kLimits);
  evaluation.bind(0, Value::from_node(object));
  evaluation.bind(1, Value::from_node(object["x"]));
  Value value = evaluation.run(program);
  Outcome first{to_text(value, evaluation.memory()), evaluation.cost(), value.is_error(), false};
  if (value.is_error()) {
    ErrorCode code = value.as_error().code;
    first.used_up = code == ErrorCode::kCostExceeded || code == ErrorCode::kMemoryExceeded;
    first.text = error_text(value.as_error());
  } else {
    CHECK(is_assignable(*program.type(), *type_of(value)));
    CHECK(evaluation.cost() <= kLimits.cost);
    CHECK(evaluation.cost() <= program.cost().most);
  }
  evaluation.forget();
  Value again = evaluation.run(program);
  CHECK(again.is_error() == first.is_error);
  CHECK(first.used_up || evaluation.cost() == first.cost);
  CHECK(again.is_error() || to_text(again, evaluation.memory()) == first.text);
  return first;
}

void run_in(const Environment& environment, std::string_view source, const doc::Node& object) {
  Result<Program> unchecked = environment.compile_unchecked(source);
  Outcome free;
  if (unchecked) free = run(environment, *unchecked, object);
  Result<Program> checked = environment.compile(source);
  if (!checked) return;
  CHECK(unchecked.ok());
  Outcome outcome = run(environment, *checked, object);
  if (outcome.used_up || free.used_up) return;
  CHECK(outcome.is_error == free.is_error);
  CHECK(outcome.is_error || outcome.text == free.text);
}

}  // namespace
}  // namespace seawall::cel

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall;  // NOLINT: this function only
  static const cel::Environment kubernetes = cel::make_environment(false);
  static const cel::Environment everything = cel::make_environment(true);
  std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view kBetween = "\n---\n";
  size_t end = text.find(kBetween);
  std::string_view source = text.substr(0, end);
  std::string_view object =
      end == std::string_view::npos ? "null" : text.substr(end + kBetween.size());
  Limits limits;
  limits.document_bytes = 1u << 20;
  limits.document_nodes = 10'000;
  Result<doc::Document> document = doc::parse_json(object, limits);
  static const doc::Node null{};
  const doc::Node& root = document ? document->root() : null;
  cel::run_in(kubernetes, source, root);
  cel::run_in(everything, source, root);
  return 0;
}
