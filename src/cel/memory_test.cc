#include "cel/memory.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace seawall::cel {
namespace {

TEST(Memory, KeepsWhatItGaveUntilReset) {
  Memory memory;
  std::vector<std::string_view> texts;
  for (int i = 0; i < 10'000; ++i) texts.push_back(memory.copy(std::to_string(i)));
  for (int i = 0; i < 10'000; ++i) EXPECT_EQ(texts[static_cast<size_t>(i)], std::to_string(i));
  EXPECT_GT(memory.used(), 40'000u);
  memory.reset();
  EXPECT_EQ(memory.used(), 0u);
}

TEST(Memory, Aligns) {
  Memory memory;
  for (int i = 0; i < 100; ++i) {
    memory.allocate<char>(1);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(memory.allocate<uint64_t>(1)) % alignof(uint64_t), 0u);
  }
}

TEST(Memory, RefusesMoreThanItsBudget) {
  Memory memory(1000);
  EXPECT_NE(memory.allocate<char>(900), nullptr);
  EXPECT_EQ(memory.allocate<char>(101), nullptr);
  EXPECT_NE(memory.allocate<char>(100), nullptr);
  EXPECT_EQ(memory.allocate<uint64_t>(SIZE_MAX / 4), nullptr);
  EXPECT_EQ(memory.copy("a").data(), nullptr);
  memory.reset();
  EXPECT_NE(memory.allocate<char>(1000), nullptr);
}

TEST(Memory, LargerThanABlock) {
  Memory memory;
  char* large = memory.allocate<char>(1 << 20);
  ASSERT_NE(large, nullptr);
  std::memset(large, 1, 1 << 20);
  EXPECT_EQ(memory.copy("after"), "after");
}

}  // namespace
}  // namespace seawall::cel
