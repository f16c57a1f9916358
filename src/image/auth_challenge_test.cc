#include "image/auth_challenge.h"

#include <gtest/gtest.h>

namespace seawall::image {
namespace {

TEST(Challenge, Forms) {
  std::vector<Challenge> list = parse_challenges(
      R"(Bearer realm="https://a/t?x=1,2",service="s \"q\"",scope=pull , BASIC Realm = "r", Negotiate)");
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].scheme, "bearer");
  EXPECT_EQ(list[0].parameter("realm"), "https://a/t?x=1,2");
  EXPECT_EQ(list[0].parameter("service"), "s \"q\"");
  EXPECT_EQ(list[0].parameter("scope"), "pull");
  EXPECT_EQ(list[1].scheme, "basic");
  EXPECT_EQ(list[1].parameter("realm"), "r");
  EXPECT_EQ(list[2].scheme, "negotiate");
  EXPECT_EQ(list[2].parameter("realm"), "");
}

TEST(Challenge, MalformedOnesDoNotHurt) {
  EXPECT_TRUE(parse_challenges("").empty());
  EXPECT_TRUE(parse_challenges(",,=\"\",").empty());
  EXPECT_EQ(parse_challenges(R"(Bearer realm="open)")[0].parameter("realm"), "open");
  EXPECT_EQ(parse_challenges(R"(Bearer realm="x\)")[0].parameter("realm"), "x");
  parse_challenges(std::string(1 << 20, '"'));
}

}  // namespace
}  // namespace seawall::image
