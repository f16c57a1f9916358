#include "base/arena.h"

#include <gtest/gtest.h>

namespace seawall {
namespace {

TEST(Arena, keeps_what_it_was_given) {
  Arena arena;
  std::vector<std::string_view> views;
  for (int i = 0; i < 10000; ++i) {
    views.push_back(arena.copy(std::to_string(i)));
    EXPECT_EQ(reinterpret_cast<uintptr_t>(arena.allocate<uint64_t>(1)) % alignof(uint64_t), 0u);
  }
  for (int i = 0; i < 10000; ++i) EXPECT_EQ(views[static_cast<size_t>(i)], std::to_string(i));
  EXPECT_EQ(arena.copy(std::string(5 << 20, 'x')).size(), size_t{5} << 20);
}

}  // namespace
}  // namespace seawall
