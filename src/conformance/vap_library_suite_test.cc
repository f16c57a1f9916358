#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"
#include "conformance/suite.h"

namespace seawall::conformance {

const Suite& vap_library_suite();

namespace {

constexpr const char* kPolicy = R"(
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "!has(object.spec.hostPID) || !object.spec.hostPID"}]
)";
constexpr const char* kPod =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a}]}\n";

void write(const std::string& path, const std::string& text) {
  ASSERT_TRUE(write_file_atomically(path, text).ok());
}

Outcomes run(const std::string& name, const std::string& tests) {
  std::string folder = test_folder() + "vap_suite_" + name;
  EXPECT_TRUE(make_directories(folder + "/controls/C-1").ok());
  EXPECT_TRUE(make_directories(folder + "/test-resources").ok());
  write(folder + "/controls/C-1/policy.yaml", kPolicy);
  write(folder + "/controls/C-1/tests.json", "[" + tests + "]");
  write(folder + "/test-resources/pod.yaml", kPod);
  Outcomes outcomes;
  EXPECT_TRUE(vap_library_suite().run(folder, outcomes).ok());
  return outcomes;
}

TEST(VapLibrarySuite, passes_what_agrees) {
  Outcomes outcomes = run("good", R"(
      {"name":"a","template":"pod.yaml","expected":"pass"},
      {"name":"b","template":"pod.yaml","expected":"fail","field_change_list":["spec.hostPID=true"]},
      {"name":"c","template":"pod.yaml","expected":"pass",
       "field_change_list":["spec.hostPID=false","spec.containers.[0].image=a:1"]})");
  EXPECT_EQ(outcomes.passed(), 3u);
  EXPECT_EQ(outcomes.failed() + outcomes.skipped(), 0u);
}

TEST(VapLibrarySuite, fails_and_skips_the_rest) {
  Outcomes outcomes = run("bad", R"(
      {"name":"a","template":"pod.yaml","expected":"fail"},
      {"name":"b","template":"pod.yaml","expected":"pass","field_change_list":["spec.hostPID=true"]},
      {"name":"c","template":"none.yaml","expected":"pass"})");
  EXPECT_EQ(outcomes.passed(), 0u);
  EXPECT_EQ(outcomes.failed(), 2u);
  EXPECT_EQ(outcomes.skipped(), 1u);
}

}  // namespace
}  // namespace seawall::conformance
