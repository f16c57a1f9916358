#include <gtest/gtest.h>

#include "doc/test_support.h"

namespace seawall::doc {
namespace {

std::string as_json(std::string_view text) {
  Result<Document> document = parse_jsonc(text, Limits{});
  return document.ok() ? to_json(document->root()) : document.error().message();
}

TEST(ParseJsonc, CommentsAndTrailingCommas) {
  EXPECT_EQ(as_json("// head\n{\"a\": [1, 2, /* x */ ], // tail\n \"b\": {\"c\": 1,},\n}\n"),
            R"({"a":[1,2],"b":{"c":1}})");
  EXPECT_EQ(as_json("{\"u\": \"http://x/*y*/,]\" , }"), R"({"u":"http://x/*y*/,]"})");
  EXPECT_EQ(as_json("[\"a\\\"//\", \"\\\\\",]//"), R"(["a\"//","\\"])");
  EXPECT_EQ(as_json("/**/1/**/"), "1");
  EXPECT_EQ(as_json("\xef\xbb\xbf[1,\r\n// c\r\n]"), "[1]");
}

TEST(ParseJsonc, StaysStrictElsewhere) {
  for (const char* bad : {"[,]", "{,}", "[1,,]", "[,1]", "{\"a\":,}", "[1],", ",", "{'a':1}",
                          "{a:1}", "[1 /]", "[\"a", "/* x", "[1]/*", "[/*\xff*/]", "", "// x"})
    EXPECT_FALSE(parse_jsonc(bad, Limits{}).ok()) << bad;
}

TEST(ParseJsonc, PositionsAreThoseOfTheText) {
  Result<Document> document = parse_jsonc("/* é\n */ [ /* é */ 1, // x\n 2,]", Limits{});
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->root().position(), (Position{2, 5}));
  EXPECT_EQ(document->root().items()[0].position(), (Position{2, 15}));
  EXPECT_EQ(document->root().items()[1].position(), (Position{3, 2}));
  EXPECT_EQ(as_json("// x\n[1 /* é */ x]"), "2:12: expected ',' or ']', found 'x'");
  EXPECT_EQ(as_json("[1,\n  /* x"), "2:3: a comment without its end");
}

}  // namespace
}  // namespace seawall::doc
