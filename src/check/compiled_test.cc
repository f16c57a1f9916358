#include "check/compiled.h"

#include <gmock/gmock.h>

#include "check/check_testing.h"

namespace seawall::check {
namespace {

using testing::HasSubstr;

std::string error_of(std::string_view fields) {
  Result<std::unique_ptr<CheckSet>> set = CheckSet::create({test_check(fields)}, {});
  return set ? "" : set.error().message();
}

TEST(Compiled, MistakesAreNamedWithTheFile) {
  EXPECT_THAT(error_of("expression: object.a ==\n"),
              HasSubstr("it.yaml:1: expression of the check"));
  EXPECT_THAT(error_of("expression: \"'text'\""), HasSubstr("it.yaml:1: expression"));
  EXPECT_THAT(error_of("message: '1'"), HasSubstr("it.yaml: message of the check"));
  EXPECT_THAT(error_of("match: {when: nope}"), HasSubstr("match.when of the check"));
}

TEST(Compiled, AVariableOfAnotherScopeIsAMistake) {
  EXPECT_THAT(error_of("expression: container.a"), HasSubstr("a check for each object has no "
                                                             "variable 'container'"));
  EXPECT_THAT(error_of("for: pod\nexpression: instruction.a"), HasSubstr("no variable"));
  EXPECT_THAT(error_of("for: image\nexpression: facts.a"), HasSubstr("no variable 'facts'"));
  EXPECT_EQ(error_of("for: container\nexpression: pod.a && podMeta.b && podPath == '' && "
                     "containerType == '' && object.c && minor > 1"),
            "");
}

TEST(Compiled, NamesOfVariablesAndParametersAreChecked) {
  EXPECT_THAT(error_of("expression: variables.a"), HasSubstr("there is no 'variables.a' here"));
  EXPECT_THAT(error_of("expression: params.a.b"), HasSubstr("there is no parameter 'a'"));
  // A variable sees those before it: nothing can refer to itself.
  EXPECT_THAT(error_of("variables: [{name: a, expression: variables.a}]"),
              HasSubstr("there is no 'variables.a' here"));
  EXPECT_EQ(error_of("params: {a: 1}\nvariables: [{name: b, expression: params.a}, {name: c, "
                     "expression: variables.b}]\nexpression: variables.c == 1"),
            "");
}

TEST(Compiled, PlansHoldWhatCanApply) {
  auto set = CheckSet::create({test_check("match: {kinds: [Service]}", "a"), test_check("", "b"),
                               test_check("for: pod\nmatch: {kinds: [Pod]}", "c"),
                               test_check("for: container\nexpression: facts.x", "d")},
                              {})
                 .value();
  EXPECT_EQ(set->plan("Service").object.size(), 2u);
  EXPECT_EQ(set->plan("Pod").pod.size(), 1u);
  EXPECT_EQ(set->plan("Deployment").pod.size(), 0u);
  EXPECT_EQ(set->plan("Deployment").object.size(), 1u);
  EXPECT_EQ(set->plan("Deployment").container.size(), 1u);
  EXPECT_TRUE(set->plan("Deployment").reads_facts);
}

}  // namespace
}  // namespace seawall::check
