#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"
#include "conformance/suite.h"

namespace seawall::conformance {
namespace {

Outcomes run(const std::string& folder, const std::string& name, const std::string& text) {
  std::string path = test_folder() + "dbs-" + folder + "/os/" + folder + "/testdata";
  EXPECT_TRUE(make_directories(path).ok());
  EXPECT_TRUE(write_file_atomically(path + "/" + name, text).ok());
  Outcomes outcomes;
  for (const Suite* suite : suites())
    if (suite->name == "package-dbs") {
      EXPECT_TRUE(suite->run(path, outcomes).ok());
    }
  return outcomes;
}

TEST(PackageDbsSuite, EveryKind) {
  EXPECT_EQ(
      run("dpkg", "single", "Package: a\nStatus: install ok installed\nVersion: 1\n").passed(), 1u);
  EXPECT_EQ(run("apk", "single", "P:a\nV:1\no:b\n").passed(), 1u);
  EXPECT_EQ(run("pacman", "desc", "%NAME%\na\n\n%VERSION%\n1-1\n\n%BASE%\nb\n").passed(), 1u);
  EXPECT_EQ(run("portage", "PF", "a-b-1.2-r1\n").passed(), 1u);
}

TEST(PackageDbsSuite, UnknownKindsAreSkippedByName) {
  Outcomes outcomes = run("cos", "packages.json", "{}");
  EXPECT_EQ(outcomes.skipped(), 1u);
  EXPECT_EQ(outcomes.passed() + outcomes.failed(), 0u);
}

}  // namespace
}  // namespace seawall::conformance
