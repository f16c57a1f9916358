#include "version/small_list.h"

#include <gtest/gtest.h>

namespace seawall::version {
namespace {

TEST(SmallList, GrowsBeyondItsPlace) {
  SmallList<int, 2> list;
  EXPECT_TRUE(list.empty());
  for (int i = 0; i < 5; ++i) list.push_back(i);
  EXPECT_EQ(list.size(), 5u);
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(list[i], static_cast<int>(i));
  for (int i = 0; i < 4; ++i) list.pop_back();
  EXPECT_EQ(list.back(), 0);
  list.push_back(7);
  list.push_back(8);
  EXPECT_EQ(list.back(), 8);
}

}  // namespace
}  // namespace seawall::version
