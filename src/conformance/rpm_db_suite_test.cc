#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"
#include "conformance/suite.h"
#include "package/rpm_testing.h"

namespace seawall::conformance {
namespace {

Outcomes run(const std::string& folder, const std::string& name, const std::string& bytes) {
  std::string path = test_folder() + folder;
  EXPECT_TRUE(make_directories(path).ok());
  EXPECT_TRUE(write_file_atomically(path + "/" + name, bytes).ok());
  Outcomes outcomes;
  for (const Suite* suite : suites())
    if (suite->name == "rpm-db") {
      EXPECT_TRUE(suite->run(path, outcomes).ok());
    }
  return outcomes;
}

// With or without an rpm program: never a failure.
TEST(RpmDbSuite, SoundDatabases) {
  std::string header = package::rpm_header_for_test("tool");
  Outcomes outcomes = run("rpm-db-ndb", "Packages.db", package::ndb_for_test({header}));
  EXPECT_EQ(outcomes.failed(), 0u);
  EXPECT_GE(outcomes.passed() + outcomes.skipped(), 1u);
  outcomes = run("rpm-db-bdb", "Packages", package::bdb_for_test({header}, true, 4096));
  EXPECT_EQ(outcomes.failed(), 0u);
  EXPECT_GE(outcomes.passed() + outcomes.skipped(), 1u);
}

TEST(RpmDbSuite, FilesThatAreNoDatabase) {
  EXPECT_EQ(run("rpm-db-bad", "Packages", "garbage").passed(), 1u);
  EXPECT_EQ(run("rpm-db-other", "packages.csv", "garbage").passed(), 0u);
}

}  // namespace
}  // namespace seawall::conformance
