#include "policy/validating_policy.h"

#include <gmock/gmock.h>

#include "doc/parse.h"

namespace seawall::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Objects of one YAML text, and the policies among them.
class Objects {
 public:
  explicit Objects(const std::string& text) : documents_(doc::parse_yaml(text, Limits{}).value()) {
    for (const doc::Document& document : documents_)
      objects_.push_back(kube::as_object(document.root(), 0).value());
  }
  std::span<const kube::Object> all() const { return objects_; }
  const kube::Object& operator[](size_t index) const { return objects_[index]; }

 private:
  std::vector<doc::Document> documents_;
  std::vector<kube::Object> objects_;
};

constexpr const char* kDeployments = R"(
  matchConstraints:
    resourceRules:
      - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
)";

std::string policy(const std::string& spec) {
  return std::string(
             "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\n"
             "metadata: {name: p}\nspec:") +
         kDeployments + spec + "\n---\n";
}

std::string binding(const std::string& rest = "") {
  return "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\n"
         "metadata: {name: b}\nspec:\n  policyName: p\n  validationActions: [Deny]\n" +
         rest + "\n---\n";
}

std::string deployment(const std::string& spec = "{replicas: 7}") {
  return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, labels: {app: "
         "web}}\nspec: " +
         spec + "\n---\n";
}

// Reviews the last object of `text` by the policies in it.
Review review(const std::string& text, PolicyOptions options = {}) {
  Objects objects(text);
  Result<PolicySet> policies = PolicySet::create(objects.all(), options);
  if (!policies) {
    ADD_FAILURE() << policies.error().message();
    return {};
  }
  PolicySet::Reviewer reviewer(*policies);
  return reviewer.review(creation_of(objects.all().back(), nullptr));
}

std::vector<std::string> messages(const Review& review) {
  std::vector<std::string> out;
  for (const Outcome& outcome : review.outcomes) out.push_back(outcome.message);
  return out;
}

TEST(ValidatingPolicy, DeniesWithTheMessage) {
  std::string text = policy(
      "  validations:\n"
      "    - {expression: object.spec.replicas <= 5, message: too many}\n"
      "    - {expression: object.spec.replicas > 0}\n");
  Review got = review(text + binding() + deployment());
  EXPECT_TRUE(got.denied());
  EXPECT_THAT(messages(got), ElementsAre("too many"));
  EXPECT_EQ(got.outcomes[0].policy, "p");
  EXPECT_EQ(got.outcomes[0].binding, "b");
  EXPECT_EQ(got.outcomes[0].reason, "Invalid");
  EXPECT_THAT(review(text + binding() + deployment("{replicas: 3}")).outcomes, IsEmpty());
}

TEST(ValidatingPolicy, MessageExpressionsFallBack) {
  auto messages_of = [](const std::string& validation) {
    return messages(
        review(policy("  validations:\n    - " + validation) + binding() + deployment()));
  };
  EXPECT_THAT(messages_of("{expression: 'false', messageExpression: \"'replicas: ' + "
                          "string(object.spec.replicas)\", message: m}"),
              ElementsAre("replicas: 7"));
  EXPECT_THAT(messages_of("{expression: 'false', messageExpression: object.none, message: m}"),
              ElementsAre("m"));
  EXPECT_THAT(messages_of("{expression: 'false', messageExpression: \"'  '\"}"),
              ElementsAre("failed expression: false"));
}

TEST(ValidatingPolicy, WithoutBindingNothingIsEnforced) {
  std::string text = policy("  validations: [{expression: 'false'}]") + deployment();
  EXPECT_THAT(review(text).outcomes, IsEmpty());
  PolicyOptions options;
  options.bind_unbound = true;
  EXPECT_TRUE(review(text, options).denied());
}

TEST(ValidatingPolicy, ErrorsFollowTheFailurePolicy) {
  std::string fails = "  validations: [{expression: object.spec.none == 1}]";
  Review closed = review(policy(fails) + binding() + deployment());
  ASSERT_TRUE(closed.denied());
  EXPECT_TRUE(closed.outcomes[0].error);
  EXPECT_THAT(closed.outcomes[0].message, HasSubstr("no such key: none"));
  Review open = review(policy("  failurePolicy: Ignore\n" + fails) + binding() + deployment());
  EXPECT_FALSE(open.denied());
  EXPECT_THAT(open.ignored, ElementsAre(HasSubstr("no such key: none")));
}

TEST(ValidatingPolicy, VariablesAreLazy) {
  std::string text = policy(
      "  variables:\n"
      "    - {name: broken, expression: object.none}\n"
      "    - {name: twice, expression: object.spec.replicas * 2}\n"
      "  validations: [{expression: variables.twice == 14}]\n");
  EXPECT_THAT(review(text + binding() + deployment()).outcomes, IsEmpty());
}

TEST(ValidatingPolicy, ConditionsLimitIt) {
  auto denied = [](const std::string& conditions) {
    return review(policy("  matchConditions: [" + conditions +
                         "]\n  validations: [{expression: "
                         "'false'}]") +
                  binding() + deployment())
        .denied();
  };
  EXPECT_TRUE(denied("{name: a, expression: 'true'}"));
  EXPECT_FALSE(denied("{name: a, expression: 'false'}"));
  // One that is false outweighs one that fails; alone, one that fails denies.
  EXPECT_FALSE(denied("{name: a, expression: object.none}, {name: b, expression: 'false'}"));
  EXPECT_TRUE(denied("{name: a, expression: object.none}, {name: b, expression: 'true'}"));
}

TEST(ValidatingPolicy, Parameters) {
  std::string text = policy(
      "  paramKind: {apiVersion: example.com/v1, kind: Limit}\n"
      "  validations: [{expression: object.spec.replicas <= params.most}]");
  std::string limit =
      "apiVersion: example.com/v1\nkind: Limit\nmetadata: {name: low}\nmost: 5\n---\n";
  std::string reference = "  paramRef: {name: low, parameterNotFoundAction: ";
  EXPECT_TRUE(review(text + binding(reference + "Deny}") + limit + deployment()).denied());
  EXPECT_FALSE(review(text + binding(reference + "Allow}") + deployment()).denied());
  Review missing = review(text + binding(reference + "Deny}") + deployment());
  EXPECT_THAT(messages(missing), ElementsAre(HasSubstr("no params found")));
  EXPECT_TRUE(missing.outcomes[0].error);
  std::string selected = "  paramRef: {selector: {}, parameterNotFoundAction: Deny}";
  EXPECT_EQ(review(text + binding(selected) + limit + deployment()).outcomes[0].parameter, "low");
}

TEST(ValidatingPolicy, OnlyWhatMatches) {
  std::string text = policy("  validations: [{expression: 'false'}]");
  EXPECT_FALSE(
      review(text + binding() + "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n").denied());
  std::string selecting = "  matchResources: {objectSelector: {matchLabels: {app: ";
  EXPECT_TRUE(review(text + binding(selecting + "web}}}") + deployment()).denied());
  EXPECT_FALSE(review(text + binding(selecting + "db}}}") + deployment()).denied());
}

TEST(ValidatingPolicy, AuditAnnotations) {
  std::string text = policy(
      "  auditAnnotations:\n"
      "    - {key: replicas, valueExpression: string(object.spec.replicas)}\n"
      "    - {key: none, valueExpression: 'null'}\n");
  Review got = review(text + binding() + deployment());
  ASSERT_EQ(got.annotations.size(), 1u);
  EXPECT_EQ(got.annotations[0].key, "p/replicas");
  EXPECT_EQ(got.annotations[0].value, "7");
}

TEST(ValidatingPolicy, CostsAreBounded) {
  std::string text = policy(
      "  validations: [{expression: '[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, "
      "[1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, "
      "[1,2,3,4,5,6,7,8,9,10].all(f, a+b+c+d+e+f > 0))))))'}]");
  Review got = review(text + binding() + deployment());
  ASSERT_TRUE(got.denied());
  EXPECT_TRUE(got.outcomes[0].error);
}

std::string error_of(const std::string& text) {
  Objects objects(text);
  Result<PolicySet> policies = PolicySet::create(objects.all());
  return policies ? "" : policies.error().message();
}

TEST(ValidatingPolicy, WhatTheServerWouldRefuseIsNamed) {
  EXPECT_THAT(error_of(policy("  validations: [{expression: nothing}]")),
              HasSubstr("policy p: spec.validations[0].expression: 1:1: undeclared reference"));
  EXPECT_THAT(error_of(policy("  validations: [{expression: \"'a'\"}]")),
              HasSubstr("spec.validations[0].expression"));
  EXPECT_THAT(error_of(policy("")), HasSubstr("neither 'validations' nor"));
  EXPECT_THAT(error_of(policy("  failurePolicy: Maybe\n  validations: [{expression: 'true'}]")),
              HasSubstr("spec.failurePolicy"));
  EXPECT_THAT(error_of(policy("  validations: [{message: m}]")),
              HasSubstr("spec.validations[0].expression is missing"));
  EXPECT_THAT(error_of(policy("  validations: [{expression: 'true'}]") + binding("  paramRef: {}")),
              HasSubstr("binding b: spec.paramRef"));
}

}  // namespace
}  // namespace seawall::policy
