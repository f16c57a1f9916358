#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "cel/environment.h"
#include "cel/test_cases.h"
#include "doc/parse.h"

// Counts what this program takes from the heap, so that a test can tell that a run takes nothing.
namespace {
std::atomic<size_t> heap_calls{0};
}

[[gnu::noinline]] void* operator new(size_t size) {
  ++heap_calls;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) std::abort();
  return memory;
}
[[gnu::noinline]] void* operator new(size_t size, const std::nothrow_t&) noexcept {
  ++heap_calls;
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept {
  std::free(memory);
}

namespace seawall::cel {
namespace {

constexpr std::string_view kPod = R"({
  "kind": "Pod", "metadata": {"name": "web", "labels": {"app.kubernetes.io/name": "web"}},
  "spec": {"containers": [{"name": "a", "image": "i:1", "privileged": true},
                          {"name": "b", "image": "i:2"}]},
  "numbers": [1, 1.5, 18446744073709551616, null]})";

doc::Document document(std::string_view text) {
  return std::move(doc::parse_json(text, Limits{})).value();
}

Environment environment(std::vector<std::string> names, std::vector<Overload> functions = {}) {
  EnvironmentOptions options;
  for (std::string& name : names) options.variables.push_back({std::move(name), dyn_type()});
  options.functions = std::move(functions);
  options.all_libraries = true;
  return std::move(Environment::create(std::move(options))).value();
}

Program compile(const Environment& environment, std::string_view source) {
  Result<Program> checked = environment.compile(source);
  if (checked) return std::move(*checked);
  return std::move(environment.compile_unchecked(source)).value();
}

std::string text_of(Evaluation& evaluation, const Value& value) {
  return to_text(value, evaluation.memory());
}

TEST(Evaluation, Cases) {
  doc::Document pod = document(kPod);
  Environment env = environment({"x", "pod", "none"});
  std::vector<Case> cases = read_cases("evaluate.txt");
  EXPECT_GT(cases.size(), 100u);
  for (const Case& c : cases) {
    Program program = compile(env, c.expression);
    Evaluation evaluation(env);
    evaluation.bind(0, Value::integer(7));
    evaluation.bind(1, Value::from_node(pod.root()));
    EXPECT_EQ(text_of(evaluation, evaluation.run(program)), c.expected)
        << "line " << c.line << ": " << c.expression;
    // The same without types.
    Program unchecked = std::move(env.compile_unchecked(c.expression)).value();
    EXPECT_EQ(text_of(evaluation, evaluation.run(unchecked)), c.expected) << c.expression;
  }
}

TEST(Evaluation, WarmRunsTakeNothingFromTheHeap) {
  doc::Document pod = document(kPod);
  Environment env = environment({"object"});
  std::vector<Program> programs;
  for (const char* source :
       {"object.spec.containers.all(c, !has(c.securityContext) || c.securityContext.privileged)",
        "has(object.metadata.name) && object.metadata.name in ['web', 'shop'] && object.kind != ''",
        "object.spec.containers.map(c, c.name + c.image).size() > 1",
        "object.spec.none.name == 'a' || object.spec.?none.orValue('b') == 'b'"})
    programs.push_back(compile(env, source));
  Evaluation evaluation(env);
  auto run_all = [&] {
    size_t held = 0;
    evaluation.bind(0, Value::from_node(pod.root()));
    for (const Program& program : programs) held += evaluation.run(program).is_true() ? 1 : 0;
    evaluation.forget();
    return held;
  };
  EXPECT_EQ(run_all(), programs.size());
  size_t before = heap_calls;
  for (int i = 0; i < 100; ++i) run_all();
  EXPECT_EQ(heap_calls, before);
}

TEST(Evaluation, BindingAnewForgetsPaths) {
  doc::Document first = document(R"({"a": {"b": 1}})");
  doc::Document second = document(R"({"a": {"c": 2}})");
  Environment env = environment({"v"});
  Program b = compile(env, "v.a.b");
  Program c = compile(env, "has(v.a.c)");
  Evaluation evaluation(env);
  evaluation.bind(0, Value::from_node(first.root()));
  EXPECT_EQ(text_of(evaluation, evaluation.run(b)), "1");
  EXPECT_EQ(text_of(evaluation, evaluation.run(c)), "false");
  evaluation.bind(0, Value::from_node(second.root()));
  EXPECT_EQ(text_of(evaluation, evaluation.run(b)), "error: no such key: b");
  EXPECT_EQ(text_of(evaluation, evaluation.run(c)), "true");
  evaluation.unbind(0);
  EXPECT_EQ(text_of(evaluation, evaluation.run(b)),
            "error: undeclared reference to 'v' (in container '')");
}

TEST(Evaluation, ProgramsCompiledLaterFindTheirPaths) {
  doc::Document pod = document(kPod);
  Environment env = environment({"pod"});
  Evaluation evaluation(env);
  evaluation.bind(0, Value::from_node(pod.root()));
  for (int i = 0; i < 2000; ++i) {
    Program program = compile(env, "has(pod.spec.f" + std::to_string(i) + ")");
    EXPECT_TRUE(evaluation.run(program).is_false());
  }
}

// The variables of a policy: an entry is computed by another run when it is asked for.
class Computed : public LazyMap {
 public:
  Computed(Evaluation& evaluation, const Program& program)
      : evaluation_(evaluation), program_(program) {}
  std::optional<Value> find(std::string_view key, Memory&) const override {
    if (key != "x") return std::nullopt;
    ++computed;
    return evaluation_.run(program_);
  }
  std::span<const std::string_view> keys() const override { return kKeys; }
  mutable int computed = 0;

 private:
  static constexpr std::string_view kKeys[] = {"x"};
  Evaluation& evaluation_;
  const Program& program_;
};

TEST(Evaluation, LazyMapsAreAskedOnce) {
  Environment env = environment({"variables"});
  Program inner = compile(env, "[1, 2].map(i, i + 1)");
  Program outer =
      compile(env, "[10].all(i, variables.x.exists(j, j + i == 12)) && variables.x[1] == 3");
  Evaluation evaluation(env);
  Computed variables(evaluation, inner);
  evaluation.bind(0, Value::lazy_map(&variables));
  EXPECT_TRUE(evaluation.run(outer).is_true());
  EXPECT_TRUE(evaluation.run(outer).is_true());
  EXPECT_EQ(variables.computed, 1);
  evaluation.forget();  // its value was in the memory
  EXPECT_TRUE(evaluation.run(outer).is_true());
  EXPECT_EQ(variables.computed, 2);
}

TEST(Evaluation, VariablesThatNeedThemselvesEnd) {
  Environment env = environment({"variables"});
  Program program = compile(env, "variables.x");
  Evaluation evaluation(env);
  Computed variables(evaluation, program);
  evaluation.bind(0, Value::lazy_map(&variables));
  EXPECT_EQ(text_of(evaluation, evaluation.run(program)),
            "error: expressions that need each other nest too deeply");
}

TEST(Evaluation, CostLimitEndsTheRun) {
  Environment env = environment({"v"});
  Program program = compile(env, "[1, 2, 3, 4].all(i, [1, 2, 3, 4].exists(j, i == j)) || true");
  Evaluation evaluation(env, {.cost = 20});
  Value value = evaluation.run(program);
  ASSERT_TRUE(value.is_error());
  EXPECT_EQ(value.as_error().code, ErrorCode::kCostExceeded);
  EXPECT_EQ(evaluation.total_cost(), evaluation.cost());
  evaluation.set_cost_limit(1000);
  EXPECT_TRUE(evaluation.run(program).is_true());
  EXPECT_GT(evaluation.cost(), 20u);
  EXPECT_GT(evaluation.total_cost(), evaluation.cost());
}

TEST(Evaluation, MemoryBudgetEndsTheRun) {
  Environment env = environment({"v"});
  std::string source = "v";
  for (int i = 0; i < 40; ++i) source = "cel.bind(a, " + source + ", a + a)";
  Program program = compile(env, source);
  Evaluation evaluation(env, {.memory = 1 << 20});
  evaluation.bind(0, Value::string("0123456789"));
  Value value = evaluation.run(program);
  ASSERT_TRUE(value.is_error());
  EXPECT_GE(value.as_error().code, ErrorCode::kCostExceeded);
}

// [a, a] forty deep, twice: a trillion comparisons if each were made.
TEST(Evaluation, ComparingWhatRepeatsItselfEnds) {
  Environment env = environment({"v"});
  std::string source = "v";
  for (int i = 0; i < 40; ++i) source = "cel.bind(a, " + source + ", [a, a])";
  Program program = compile(env, source + " == " + source);
  Evaluation evaluation(env);
  evaluation.bind(0, Value::integer(1));
  Value value = evaluation.run(program);
  ASSERT_TRUE(value.is_error());
  EXPECT_EQ(value.as_error().code, ErrorCode::kCostExceeded);
}

Value twice(Call& call) {
  return Value::integer(call[0].as_int() * 2);
}
Value joined(Call& call) {
  return make_string({call[0].as_text(), call[1].as_text()}, call.memory);
}

TEST(Evaluation, DispatchesByKind) {
  Overload number{"f", "f_int", false, {int_type()}, int_type(), twice, nullptr};
  Overload text{"f",           "f_text", false,  {string_type(), string_type()},
                string_type(), joined,   nullptr};
  Environment env = environment({"v"}, {number, text});
  Evaluation evaluation(env);
  evaluation.bind(0, Value::string("a"));
  EXPECT_EQ(text_of(evaluation, evaluation.run(compile(env, "f(21)"))), "42");
  EXPECT_EQ(text_of(evaluation, evaluation.run(compile(env, "f(v, 'b')"))), "\"ab\"");
  EXPECT_EQ(text_of(evaluation, evaluation.run(compile(env, "f(v)"))),
            "error: no such overload: f");
}

}  // namespace
}  // namespace seawall::cel
