#include "base/progress.h"

#include <gtest/gtest.h>

namespace seawall {
namespace {

TEST(Progress, the_silent_one_is_always_there_and_says_nothing) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Progress& progress = no_progress();
  progress.begin("reading", 10, "B");
  progress.add(10);
  progress.end();
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(&progress, &no_progress());
}

}  // namespace
}  // namespace seawall
