#include <gmock/gmock.h>

#include "check/check.h"

namespace seawall::check {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kWhole = R"(
id: privileged-container
title: Container runs privileged
severity: high
stage: deploy
layer: container
themes: [node-access]
rationale: It may do anything.
remedy: Do not.
controls: {cis-1.12: ["5.2.2"]}
for: container
match: {kinds: [Pod], containers: [init]}
params: {allowed: [a]}
variables:
  - {name: x, expression: "1"}
expression: >
  !container.privileged
at: [securityContext.privileged]
fix: {set: {securityContext.privileged: false}, safe: false}
examples:
  pass: [{container: {}}]
  fail: [{container: {}, count: 2, fixed: {}}]
)";

std::string without(std::string_view start) {
  std::string rest(kWhole);
  size_t at = rest.find("\n" + std::string(start));
  size_t end = rest.find('\n', at + 1);
  return rest.substr(0, at) + rest.substr(end);
}

std::string error_of(std::string_view text) {
  Result<Check> check = parse_check(text, "c.yaml", Limits{});
  return check ? "" : check.error().message();
}

TEST(ParseCheck, EveryField) {
  Check check = parse_check(kWhole, "c.yaml", Limits{}).value();
  EXPECT_EQ(check.id, "privileged-container");
  EXPECT_EQ(check.severity, finding::Severity::kHigh);
  EXPECT_EQ(check.scope, Scope::kContainer);
  EXPECT_THAT(check.match.kinds, ElementsAre("Pod"));
  EXPECT_THAT(check.match.containers, ElementsAre(kube::ContainerType::kInit));
  EXPECT_THAT(check.controls.at("cis-1.12"), ElementsAre("5.2.2"));
  EXPECT_EQ(check.params->find("allowed")->size(), 1u);
  EXPECT_EQ(check.variables.at(0).name, "x");
  EXPECT_EQ(check.expression, "!container.privileged");
  EXPECT_EQ(check.fix.set.at(0).path, "securityContext.privileged");
  EXPECT_FALSE(check.fix.safe);
  ASSERT_EQ(check.examples.size(), 2u);
  EXPECT_EQ(check.examples[1].count, 2);
  EXPECT_NE(check.examples[1].fixed, nullptr);
}

TEST(ParseCheck, WhatIsMissingIsNamed) {
  for (const char* field :
       {"id", "title", "severity", "stage", "layer", "themes", "rationale", "remedy", "for"})
    EXPECT_EQ(error_of(without(std::string(field) + ":")),
              fmt::format("c.yaml: the check has no '{}'", field));
  EXPECT_THAT(error_of(without("  pass:")), HasSubstr("no passing example"));
  EXPECT_THAT(error_of(without("  fail:")), HasSubstr("no failing example"));
}

TEST(ParseCheck, WhatIsWrongIsNamedWithItsLine) {
  EXPECT_EQ(error_of("id: 1\n"), "c.yaml:1: 'id' must be a text (put it in quotes)");
  EXPECT_EQ(error_of("\nseverity: huge\n"),
            "c.yaml:2: 'severity' must be one of low, medium, high, critical");
  EXPECT_THAT(error_of("colour: red\n"), HasSubstr("c.yaml:1: unknown field 'colour'"));
  EXPECT_THAT(error_of("themes: [fun]\n"), HasSubstr("no theme 'fun'"));
  EXPECT_THAT(error_of("match: {kind: Pod}\n"), HasSubstr("unknown field 'match.kind'"));
  EXPECT_THAT(error_of("examples: {pass: [{thing: 1}]}\n"), HasSubstr("unknown field 'thing'"));
  EXPECT_THAT(error_of("examples: {fail: [{pod: {}, count: 0}]}\n"), HasSubstr("'count'"));
  EXPECT_THAT(error_of("[]"), HasSubstr("a check is a mapping"));
  EXPECT_THAT(error_of("id: a\nid: b\n"), HasSubstr("c.yaml:2:1: "));
  EXPECT_THAT(error_of("id: a\n---\nid: b\n"), HasSubstr("one YAML document"));
}

}  // namespace
}  // namespace seawall::check
