#include "cel/escape.h"

#include <gtest/gtest.h>

namespace seawall::cel {
namespace {

TEST(Escape, CodePointsInStringsOctetsInBytes) {
  EXPECT_EQ(unescape("\\xe9\\351", false), "\u00e9\u00e9");
  EXPECT_EQ(unescape("\\xe9\\351", true), "\xe9\xe9");
  EXPECT_EQ(unescape("\\u20ac\\U0001F600", false), "\u20ac\U0001F600");
  EXPECT_EQ(unescape("\\u20ac", true), std::nullopt);
  EXPECT_EQ(unescape("\\ud83d\\ude00", false), "\U0001F600");
}

TEST(Escape, RefusesWhatIsNoEscape) {
  for (const char* body :
       {"\\", "\\x", "\\x1", "\\xg0", "\\u123", "\\U00110000", "\\8", "\\400", "\\12", "\\19z",
        "\\ud83d", "\\ud83dx", "\\ud83d\\n", "\\ude00", "\\z"}) {
    EXPECT_EQ(unescape(body, false), std::nullopt) << body;
  }
}

TEST(Escape, LineEndsAreOne) {
  EXPECT_EQ(unescape("a\r\nb\rc\\r", false), "a\nb\nc\r");
  EXPECT_EQ(normalize_line_ends("a\r\nb\rc"), "a\nb\nc");
}

}  // namespace
}  // namespace seawall::cel
