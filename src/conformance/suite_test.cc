#include "conformance/suite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/file.h"
#include "base/test_folder.h"

namespace seawall::conformance {
namespace {

TEST(Suites, are_listed_by_name) {
  std::vector<std::string> names;
  for (const Suite* suite : suites()) names.emplace_back(suite->name);
  EXPECT_THAT(names, testing::IsSupersetOf({"cel-spec", "cyclonedx", "purl", "version-order"}));
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST(Outcomes, are_counted_and_told) {
  testing::internal::CaptureStdout();
  Outcomes outcomes;
  outcomes.check(true, "a:1", "never told");
  outcomes.check(false, "b:2", "want 1, got 2");
  outcomes.skip("c:3", "no oracle");
  EXPECT_EQ(outcomes.passed(), 1u);
  EXPECT_EQ(outcomes.failed(), 1u);
  EXPECT_EQ(outcomes.skipped(), 1u);
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "FAIL b:2: want 1, got 2\nSKIP c:3: no oracle\n");
}

TEST(FilesBelow, are_sorted_and_of_one_kind) {
  std::string folder = test_folder() + "files_below";
  ASSERT_TRUE(make_directories(folder + "/sub").ok());
  for (const char* name : {"/b.txt", "/a.md", "/sub/a.txt"})
    ASSERT_TRUE(write_file_atomically(folder + name, "").ok());
  EXPECT_THAT(files_below(folder, ".txt").value(),
              testing::ElementsAre(folder + "/b.txt", folder + "/sub/a.txt"));
  EXPECT_THAT(files_below(folder + "/a.md", ".txt").value(),
              testing::ElementsAre(folder + "/a.md"));
  EXPECT_FALSE(files_below(folder + "/none", "").ok());
}

}  // namespace
}  // namespace seawall::conformance
