#include "doc/text_position.h"

#include <gtest/gtest.h>

namespace seawall::doc {
namespace {

TEST(TextPosition, CountsCodePoints) {
  constexpr std::string_view kText = "a\né漢x\n";
  EXPECT_EQ(position_at(kText, 0), (Position{1, 1}));
  EXPECT_EQ(position_at(kText, 2), (Position{2, 1}));
  EXPECT_EQ(position_at(kText, 7), (Position{2, 3}));
  EXPECT_EQ(position_at(kText, 1000), (Position{3, 1}));
  PositionWalker walker(kText);
  EXPECT_EQ(walker.at(2), (Position{2, 1}));
  EXPECT_EQ(walker.at(2), (Position{2, 1}));
  EXPECT_EQ(walker.at(7), (Position{2, 3}));
}

TEST(TextPosition, KnowsUtf8) {
  for (std::string_view whole : {"a", "\xc2\x80", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                                 "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_EQ(utf8_sequence_length(whole), whole.size());
    for (size_t cut = 1; cut < whole.size(); ++cut)
      EXPECT_EQ(utf8_sequence_length(whole.substr(0, cut)), 0u);
  }
  for (std::string_view bad : {"\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80",
                               "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"})
    EXPECT_EQ(utf8_sequence_length(bad), 0u);
  EXPECT_EQ(valid_utf8_prefix("é\xff"), 2u);
  EXPECT_EQ(valid_utf8_prefix("é"), 2u);
}

}  // namespace
}  // namespace seawall::doc
