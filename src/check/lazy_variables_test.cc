#include "check/lazy_variables.h"

#include <gmock/gmock.h>

#include "check/check_testing.h"

namespace seawall::check {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

Verdict verdict_of(std::vector<Check> checks, std::string_view object) {
  static std::vector<Judge> kept;
  kept.push_back(Judge::create(std::move(checks)).value());
  return judge_text(kept.back(), yaml(object));
}

TEST(LazyVariables, AreComputedFromEachOtherAndWhenAsked) {
  Check check = test_check(R"yaml(
variables:
  - {name: broken, expression: object.nope}
  - {name: one, expression: "object.a"}
  - {name: two, expression: "variables.one + 1"}
match: {when: "variables.two == 2"}
expression: "variables.two == 3"
message: "'two is ' + string(variables.two)")yaml");
  Verdict verdict = verdict_of({check}, "{apiVersion: v1, kind: A, a: 1}");
  ASSERT_THAT(verdict.violations, SizeIs(1));
  EXPECT_EQ(verdict.violations[0].message, "two is 2");
  EXPECT_THAT(verdict.errors, IsEmpty());
}

TEST(LazyVariables, AreThoseOfTheCheckAndOfTheContainerAtHand) {
  constexpr std::string_view kPod =
      "{apiVersion: v1, kind: Pod, spec: {containers: [{name: a}, {name: b}]}}";
  Check first = test_check(
      "for: container\nvariables: [{name: x, expression: container.name}]\n"
      "expression: 'false'\nmessage: variables.x",
      "first");
  Check second = test_check(
      "for: container\nvariables: [{name: x, expression: \"'second ' + container.name\"}]\n"
      "expression: 'false'\nmessage: variables.x",
      "second");
  std::vector<std::string> messages;
  for (const Violation& violation : verdict_of({first, second}, kPod).violations)
    messages.push_back(violation.message);
  EXPECT_THAT(messages, testing::ElementsAre("a", "second a", "b", "second b"));
}

TEST(LazyVariables, AnErrorIsTheErrorOfWhoAsks) {
  Check check =
      test_check("variables: [{name: x, expression: object.nope}]\nexpression: variables.x == 1");
  Verdict verdict = verdict_of({check}, "{apiVersion: v1, kind: A}");
  ASSERT_THAT(verdict.errors, SizeIs(1));
  EXPECT_EQ(verdict.errors[0].error, "no such key: nope");
}

}  // namespace
}  // namespace seawall::check
