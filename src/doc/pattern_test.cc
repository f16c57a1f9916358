#include "doc/pattern.h"

#include <gtest/gtest.h>

namespace seawall::doc {
namespace {

Pattern::Found search(std::string_view pattern, std::string_view text) {
  Result<Pattern> made = Pattern::create(pattern);
  EXPECT_TRUE(made.ok()) << pattern;
  return made.ok() ? made->search(text) : Pattern::Found::kGaveUp;
}

TEST(Pattern, SearchesAsEcmaDoes) {
  EXPECT_EQ(search("b", "abc"), Pattern::Found::kYes);
  EXPECT_EQ(search("^b", "abc"), Pattern::Found::kNo);
  EXPECT_EQ(search("a$", "a\n"), Pattern::Found::kNo) << "$ is the very end";
  EXPECT_EQ(search("^\\u00e9$", "é"), Pattern::Found::kYes);
  EXPECT_EQ(search("^.$", "漢"), Pattern::Found::kYes) << "characters, not bytes";
  EXPECT_EQ(search("", ""), Pattern::Found::kYes);
}

TEST(Pattern, IsBounded) {
  EXPECT_EQ(search("^(a+)+$", std::string(40, 'a') + "b"), Pattern::Found::kGaveUp);
  EXPECT_EQ(search("a", "\xff"), Pattern::Found::kGaveUp);
  EXPECT_FALSE(Pattern::create("(").ok());
}

}  // namespace
}  // namespace seawall::doc
