#include "check/examples.h"

#include <gmock/gmock.h>

#include "check/check_testing.h"

namespace seawall::check {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// What is wrong with the examples, as YAML of the field; "" when nothing is.
std::string problem(std::string_view fields) {
  std::vector<Check> checks = {test_check(fields)};
  ExampleReport report = run_examples(checks, {});
  return report.problems.empty() ? "" : report.problems[0].message;
}

std::string privileged(std::string_view pass, std::string_view fail, std::string_view more = "") {
  return fmt::format(
      "for: container\n"
      "expression: \"!container.?securityContext.privileged.orValue(false)\"\n"
      "examples:\n  pass: [{}]\n  fail: [{}]\n{}\n",
      pass, fail, more);
}

TEST(Examples, AreJudgedAsTheySay) {
  constexpr const char* kBad = "{container: {securityContext: {privileged: true}}}";
  EXPECT_EQ(problem(privileged("{container: {}}", kBad)), "");
  EXPECT_THAT(problem(privileged(kBad, kBad)), HasSubstr("should pass, but: It is wrong"));
  EXPECT_THAT(problem(privileged("{container: {}}", "{container: {}}")),
              HasSubstr("should fail, but passes"));
  EXPECT_THAT(problem(privileged("{container: {}}",
                                 "{container: {securityContext: {privileged: true}}, count: 2}")),
              HasSubstr("should fail 2 times, but fails 1 times"));
  EXPECT_THAT(problem(privileged("{container: {securityContext: 1}}", kBad)),
              HasSubstr("was not judged"));
  EXPECT_THAT(problem(privileged("{container: {}}", kBad, "message: container.nope")),
              HasSubstr("the message could not be made"));
}

TEST(Examples, FixesAreTried) {
  constexpr const char* kFix = "fix: {set: {securityContext.privileged: false}}";
  EXPECT_EQ(problem(privileged("{container: {}}",
                               "{container: {securityContext: {privileged: true}}, fixed: "
                               "{securityContext: {privileged: false}}}",
                               kFix)),
            "");
  EXPECT_THAT(
      problem(privileged("{container: {}}",
                         "{container: {securityContext: {privileged: true}}, fixed: {}}", kFix)),
      HasSubstr("the fix does not make what 'fixed' says"));
  EXPECT_THAT(
      problem(privileged("{container: {}}", "{container: {securityContext: {privileged: true}}}",
                         "fix: {remove: [image]}")),
      HasSubstr("the fix makes no failing example pass"));
}

TEST(Examples, ParametersVersionsAndSeveralObjects) {
  EXPECT_EQ(problem(R"(
params: {most: 1}
match: {kinds: [Service]}
expression: minor < 20 || object.spec.x <= params.most
examples:
  pass:
    - object: {spec: {x: 1}}
    - {object: {spec: {x: 5}}, params: {most: 5}}
    - {object: {spec: {x: 5}}, minor: 19}
  fail:
    - objects: [{kind: Service, spec: {x: 2}}, {kind: Service, spec: {x: 3}}]
      count: 2
)"),
            "");
}

TEST(Examples, FactsComeFromTheCaller) {
  class Facts final : public FactSource, public cel::LazyMap {
   public:
    const cel::LazyMap* facts(const kube::Object&) override { return this; }
    std::optional<cel::Value> find(std::string_view, cel::Memory&) const override {
      return cel::Value::integer(static_cast<int64_t>(objects));
    }
    std::span<const std::string_view> keys() const override { return {}; }
    size_t objects = 0;
  };
  std::vector<Check> checks = {test_check(R"(
match: {kinds: [Service]}
expression: facts.count == 2
examples:
  pass: [{objects: [{kind: Service}, {kind: Secret}]}]
  fail: [{object: {}}]
)")};
  ExampleOptions options;
  EXPECT_EQ(run_examples(checks, options).problems.size(), 2u);
  options.facts = [](const kube::Manifests& manifests) {
    auto facts = std::make_unique<Facts>();
    facts->objects = manifests.objects.size();
    return facts;
  };
  ExampleReport report = run_examples(checks, options);
  EXPECT_EQ(report.problems.size(), 0u);
  EXPECT_EQ(report.examples, 2u);
}

}  // namespace
}  // namespace seawall::check
