#include "report/markdown_text.h"

#include <gtest/gtest.h>

namespace seawall::report {
namespace {

TEST(MarkdownText, plain_text_is_never_markup) {
  EXPECT_EQ(markdown_escape("a|b *c* [d](e)"), "a\\|b \\*c\\* \\[d\\]\\(e\\)");
  EXPECT_EQ(markdown_escape("<b>&\n"), "&lt;b&gt;&amp; ");
  EXPECT_EQ(markdown_escape("@team"), "@\u200bteam");
}

TEST(MarkdownText, code_spans_hold_anything) {
  EXPECT_EQ(markdown_code(""), "");
  EXPECT_EQ(markdown_code("x|y"), "`x\\|y`");
  EXPECT_EQ(markdown_code("`a`"), "`` `a` ``");
}

}  // namespace
}  // namespace seawall::report
