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
}

}  // namespace
}  // namespace seawall::version
