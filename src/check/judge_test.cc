#include "check/judge.h"

#include <gmock/gmock.h>

#include "check/check_testing.h"

namespace seawall::check {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Judge judge_of(std::vector<Check> checks, JudgeOptions options = {}) {
  return Judge::create(std::move(checks), std::move(options)).value();
}

// "MESSAGE at PATH LINE:COLUMN" of each violation.
std::vector<std::string> said(const Verdict& verdict) {
  std::vector<std::string> out;
  for (const Violation& violation : verdict.violations)
    out.push_back(fmt::format("{} at {} {}:{}", violation.message, violation.path,
                              violation.position.line, violation.position.column));
  return out;
}

constexpr std::string_view kDeployment = R"(apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      hostNetwork: true
      initContainers:
        - name: first
        - name: side
          restartPolicy: Always
      containers:
        - name: main
          securityContext:
            privileged: true
        - name: other
)";

TEST(Judge, EveryContainerWithItsPlace) {
  Judge judge = judge_of({test_check(R"yaml(
for: container
expression: "!container.?securityContext.privileged.orValue(false)"
message: "containerType + ' ' + container.name + ' in ' + podPath"
at: [securityContext.privileged])yaml")});
  doc::Document document = yaml(kDeployment);
  Verdict verdict = judge_text(judge, document);
  EXPECT_THAT(said(verdict),
              ElementsAre("regular main in spec.template at "
                          "spec.template.spec.containers[0].securityContext.privileged 16:13"));
  EXPECT_EQ(verdict.violations[0].container, "main");
  EXPECT_EQ(path_text(verdict.violations[0].subject), "spec.template.spec.containers[0]");
  EXPECT_THAT(verdict.applied, ElementsAre(4));
}

TEST(Judge, ContainersOfTheTypesThatAreNamed) {
  Judge judge = judge_of({test_check(R"(
for: container
match: {containers: [init, sidecar]}
expression: "false"
message: containerType)")});
  Verdict verdict = judge_text(judge, yaml(kDeployment));
  EXPECT_THAT(verdict.violations, ElementsAre(Field(&Violation::message, "init"),
                                              Field(&Violation::message, "sidecar")));
}

TEST(Judge, PointsToTheFirstPathThatExistsElseToTheDeepestPart) {
  Judge judge =
      judge_of({test_check("for: pod\nexpression: 'false'\nat: [no.where, hostNetwork]", "a"),
                test_check("for: pod\nexpression: 'false'\nat: [no.where, nor.here]", "b"),
                test_check("for: pod\nexpression: 'false'\nat: [podMeta.labels]", "c"),
                test_check("expression: 'false'", "d")});
  EXPECT_THAT(
      said(judge_text(judge, yaml(kDeployment))),
      ElementsAre("It is wrong at  1:1", "It is wrong at spec.template.spec.hostNetwork 8:7",
                  "It is wrong at spec.template.spec 7:5", "It is wrong at spec.template 6:3"));
}

TEST(Judge, TemplatesWithoutMetadataHaveEmptyOnes) {
  Judge judge =
      judge_of({test_check("for: pod\nexpression: podMeta.?labels.orValue({}).size() == 0")});
  Verdict verdict = judge_text(judge, yaml(kDeployment));
  EXPECT_THAT(verdict.errors, IsEmpty());
  EXPECT_THAT(verdict.violations, IsEmpty());
}

TEST(Judge, KindsAndGroupsDecideWhatIsTouched) {
  Judge judge = judge_of({test_check("match: {kinds: [Deployment]}", "named"),
                          test_check("match: {kinds: [Service]}", "other"),
                          test_check("for: container", "everywhere"),
                          test_check("match: {groups: [batch]}", "batch")});
  EXPECT_THAT(judge_text(judge, yaml(kDeployment)).applied, ElementsAre(1, 0, 4, 0));
  EXPECT_THAT(judge_text(judge, yaml("{apiVersion: v1, kind: Secret}")).applied,
              ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(judge_text(judge, yaml("{apiVersion: batch/v1, kind: Job}")).applied,
              ElementsAre(0, 0, 0, 1));
}

TEST(Judge, WhenDecidesWhetherACheckApplies) {
  Judge judge = judge_of({test_check("match: {when: 'has(object.data)'}\nexpression: 'false'")});
  Verdict verdict = judge_text(judge, yaml("{apiVersion: v1, kind: Secret}"));
  EXPECT_THAT(verdict.violations, IsEmpty());
  EXPECT_THAT(verdict.applied, ElementsAre(0));
  EXPECT_THAT(judge_text(judge, yaml("{apiVersion: v1, kind: Secret, data: {}}")).violations,
              SizeIs(1));
}

TEST(Judge, AnErrorIsNeverAPass) {
  Judge judge = judge_of({test_check("for: container\nexpression: container.nothing.here == 1"),
                          test_check("match: {when: object.nope == 1}", "when"),
                          test_check("expression: object.kind", "kind")});
  doc::Document document = yaml(kDeployment);
  Verdict verdict = judge_text(judge, document);
  EXPECT_THAT(verdict.violations, IsEmpty());
  ASSERT_THAT(verdict.errors, SizeIs(6));
  EXPECT_EQ(verdict.errors[0].error, "no such key: nope");
  EXPECT_EQ(verdict.errors[1].error, "the expression gives no boolean");
  EXPECT_EQ(verdict.errors[2].error, "no such key: nothing");
  EXPECT_EQ(verdict.errors[2].path, "spec.template.spec.initContainers[0]");
  EXPECT_EQ(verdict.errors[2].position.line, 10u);
}

TEST(Judge, FactsThatAreNotKnownAreAnErrorOnlyWhereTheyAreAsked) {
  Judge judge = judge_of({test_check("expression: facts.services.size() > 0 || true", "absorbed"),
                          test_check("expression: facts.services.size() > 0", "asked")});
  Verdict verdict = judge_text(judge, yaml(kDeployment));
  ASSERT_THAT(verdict.errors, SizeIs(1));
  EXPECT_EQ(verdict.errors[0].check->id, "asked");
  EXPECT_THAT(verdict.errors[0].error, HasSubstr("facts about other objects are not known here"));
}

class Facts final : public FactSource, public cel::LazyMap {
 public:
  const cel::LazyMap* facts(const kube::Object&) override { return this; }
  std::optional<cel::Value> find(std::string_view key, cel::Memory&) const override {
    if (key != "answer") return std::nullopt;
    ++asked;
    return cel::Value::integer(42);
  }
  std::span<const std::string_view> keys() const override { return {}; }
  mutable int asked = 0;
};

TEST(Judge, FactsAreAskedOnceForAllChecks) {
  Judge judge = judge_of({test_check("for: container\nexpression: facts.answer == 42", "a"),
                          test_check("expression: facts.answer == 42", "b")});
  Facts facts;
  Verdict verdict = judge_text(judge, yaml(kDeployment), &facts);
  EXPECT_THAT(verdict.errors, IsEmpty());
  EXPECT_THAT(verdict.violations, IsEmpty());
  EXPECT_EQ(facts.asked, 1);
}

TEST(Judge, MessagesThatFailAreTheTitle) {
  Judge judge = judge_of({test_check("expression: 'false'\nmessage: object.nope.nope")});
  Verdict verdict = judge_text(judge, yaml(kDeployment));
  ASSERT_THAT(verdict.violations, SizeIs(1));
  EXPECT_EQ(verdict.violations[0].message, "It is wrong");
  EXPECT_EQ(verdict.violations[0].message_error, "no such key: nope");
}

TEST(Judge, LongMessagesAreCutBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 2000; ++i) name += "ä";
  Judge judge =
      judge_of({test_check("expression: 'false'\nmessage: \"'x' + object.metadata.name\"")});
  doc::Document document =
      yaml(fmt::format("{{apiVersion: v1, kind: Secret, metadata: {{name: {}}}}}", name));
  std::string message = judge_text(judge, document).violations.at(0).message;
  EXPECT_LT(message.size(), 2010u);
  EXPECT_TRUE(message.ends_with("ä…"));
}

TEST(Judge, ParametersAreReplacedByName) {
  Check check = test_check("params: {most: 3, names: [a]}\nexpression: params.most == 5");
  JudgeOptions options;
  options.params.emplace("it.most", yaml("5"));
  EXPECT_THAT(judge_text(judge_of({check}, std::move(options)), yaml(kDeployment)).violations,
              IsEmpty());
  EXPECT_THAT(judge_text(judge_of({check}), yaml(kDeployment)).violations, SizeIs(1));
  auto error = [&check](const char* name, const char* value) {
    JudgeOptions wrong;
    wrong.params.emplace(name, yaml(value));
    return Judge::create({check}, std::move(wrong)).error().message();
  };
  EXPECT_THAT(error("it.least", "1"), HasSubstr("no check that is judged has the parameter"));
  EXPECT_THAT(error("most", "1"), HasSubstr("no check that is judged has the parameter"));
  EXPECT_THAT(error("it.most", "text"), HasSubstr("a value of kind int"));
}

TEST(Judge, TheVersionThatIsJudgedFor) {
  JudgeOptions options;
  options.kubernetes_minor = 24;
  EXPECT_THAT(judge_text(judge_of({test_check("expression: minor == 24")}, std::move(options)),
                         yaml(kDeployment))
                  .violations,
              IsEmpty());
}

TEST(Judge, DeclaredTemplatesAreJudged) {
  JudgeOptions options;
  options.templates = {{"argoproj.io", "Rollout", "spec.template"}};
  Judge judge = judge_of({test_check("for: container\nexpression: 'false'")}, std::move(options));
  doc::Document rollout = yaml(
      "{apiVersion: argoproj.io/v1, kind: Rollout, spec: {template: {spec: {containers: [{name: "
      "a}]}}}}");
  EXPECT_THAT(judge_text(judge, rollout).violations, SizeIs(1));
}

std::string pod_of(int containers) {
  std::string text = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n";
  for (int i = 0; i < containers; ++i) text += fmt::format("  - {{name: c{}}}\n", i);
  return text;
}

TEST(Judge, ManyViolationsOfOneObjectAreCounted) {
  std::vector<Check> checks;
  for (int i = 0; i < 200; ++i)
    checks.push_back(test_check("for: container\nexpression: 'false'", fmt::format("c{}", i)));
  checks.push_back(test_check("for: container\nexpression: container.no", "error"));
  Judge judge = judge_of(std::move(checks));
  doc::Document document = yaml(pod_of(2000));
  Verdict verdict = judge_text(judge, document);
  EXPECT_LE(verdict.violations.size(), kMostListedOfObject + 200);
  std::vector<uint32_t> found(201);
  for (const Violation& violation : verdict.violations)
    found[static_cast<size_t>(violation.check - judge.checks().data())] += 1 + violation.more;
  for (size_t i = 0; i < 200; ++i) EXPECT_EQ(found[i], 2000u) << i;
  EXPECT_THAT(verdict.violations.back().message, HasSubstr(" more in the same object)"));
  ASSERT_THAT(verdict.errors, SizeIs(10));
  EXPECT_THAT(verdict.errors[9], AllOf(Field(&NotEvaluated::more, 1990),
                                       Field(&NotEvaluated::error, HasSubstr("and 1990 more"))));
}

TEST(Judge, WhatOneObjectMayCostIsBounded) {
  JudgeOptions options;
  options.check_cost_limit = 20'000;
  Judge judge = judge_of(
      {test_check("for: container\nexpression: pod.containers.all(c, c.name != 'x')", "square"),
       test_check("for: container\nexpression: container.name != 'x'", "line")},
      std::move(options));
  Verdict verdict = judge_text(judge, yaml(pod_of(1000)));
  EXPECT_THAT(verdict.violations, IsEmpty());
  ASSERT_FALSE(verdict.errors.empty());
  for (const NotEvaluated& error : verdict.errors) {
    EXPECT_EQ(error.check->id, "square");
    EXPECT_THAT(error.error, HasSubstr("the limit of what may be computed"));
  }
  EXPECT_EQ(verdict.applied[1], 1000u);
  EXPECT_LT(verdict.applied[0], 1000u);
}

TEST(Judge, OneEvaluationIsBounded) {
  Check check = test_check(
      "expression: '[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, a + b > 0))'");
  JudgeOptions options;
  options.cost_limit = 50;
  Verdict verdict = judge_text(judge_of({check}, std::move(options)), yaml(kDeployment));
  ASSERT_THAT(verdict.errors, SizeIs(1));
  EXPECT_THAT(verdict.errors[0].error, HasSubstr("cost"));
}

TEST(Judge, DockerfilesAndTheirInstructions) {
  Judge judge =
      judge_of({test_check("for: dockerfile\nexpression: dockerfile.user != ''\nat: [user]\n"
                           "examples: {pass: [{dockerfile: ''}], fail: [{dockerfile: ''}]}",
                           "user"),
                test_check("for: instruction\nmatch: {instructions: [RUN]}\n"
                           "expression: \"stage != null && stage.name == ''\"\n"
                           "message: instruction.text",
                           "run")});
  kube::Dockerfile dockerfile{"Dockerfile", yaml(R"(
stages: [{name: build}, {name: ""}]
instructions:
  - {keyword: FROM, stage: 0}
  - {keyword: RUN, stage: 0, text: one}
  - {keyword: RUN, stage: 1, text: two}
  - {keyword: RUN, stage: -1, text: three}
user: ""
)")};
  Verdict verdict;
  Judge::Session session(judge);
  session.dockerfile(dockerfile, verdict);
  EXPECT_THAT(said(verdict), ElementsAre("It is wrong at user 8:1", "one at instructions[1] 5:5",
                                         "three at instructions[3] 7:5"));
  EXPECT_THAT(verdict.applied, ElementsAre(1, 3));
}

TEST(Judge, Images) {
  Judge judge = judge_of({test_check("for: image\nexpression: image.user != 'root'")});
  Verdict verdict;
  Judge::Session session(judge);
  session.image(yaml("{user: root}").root(), verdict);
  session.image(yaml("{user: app}").root(), verdict);
  EXPECT_THAT(verdict.violations, SizeIs(1));
  EXPECT_THAT(verdict.applied, ElementsAre(2));
}

}  // namespace
}  // namespace seawall::check
