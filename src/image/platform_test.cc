#include "image/platform.h"

#include <gtest/gtest.h>

namespace seawall::image {
namespace {

Platform platform(const std::string& architecture, const std::string& variant = "",
                  const std::string& os = "linux") {
  return normalize_platform({.os = os, .architecture = architecture, .variant = variant});
}

TEST(Platform, Normalized) {
  EXPECT_EQ(platform_text(platform("x86_64")), "linux/amd64");
  EXPECT_EQ(platform_text(platform("AArch64")), "linux/arm64");
  EXPECT_EQ(platform_text(platform("armhf")), "linux/arm/v7");
  EXPECT_EQ(platform_text(platform("armel")), "linux/arm/v6");
  EXPECT_EQ(platform_text(platform("arm", "7")), "linux/arm/v7");
  EXPECT_EQ(platform_text(platform("i686")), "linux/386");
  EXPECT_FALSE(normalize_platform({}).architecture.empty());
}

TEST(Platform, Scores) {
  EXPECT_GT(platform_score(platform("amd64"), platform("amd64")), 0);
  EXPECT_GT(platform_score(platform("arm64", "v8"), platform("arm64")), 0);
  EXPECT_EQ(platform_score(platform("amd64"), platform("arm64")), 0);
  EXPECT_EQ(platform_score(platform("amd64"), platform("amd64", "", "windows")), 0);
  // The best that runs: v7 wants v7, then v6, then v5.
  Platform v7 = platform("arm", "v7");
  EXPECT_GT(platform_score(v7, platform("arm", "v7")), platform_score(v7, platform("arm", "v6")));
  EXPECT_GT(platform_score(v7, platform("arm", "v6")), platform_score(v7, platform("arm", "v5")));
  EXPECT_EQ(platform_score(platform("arm", "v6"), platform("arm", "v7")), 0);
  // Without a wish, the plain one before the special one, which still counts.
  Platform any = platform("amd64");
  EXPECT_GT(platform_score(any, platform("amd64")), platform_score(any, platform("amd64", "v3")));
  EXPECT_GT(platform_score(any, platform("amd64", "v3")), 0);
}

}  // namespace
}  // namespace seawall::image
