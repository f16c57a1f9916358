#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"
#include "conformance/suite.h"

namespace seawall::conformance {

const Suite& regolibrary_suite();

namespace {

constexpr const char* kPrivileged =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\n"
    "spec: {containers: [{name: a, image: a, securityContext: {privileged: true}}]}\n";
constexpr const char* kPodFails =
    R"([{"alertObject": {"k8sApiObjects": [{"kind": "Pod", "metadata": {"name": "p"}}]}}])";

void write(const std::string& file, const std::string& text) {
  ASSERT_TRUE(make_directories(file.substr(0, file.rfind('/'))).ok());
  ASSERT_TRUE(write_file_atomically(file, text).ok());
}

// Runs the one case RULE/test/case of this input; `data` is left out when empty.
Outcomes run(const std::string& rule, const std::string& input, const std::string& expected,
             const std::string& data = "") {
  static int runs = 0;
  std::string folder = test_folder() + "regolibrary_suite/" + std::to_string(++runs);
  std::string one = folder + "/" + rule + "/test/case";
  write(one + "/expected.json", expected);
  if (!input.empty()) write(one + "/input/1.yaml", input);
  if (!data.empty()) write(one + "/data.json", data);
  Outcomes outcomes;
  EXPECT_TRUE(regolibrary_suite().run(folder, outcomes).ok());
  return outcomes;
}

TEST(RegolibrarySuite, compares_the_objects_that_fail) {
  EXPECT_EQ(run("rule-privileged-container", kPrivileged, kPodFails).passed(), 1u);
  EXPECT_EQ(run("rule-privileged-container", kPrivileged, "[]").failed(), 1u);
  std::string plain = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {hostPID: false}\n";
  EXPECT_EQ(run("rule-privileged-container", plain, kPodFails).failed(), 1u);
  EXPECT_EQ(run("rule-privileged-container", plain, "null").passed(), 1u);
}

TEST(RegolibrarySuite, compares_the_bindings_of_subjects) {
  std::string input =
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r, namespace: n}\n"
      "rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]\n---\n"
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n"
      "metadata: {name: b, namespace: n}\n"
      "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}\n"
      "subjects: [{kind: User, name: jane, apiGroup: rbac.authorization.k8s.io}]\n";
  std::string expected =
      R"([{"alertObject": {"externalObjects": {"kind": "User", "name": "jane", "relatedObjects": [
          {"kind": "RoleBinding", "metadata": {"name": "b"}}, {"kind": "Role"}]}}}])";
  EXPECT_EQ(run("rule-can-list-get-secrets-v1", input, expected).passed(), 1u);
}

TEST(RegolibrarySuite, takes_settings_of_the_case) {
  std::string setting = R"({"postureControlInputs": {"imageRepositoryAllowList": ["my.io"]}})";
  std::string pod =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, ";
  EXPECT_EQ(run("container-image-repository", pod + "image: my.io/a}]}", "[]", setting).passed(),
            1u);
  EXPECT_EQ(
      run("container-image-repository", pod + "image: it.io/a}]}", kPodFails, setting).passed(),
      1u);
}

TEST(RegolibrarySuite, skips_what_nobody_claims_and_what_is_no_manifest) {
  EXPECT_EQ(run("a-rule-of-nobody", kPrivileged, kPodFails).skipped(), 1u);
  EXPECT_EQ(run("rule-privileged-container", "", "[]").skipped(), 1u);
}

TEST(RegolibrarySuite, says_when_it_is_not_there) {
  Outcomes outcomes;
  EXPECT_FALSE(regolibrary_suite().run(test_folder() + "nothing", outcomes).ok());
}

}  // namespace
}  // namespace seawall::conformance
