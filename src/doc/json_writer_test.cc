#include "doc/json_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "doc/parse.h"

namespace seawall::doc {
namespace {

std::string written(double value) {
  std::string out;
  JsonWriter(out).number(value);
  return out;
}

TEST(JsonWriter, Compact) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("a", "x");
  json.member("b", 7);
  json.member("c", uint64_t{18446744073709551615u});
  json.member("d", true);
  json.key("e");
  json.begin_array();
  json.null();
  json.integer(-1);
  json.begin_object();
  json.end_object();
  json.end_array();
  EXPECT_FALSE(json.complete());
  json.end_object();
  EXPECT_TRUE(json.complete());
  EXPECT_EQ(out, R"({"a":"x","b":7,"c":18446744073709551615,"d":true,"e":[null,-1,{}]})");
}

TEST(JsonWriter, Pretty) {
  std::string out;
  JsonWriter json(out, JsonWriter::Style::kPretty);
  json.begin_object();
  json.key("list");
  json.begin_array();
  json.integer(1);
  json.integer(2);
  json.end_array();
  json.key("empty");
  json.begin_array();
  json.end_array();
  json.end_object();
  EXPECT_EQ(out, "{\n  \"list\": [\n    1,\n    2\n  ],\n  \"empty\": []\n}");
}

TEST(JsonWriter, EscapesAndReplaces) {
  std::string out;
  append_json_string(out, std::string_view("q\" b\\ \n\t\x01\x1f\0 \x7f é \xf0\x9f\x98\x80", 21));
  EXPECT_EQ(out, "\"q\\\" b\\\\ \\n\\t\\u0001\\u001f\\u0000 \x7f é \xf0\x9f\x98\x80\"");
  out.clear();
  append_json_string(out, "a\xff\xc3|\xed\xa0\x80");
  EXPECT_EQ(out, "\"a\xef\xbf\xbd\xef\xbf\xbd|\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

TEST(JsonWriter, Doubles) {
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(1), "1");
  EXPECT_EQ(written(1e300), "1e+300");
  EXPECT_EQ(written(5e-324), "5e-324");
  EXPECT_EQ(written(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(written(std::nan("")), "null");
}

TEST(JsonWriter, ReadsBack) {
  std::string text = R"({"a":[1,2.5,"x",null,true,{"b":{}}],"c":18446744073709551615})";
  Result<Document> document = parse_json(text, Limits{});
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(to_json(document->root()), text);
}

TEST(JsonWriterDeathTest, MisuseEndsTheProgram) {
  std::string out;
  EXPECT_DEATH(
      {
        JsonWriter json(out);
        json.begin_object();
        json.integer(1);
      },
      "key_pending");
  EXPECT_DEATH(
      {
        JsonWriter json(out);
        json.begin_array();
        json.end_object();
      },
      "internal error");
  EXPECT_DEATH(
      {
        JsonWriter json(out);
        json.null();
        json.null();
      },
      "started_");
}

}  // namespace
}  // namespace seawall::doc
