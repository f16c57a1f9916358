#include "version/epoch_release.h"

#include <gtest/gtest.h>

#include "version/scan.h"

namespace seawall::version {
namespace {

TEST(EpochRelease, Parts) {
  EpochRelease parts = take_epoch_release_apart("1:2.3-4-5");
  EXPECT_EQ(parts.epoch, "1");
  EXPECT_EQ(parts.version, "2.3-4");
  EXPECT_EQ(parts.release, "5");
  EXPECT_EQ(take_epoch_release_apart("a:1").version, "a:1");
  EXPECT_FALSE(take_epoch_release_apart("1").has_release);
  EXPECT_TRUE(take_epoch_release_apart("1-").has_release);
}

TEST(EpochRelease, EpochThenVersionThenRelease) {
  auto less = [](std::string_view a, std::string_view b) {
    return std::is_lt(compare_epoch_release(a, b, compare_naturally));
  };
  EXPECT_TRUE(less("9-9", "1:1-1"));
  EXPECT_TRUE(less("1-9", "2-1"));
  EXPECT_TRUE(less("1-9", "1-10"));
  EXPECT_TRUE(less("1", "1-1"));
  EXPECT_FALSE(less("0:1-1", "1-1"));
}

TEST(EpochRelease, RunsMovePastThemselves) {
  std::string_view a = "10a";
  std::string_view b = "9b";
  EXPECT_TRUE(std::is_gt(compare_runs(a, b)));
  EXPECT_EQ(a, "a");
  EXPECT_TRUE(std::is_lt(compare_runs(a, b)));
  EXPECT_TRUE(a.empty() && b.empty());
}

}  // namespace
}  // namespace seawall::version
