#include "posture/policies.h"

#include <gtest/gtest.h>

#include "posture/judge_manifests.h"
#include "posture/judge_testing.h"

namespace seawall::posture {
namespace {

constexpr std::string_view kPolicy = R"(# two lines
# of comment
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: no-web}
spec:
  matchConstraints:
    resourceRules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
  validations:
    - expression: object.metadata.name != 'web'
      message: not web
)";

TEST(Policies, judge_manifests) {
  TestFolder folder;
  std::string path = folder.write("policy.yaml", std::string(kPolicy));
  std::unique_ptr<Policies> policies = std::move(Policies::load({path})).value();
  EXPECT_EQ(policies->source_of("no-web"), path + ":3");
  kube::Manifests manifests = manifests_of(kRootPod);
  JudgeManifestsOptions options;
  options.policies = policies.get();
  Judged judged = judge_manifests(manifests, options);
  ASSERT_EQ(judged.findings.size(), 1u);
  const finding::Finding& finding = judged.findings[0];
  EXPECT_EQ(finding.id, "no-web");
  EXPECT_EQ(finding.kind, "policy");
  EXPECT_EQ(finding.severity, finding::Severity::kHigh);
  EXPECT_EQ(finding.subject.name, "web");
  EXPECT_NE(finding.reason.find("not web"), std::string::npos);
}

TEST(Policies, refuse_files_that_hold_none) {
  TestFolder folder;
  EXPECT_FALSE(Policies::load({folder.write("pod.yaml", std::string(kRootPod))}));
  EXPECT_FALSE(Policies::load({folder.write("bad.yaml", "kind: [")}));
  EXPECT_FALSE(Policies::load({folder.path() + "/none.yaml"}));
}

}  // namespace
}  // namespace seawall::posture
