#include <gtest/gtest.h>

#include "doc/test_support.h"

namespace seawall::doc {
namespace {

std::string as_json(std::string_view text, const Limits& limits = {}) {
  Result<Document> document = parse_toml(text, limits);
  return document.ok() ? to_json(document->root()) : document.error().message();
}

TEST(ParseToml, ValuesInTheOrderOfTheText) {
  EXPECT_EQ(as_json(R"(
title = "x"
b = [1, 2.5, true, 'lit', """
multi"""]
a.c = 0x10
d = {y = 1, x.z = -2}
[[package]]
name = "one"
[[package]]
name = "two"
[package.source]
git = "g"
)"),
            R"({"title":"x","b":[1,2.5,true,"lit","multi"],"a":{"c":16},"d":{"y":1,"x":{"z":-2}},)"
            R"("package":[{"name":"one"},{"name":"two","source":{"git":"g"}}]})");
  EXPECT_EQ(as_json(""), "{}");
  EXPECT_EQ(as_json("\xef\xbb\xbf"
                    "a = 1\r\n"),
            R"({"a":1})");
}

TEST(ParseToml, DatesAreText) {
  EXPECT_EQ(as_json("a = 1979-05-27T07:32:00Z\nb = 1979-05-27 00:32:00.125-07:30\n"
                    "c = 1979-05-27T07:32:00\nd = 1979-05-27\ne = 07:32:00.5\n"),
            R"({"a":"1979-05-27T07:32:00Z","b":"1979-05-27T00:32:00.125-07:30",)"
            R"("c":"1979-05-27T07:32:00","d":"1979-05-27","e":"07:32:00.5"})");
}

TEST(ParseToml, Positions) {
  Result<Document> document = parse_toml("a = 1\n\n['é'.t]\n  k = [\n 'x' ]\n", Limits{});
  ASSERT_TRUE(document.ok());
  const Node& root = document->root();
  EXPECT_EQ(root.members()[0].key_position, (Position{1, 1}));
  EXPECT_EQ(root["a"].position(), (Position{1, 5}));
  const Node& table = root.at({"é", "t"});
  EXPECT_EQ(table.position().line, 3u);
  EXPECT_EQ(table.members()[0].key_position, (Position{4, 3}));
  EXPECT_EQ(table["k"].items()[0].position(), (Position{5, 2}));
}

TEST(ParseToml, Errors) {
  EXPECT_EQ(as_json("a = 1\na = 2\n").substr(0, 2), "2:");
  EXPECT_EQ(as_json("a = \n").substr(0, 2), "1:");
  EXPECT_EQ(as_json("a = 1\nb = \"\xff\"\n"), "2:6: not valid UTF-8");
  for (const char* bad : {"a", "[a", "a = [1", "a = {b = 1", "a = 'x", "= 1",
                          "a = 99999999999999999999", "[a]\n[a]\n", "a = 1\x01"})
    EXPECT_FALSE(parse_toml(bad, Limits{}).ok()) << bad;
}

TEST(ParseToml, WrongBeliefsOfTheLibraryAreErrors) {
  EXPECT_EQ(as_json(std::string_view("a = 1\n[[\0]]", 11)), "malformed TOML");
  EXPECT_FALSE(parse_toml("\xc4\x80 = 1", Limits{}).ok());
  EXPECT_EQ(as_json("a = \"\"\"\\\n \xc4\x80\"\"\""), "{\"a\":\"\xc4\x80\"}");
}

std::string repeated(std::string_view piece, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += piece;
  return out;
}

TEST(ParseToml, DepthIsBoundedInEveryForm) {
  constexpr size_t kMany = 300'000;
  for (const std::string& text :
       {"a = " + repeated("[", kMany), "a = " + repeated("{a=", kMany),
        repeated("a.", kMany) + "a = 1", "[" + repeated("a.", kMany) + "a]",
        "[" + repeated("\",\" . ", kMany) + "a]", "[" + repeated("'\"'.", kMany) + "a]",
        "x = {a = \"\"\"\n'\"\"\", " + repeated("b.", kMany) + "b = '1'}",
        repeated(repeated("a.", 150) + "a = {", 250)}) {
    EXPECT_NE(as_json(text).find("nested deeper than 200"), std::string::npos)
        << text.substr(0, 40);
  }
  EXPECT_EQ(as_json("a = \"" + repeated("x.", 1000) + "\" # " + repeated("x.", 1000)).substr(0, 5),
            "{\"a\":");
  EXPECT_EQ(as_json("a = \"\"\"x\"\"\"\"\"\nb.c = 1\n"), R"({"a":"x\"\"","b":{"c":1}})");
}

TEST(ParseToml, LimitsHold) {
  Limits limits;
  limits.document_nodes = 5;
  EXPECT_NE(as_json("a = [1,2,3,4,5,6,7]", limits).find("more than 5 values"), std::string::npos);
  limits.document_bytes = 4;
  EXPECT_EQ(as_json("a = 1", limits), "document of 5 bytes; the limit is 4");
}

}  // namespace
}  // namespace seawall::doc
