#include "cel/regex.h"

#include <gtest/gtest.h>

namespace seawall::cel {
namespace {

TEST(Regex, KeepsPatternsAndDropsOldOnes) {
  std::string mistake;
  const re2::RE2* kept = find_regex("a+", mistake);
  ASSERT_NE(kept, nullptr);
  EXPECT_EQ(find_regex("a+", mistake), kept);
  for (size_t i = 0; i < 10 * kKeptPatterns; ++i) {
    const re2::RE2* made = find_regex("x{" + std::to_string(i) + "}", mistake);
    ASSERT_NE(made, nullptr);
    EXPECT_EQ(find_regex("a+", mistake), kept);  // used in every round
  }
}

TEST(Regex, ReadsGoSyntax) {
  std::string mistake;
  EXPECT_NE(find_regex("(?<name>a)(?P<other>b)", mistake), nullptr);
  EXPECT_NE(find_regex("\\Q(?<\\C\\E", mistake), nullptr);
  EXPECT_EQ(find_regex("\\C", mistake), nullptr);
  EXPECT_EQ(find_regex("(?<=a)b", mistake), nullptr);
  EXPECT_EQ(find_regex("a{1001}", mistake), nullptr);
  EXPECT_EQ(find_regex("((((x{100}){100}){100}){100}){100}", mistake), nullptr);
  EXPECT_EQ(find_regex(std::string(100'000, '('), mistake), nullptr);
  EXPECT_FALSE(mistake.empty());
}

TEST(Regex, MatchesOneAfterTheOther) {
  std::string mistake;
  std::string_view text = "xaax";
  RegexMatches matches(*find_regex("(a)|(b)?", mistake), text, 2);
  std::vector<std::string> found;
  while (matches.next()) {
    const RegexGroup& whole = matches.groups()[0];
    found.push_back(std::to_string(whole.begin) + "-" + std::to_string(whole.end) +
                    (matches.groups()[1].matched() ? "a" : ""));
  }
  EXPECT_EQ(found, (std::vector<std::string>{"0-0", "1-2a", "2-3a", "4-4"}));
}

}  // namespace
}  // namespace seawall::cel
