// The libraries of the language and cel-go's extensions, by cases: an expression and the text of
// its value; "!" begins an error of the evaluation, "!!" the checker's.
#include <gtest/gtest.h>

#include "cel/environment.h"
#include "cel/test_cases.h"

namespace seawall::cel {
namespace {

std::string evaluate(const Environment& environment, const std::string& source) {
  Result<Program> program = environment.compile(source);
  if (!program) return "!!" + program.error().message();
  Evaluation evaluation(environment);
  Value value = evaluation.run(*program);
  if (value.is_error()) return "!" + error_text(value.as_error());
  return to_text(value, evaluation.memory());
}

void expect_cases(const char* file, const EnvironmentOptions& options) {
  Result<Environment> environment = Environment::create(options);
  ASSERT_TRUE(environment) << environment.error().message();
  std::vector<Case> cases = read_cases(file);
  EXPECT_FALSE(cases.empty()) << file;
  for (const Case& c : cases)
    EXPECT_EQ(evaluate(*environment, c.expression), c.expected)
        << file << ":" << c.line << ": " << c.expression;
}

EnvironmentOptions all() {
  EnvironmentOptions options;
  options.all_libraries = true;
  return options;
}

TEST(StandardLibraries, Conversions) {
  expect_cases("conversions.txt", all());
}
TEST(StandardLibraries, Times) {
  expect_cases("times.txt", all());
}
TEST(StandardLibraries, Strings) {
  expect_cases("strings.txt", all());
}
TEST(StandardLibraries, Format) {
  expect_cases("format.txt", all());
}
TEST(StandardLibraries, Math) {
  expect_cases("math.txt", all());
}
TEST(StandardLibraries, Lists) {
  expect_cases("lists.txt", all());
}
TEST(StandardLibraries, Optionals) {
  expect_cases("optionals.txt", all());
}
TEST(StandardLibraries, Regex) {
  expect_cases("regex.txt", all());
}
TEST(StandardLibraries, KubernetesDialect) {
  expect_cases("kubernetes_dialect.txt", {});
}

// What an expression costs, or kCostExceeded.
std::string cost_of(const std::string& source, uint64_t limit = 1'000'000) {
  Result<Environment> environment = Environment::create(all());
  Result<Program> program = environment->compile(source);
  if (!program) return program.error().message();
  Evaluation evaluation(*environment, {.cost = limit});
  Value value = evaluation.run(*program);
  if (value.is_error()) return error_text(value.as_error());
  return std::to_string(evaluation.cost());
}

TEST(StandardLibraries, CostsAreThoseOfKubernetes) {
  EXPECT_EQ(cost_of("'0123456789a'.startsWith('0')"), "2");
  EXPECT_EQ(cost_of("'0123456789a'.contains('0123456789a')"), "4");
  EXPECT_EQ(cost_of("'0123456789a'.matches('012345678')"), "6");
  EXPECT_EQ(cost_of("'0123456789a'.lowerAscii()"), "2");
  EXPECT_EQ(cost_of("'0123456789a'.split('')"), "3");
  EXPECT_EQ(cost_of("[1, 2, 3].sum()"), "3");
  EXPECT_EQ(cost_of("'0123456789'.indexOf('9')"), "1");
  EXPECT_EQ(cost_of("[3, 1, 2].sort()"), "29");
  EXPECT_EQ(cost_of("lists.range(5)"), "16");
  EXPECT_EQ(cost_of("sets.contains([1, 2], [1])"), "3");
  EXPECT_EQ(cost_of("sets.equivalent([1, 2], [1])"), "5");
}

// Each would take minutes or gigabytes; each is refused or done at once.
TEST(StandardLibraries, WorkIsBounded) {
  const std::string exceeded = "operation cancelled: actual cost limit exceeded";
  const std::string full = "operation cancelled: memory limit exceeded";
  EXPECT_EQ(cost_of("lists.range(5000).distinct()"), exceeded);
  EXPECT_EQ(cost_of("lists.range(5000).sort()"), exceeded);
  EXPECT_EQ(cost_of("sets.contains(lists.range(5000), lists.range(5000))"), exceeded);
  EXPECT_EQ(cost_of("lists.range(10000000)", UINT64_MAX), full);
  EXPECT_EQ(cost_of("'%.1001f'.format([1.0])").substr(0, 34), "could not parse formatting clause:");
  std::string doubled = "[]";
  for (int i = 0; i < 40; ++i) {
    std::string name = "v" + std::to_string(i);
    doubled = "cel.bind(" + name + ", " + doubled + ", [" + name + ", " + name + "])";
  }
  EXPECT_EQ(cost_of("(" + doubled + ").flatten(100)"), exceeded);
  EXPECT_EQ(cost_of("'%s'.format([" + doubled + "])"), full);
  EXPECT_EQ(cost_of("dyn([" + doubled + ", " + doubled + "]).distinct()"), exceeded);
  EXPECT_EQ(cost_of("dyn([" + doubled + "]).indexOf(1)"), exceeded);
}

}  // namespace
}  // namespace seawall::cel
