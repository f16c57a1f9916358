// Costs of runs by cel-go's rules as Kubernetes sets them, and that the bounds hold.
#include <gtest/gtest.h>

#include "cel/environment.h"
#include "cel/test_cases.h"
#include "doc/parse.h"

namespace seawall::cel {
namespace {

constexpr std::string_view kInput = R"({"list": ["aaaaaaaaaaa", "b", "c"], "map": {"a": {"b": 1}},
  "text": "0123456789012345", "number": 5})";

TEST(Cost, Cases) {
  doc::Document input = std::move(doc::parse_json(kInput, Limits{})).value();
  EnvironmentOptions options;
  options.variables = {{"input", dyn_type()}};
  options.all_libraries = true;
  Environment env = std::move(Environment::create(std::move(options))).value();
  Evaluation evaluation(env);
  evaluation.bind(0, Value::from_node(input.root()));
  std::vector<Case> cases = read_cases("cost.txt");
  EXPECT_GT(cases.size(), 20u);
  for (const Case& c : cases) {
    Program program = std::move(env.compile(c.expression)).value();
    evaluation.run(program);
    EXPECT_EQ(std::to_string(evaluation.cost()), c.expected) << c.line << ": " << c.expression;
    EXPECT_LE(program.cost().least, evaluation.cost()) << c.expression;
    EXPECT_GE(program.cost().most, evaluation.cost()) << c.expression;
  }
}

TEST(Cost, LoopsOverLiteralsAreBounded) {
  Environment env = std::move(Environment::create({})).value();
  Program bounded = std::move(env.compile("[1, 2, 3].all(i, [i].exists(j, j == 1))")).value();
  EXPECT_LT(bounded.cost().most, 1000u);
}

TEST(Cost, SumsAreBoundedWhenTheyAreNumbers) {
  Environment env = std::move(Environment::create({})).value();
  EXPECT_EQ(env.compile("1 + 2")->cost().most, 1u);
  EXPECT_EQ(env.compile("duration('1s') + duration('1s')")->cost().most, 3u);
  EXPECT_EQ(env.compile("dyn(1) + dyn(2)")->cost().most, UINT64_MAX);
}

}  // namespace
}  // namespace seawall::cel
