#include "conformance/textproto.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seawall::conformance {
namespace {

using Kind = TextprotoField::Kind;

TEST(Textproto, reads_messages_words_and_strings) {
  Result<TextprotoField> file = parse_textproto(R"(
      # proto-message: a.Test
      name: "a" 'b'  # joined
      test { expr: '"x"', count: - 12; flag: true }
      test: < value: 1e+5 >
      [type.googleapis.com/a.B] { seconds: 1 }
      words: [A, B]
      none: [])");
  ASSERT_TRUE(file.ok()) << file.error().message();
  ASSERT_EQ(file->fields.size(), 6u);
  EXPECT_EQ((*file)["name"].text, "ab");
  EXPECT_EQ((*file)["name"].line, 3u);
  EXPECT_EQ((*file)["test"]["expr"].text, "\"x\"");
  EXPECT_EQ((*file)["test"]["expr"].kind, Kind::kString);
  EXPECT_EQ((*file)["test"]["count"].text, "-12");
  EXPECT_EQ((*file)["test"]["count"].kind, Kind::kWord);
  EXPECT_EQ(file->fields[2]["value"].text, "1e+5");
  EXPECT_TRUE(file->fields[3].extension);
  EXPECT_EQ(file->fields[3].name, "type.googleapis.com/a.B");
  EXPECT_EQ(file->fields[4].text, "A");
  EXPECT_EQ(file->fields[5].text, "B");
  EXPECT_FALSE(file->has("none"));
  EXPECT_TRUE((*file)["none"]["deeper"].fields.empty());
}

TEST(Textproto, resolves_escapes) {
  Result<TextprotoField> file =
      parse_textproto(R"(a: "\n\t\\\"\'\?" b: "\0\101\377" c: "\x41\xfF" d: "\u00fc\U0001F600")");
  ASSERT_TRUE(file.ok()) << file.error().message();
  EXPECT_EQ((*file)["a"].text, "\n\t\\\"'?");
  EXPECT_EQ((*file)["b"].text, std::string("\0A\377", 3));
  EXPECT_EQ((*file)["c"].text, "A\xff");
  EXPECT_EQ((*file)["d"].text, "ü😀");
}

TEST(Textproto, says_what_is_wrong) {
  for (const char* text : {"a", "a:", "a: \"x", "a: \"x\ny\"", "a {", "a { b: 1", "a { ]",
                           "a: [1, 2", "[a.b", "a 1", "a: \"\\q\"", "a: \"\\x\"", "a: \"\\u12\"",
                           "a: \"\\ud800\"", "a: \"\\777\"", "a: \"\\", "}", ": 1", "a: -"}) {
    Result<TextprotoField> file = parse_textproto(text);
    ASSERT_FALSE(file.ok()) << text;
    EXPECT_EQ(file.error().code(), Code::kInvalid) << text;
  }
  EXPECT_THAT(parse_textproto("a: 1\nb").error().message(), testing::StartsWith("2: "));
}

TEST(Textproto, is_bounded) {
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "a {";
  EXPECT_EQ(parse_textproto(deep).error().code(), Code::kLimit);
  EXPECT_EQ(parse_textproto("a: 1 b: 2", {.fields = 1}).error().code(), Code::kLimit);
  EXPECT_EQ(parse_textproto("a: 1 b: 2", {.bytes = 3}).error().code(), Code::kLimit);
}

}  // namespace
}  // namespace seawall::conformance
