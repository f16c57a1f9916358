#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"
#include "conformance/suite.h"

namespace seawall::conformance {

const Suite& version_order_suite();

namespace {

TEST(VersionOrderSuite, CountsEachLineAndSkipsUnknownOrders) {
  std::string folder = test_folder() + "version_order_suite";
  ASSERT_TRUE(make_directories(folder).ok());
  ASSERT_TRUE(write_file_atomically(folder + "/debian-versions.txt",
                                    "# comment\n1.0~rc1 < 1.0\n\n1 = 0:1\n2 < 1\nnonsense\n")
                  .ok());
  ASSERT_TRUE(
      write_file_atomically(folder + "/npm-versions-generated.txt", "1.0.0 > 1.0.0-a\n").ok());
  ASSERT_TRUE(write_file_atomically(folder + "/unheard-versions.txt", "1 < 2\n// no\n").ok());
  ASSERT_TRUE(write_file_atomically(folder + "/readme.txt", "1 < 2\n").ok());
  Outcomes outcomes;
  ASSERT_TRUE(version_order_suite().run(folder, outcomes).ok());
  EXPECT_EQ(outcomes.passed(), 3u);
  EXPECT_EQ(outcomes.failed(), 2u);
  EXPECT_EQ(outcomes.skipped(), 1u);
}

}  // namespace
}  // namespace seawall::conformance
