#include "package/unicode.h"

#include <gtest/gtest.h>

namespace seawall::package {

namespace {

using std::string_view_literals::operator""sv;

TEST(AppendUtf8, OnlyCharacters) {
  std::string out;
  for (uint32_t code : {0x41u, 0xE9u, 0x20ACu, 0x1F600u, 0xD800u, 0xDFFFu, 0x110000u})
    append_utf8(out, code);
  EXPECT_EQ(out, "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Utf8FromAny, ByteOrderMarks) {
  EXPECT_EQ(utf8_from_any("\xEF\xBB\xBFx"sv), "x");
  EXPECT_EQ(utf8_from_any("\xFF\xFE\xE9\x00"sv), "\xC3\xA9");
  EXPECT_EQ(utf8_from_any("\xFE\xFF\x20\xAC"sv), "\xE2\x82\xAC");
  EXPECT_EQ(utf8_from_any("\xFF\xFE\0\0\x00\xF6\x01\x00"sv), "\xF0\x9F\x98\x80");
  EXPECT_EQ(utf8_from_any("\0\0\xFE\xFF\x00\x01\xF6\x00"sv), "\xF0\x9F\x98\x80");
}

TEST(Utf8FromAny, WithoutMark) {
  EXPECT_EQ(utf8_from_any("plain"sv), "plain");
  EXPECT_EQ(utf8_from_any("a\0b\0"sv), "ab");
  EXPECT_EQ(utf8_from_any("\0a\0b"sv), "ab");
  EXPECT_EQ(utf8_from_any(""sv), "");
}

TEST(Utf8FromAny, DamageBecomesTheReplacementCharacter) {
  EXPECT_EQ(utf8_from_any("a\xFFz"sv), "a\xEF\xBF\xBDz");
  EXPECT_EQ(utf8_from_any("\xFF\xFE\x3D\xD8\x00\xDE"sv), "\xF0\x9F\x98\x80");  // a pair
  EXPECT_EQ(utf8_from_any("\xFF\xFE\x3D\xD8\x41\x00"sv), "\xEF\xBF\xBD\x41");  // half of one
  EXPECT_EQ(utf8_from_any("\xFF\xFE\x41\x00\x42"sv), "A\xEF\xBF\xBD");         // half a unit
  EXPECT_EQ(utf8_from_any("\xFF\xFE\0\0\x00\x00\x11\x00"sv), "\xEF\xBF\xBD");  // beyond Unicode
}

}  // namespace

}  // namespace seawall::package
