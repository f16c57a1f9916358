#include "cel/text_search.h"

#include <gtest/gtest.h>

namespace seawall::cel {
namespace {

size_t last(std::string_view text, std::string_view part, size_t from) {
  Memory memory;
  bool failed = false;
  size_t found = find_last_text(text, part, from, memory, failed);
  EXPECT_FALSE(failed);
  return found;
}

TEST(TextSearch, FindsBothWays) {
  EXPECT_EQ(find_text("abcabc", "bc"), 1u);
  EXPECT_EQ(find_text("abcabc", "bc", 2), 4u);
  EXPECT_EQ(find_text("abc", "", 3), 3u);
  EXPECT_EQ(find_text("abc", "", 4), kNotFound);
  EXPECT_EQ(last("abcabc", "bc", 6), 4u);
  EXPECT_EQ(last("abcabc", "bc", 3), 1u);
  EXPECT_EQ(last("abc", "abcd", 3), kNotFound);
  EXPECT_EQ(last("abc", "", 9), 3u);
}

// Quadratic searches would take hours here.
TEST(TextSearch, IsLinear) {
  std::string text(2'000'000, 'a');
  std::string part = std::string(500'000, 'a') + "b";
  EXPECT_EQ(find_text(text, part), kNotFound);
  EXPECT_EQ(last(text, "b" + std::string(500'000, 'a'), text.size()), kNotFound);
  EXPECT_EQ(last(text, std::string(500'000, 'a'), text.size()), 1'500'000u);
  Memory little(1000);
  bool failed = false;
  find_last_text(text, part, text.size(), little, failed);
  EXPECT_TRUE(failed);
}

TEST(TextSearch, CountsCodePoints) {
  EXPECT_EQ(byte_offset("aé😀", 3), 7u);
  EXPECT_EQ(byte_offset("aé😀", 2), 3u);
  EXPECT_EQ(byte_offset("aé😀", 4), std::nullopt);
  EXPECT_EQ(byte_offset("a", -1), std::nullopt);
  EXPECT_EQ(character_count("aé😀"), 3u);
  EXPECT_EQ(decode_character("aé😀", 3), 0x1f600u);
  EXPECT_TRUE(is_white_space(0x3000) && !is_white_space(0x200b));
}

}  // namespace
}  // namespace seawall::cel
