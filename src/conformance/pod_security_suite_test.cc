#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"
#include "conformance/suite.h"

namespace seawall::conformance {

const Suite& pod_security_suite();

namespace {

// Writes one pod with this specification to LEVEL/VERSION/KIND/NAME.yaml and runs the suite.
Outcomes run(const std::string& place, const std::string& spec) {
  std::string folder = test_folder() + "pod_security_suite";
  std::string file = folder + "/" + place;
  EXPECT_TRUE(make_directories(file.substr(0, file.rfind('/'))).ok());
  std::string pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: " + spec + "\n";
  EXPECT_TRUE(write_file_atomically(file, pod).ok());
  Outcomes outcomes;
  EXPECT_TRUE(pod_security_suite().run(file.substr(0, file.rfind('/')), outcomes).ok());
  return outcomes;
}

TEST(PodSecuritySuite, passes_what_agrees) {
  EXPECT_EQ(run("a/baseline/v1.30/pass/base0.yaml", "{containers: [{name: a}]}").passed(), 1u);
  EXPECT_EQ(run("b/baseline/v1.30/fail/hostnamespaces0.yaml", "{hostPID: true}").passed(), 1u);
  EXPECT_EQ(run("c/restricted/v1.30/fail/runasnonroot0.yaml", "{containers: [{name: a}]}").passed(),
            1u);
}

TEST(PodSecuritySuite, fails_what_does_not) {
  EXPECT_EQ(run("d/baseline/v1.30/pass/base0.yaml", "{hostPID: true}").failed(), 1u);
  EXPECT_EQ(run("e/baseline/v1.30/fail/hostports0.yaml", "{hostPID: true}").failed(), 1u);
}

TEST(PodSecuritySuite, says_when_it_is_not_there) {
  Outcomes outcomes;
  EXPECT_FALSE(pod_security_suite().run(test_folder() + "nothing", outcomes).ok());
}

}  // namespace
}  // namespace seawall::conformance
