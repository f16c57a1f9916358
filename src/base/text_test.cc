#include "base/text.h"

#include <gtest/gtest.h>

namespace seawall {
namespace {

TEST(Text, splits) {
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
  EXPECT_EQ(split_once("k=v=w", "=")->second, "v=w");
  EXPECT_EQ(split_last("k=v=w", "=")->second, "w");
  EXPECT_FALSE(split_once("k", "="));
}

TEST(Text, reads_lines_of_either_kind) {
  std::vector<std::string> lines;
  for_each_line("a\r\nb\n\nc", [&](std::string_view line, uint32_t n) {
    lines.push_back(std::string(line) + std::to_string(n));
  });
  EXPECT_EQ(lines, (std::vector<std::string>{"a1", "b2", "3", "c4"}));
}

TEST(Text, reads_numbers_without_overflow) {
  EXPECT_EQ(parse_uint("18446744073709551615"), 18446744073709551615u);
  EXPECT_FALSE(parse_uint("18446744073709551616"));
  EXPECT_FALSE(parse_uint("+1"));
  EXPECT_FALSE(parse_uint(""));
}

TEST(Text, makes_hostile_text_visible) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a\\x1b[31mb");
  EXPECT_EQ(printable("x\xE2\x80\xAEy"), "x\\u202ey");
  EXPECT_EQ(printable("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ(printable("größe"), "größe");
  EXPECT_EQ(html_escape("<a href='x'>&\x07"), "&lt;a href=&#39;x&#39;&gt;&amp;\\x07");
}

TEST(Text, knows_utf8) {
  EXPECT_TRUE(is_valid_utf8("größe 漢字 🦀"));
  EXPECT_FALSE(is_valid_utf8("\xC0\x80"));          // overlong
  EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80"));      // surrogate
  EXPECT_FALSE(is_valid_utf8("\xF4\x90\x80\x80"));  // past U+10FFFF
  EXPECT_EQ(to_valid_utf8("a\xFFz"), "a\xEF\xBF\xBDz");
}

TEST(Text, encodes_and_decodes) {
  EXPECT_EQ(percent_encode("a b/ü", "/"), "a%20b/%C3%BC");
  EXPECT_EQ(percent_decode("a%20b"), "a b");
  EXPECT_FALSE(percent_decode("a%2"));
  EXPECT_FALSE(percent_decode("a%zz"));
  for (std::string_view text : {"", "f", "fo", "foo", "foob"})
    EXPECT_EQ(base64_decode(base64_encode(text)), text);
  EXPECT_EQ(base64_encode("fo"), "Zm8=");
  EXPECT_FALSE(base64_decode("a*b"));
  EXPECT_FALSE(base64_decode("a"));
  EXPECT_FALSE(base64_decode("Zm9vY==="));
}

TEST(Text, globs) {
  EXPECT_TRUE(glob_match("a*c", "abbbc"));
  EXPECT_TRUE(glob_match("*", ""));
  EXPECT_FALSE(glob_match("a?c", "ac"));
  EXPECT_FALSE(glob_match("src/*.js", "src/a/b.js", "/"));
  EXPECT_TRUE(glob_match("src/**.js", "src/a/b.js", "/"));
  EXPECT_TRUE(glob_match("[a-c]x[!0-9]", "bxz"));
  EXPECT_FALSE(glob_match("[a-c]x[!0-9]", "bx7"));
  std::string hostile(200, '*');
  EXPECT_FALSE(glob_match(hostile + "b", std::string(2000, 'a')));
}

}  // namespace
}  // namespace seawall
