#include <gtest/gtest.h>

#include "doc/json_writer.h"
#include "doc/parse.h"

namespace seawall::doc {
namespace {

Document parsed(std::string_view text) {
  Result<Document> document = parse_json(text, Limits{});
  EXPECT_TRUE(document.ok()) << text << ": " << document.error().message();
  if (!document.ok()) return {};
  return std::move(document).value();
}

std::string fault(std::string_view text, const Limits& limits = {}) {
  Result<Document> document = parse_json(text, limits);
  return document.ok() ? "" : document.error().message();
}

TEST(ParseJson, Numbers) {
  Document document = parsed(
      "[0, -0, 9223372036854775807, -9223372036854775808, 9223372036854775808,"
      " 18446744073709551615, 18446744073709551616, 1.5, 1e2, 1e-999, 123456789012345678901234]");
  auto items = document.root().items();
  ASSERT_EQ(items.size(), 11u);
  EXPECT_EQ(items[2].as_int(), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(items[3].as_int(), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(items[4].kind(), Kind::kUint);
  EXPECT_FALSE(items[4].as_int());
  EXPECT_EQ(items[5].as_uint(), std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(items[6].kind(), Kind::kDouble);
  EXPECT_EQ(items[7].as_double(), 1.5);
  EXPECT_EQ(items[8].as_int(), 100);
  EXPECT_EQ(items[9].as_double(), 0.0);
  EXPECT_EQ(items[10].as_double(), 123456789012345678901234.0);
}

TEST(ParseJson, PositionsAreExact) {
  std::string_view text =
      "\xef\xbb\xbf{\n  \"é\\n\\\"\": [1,\r\n \"日本\", {}],\n  \"b\" : true }\n";
  Document document = parsed(text);
  const Node& root = document.root();
  EXPECT_EQ(root.position(), (Position{1, 1}));
  const Member& first = root.members()[0];
  EXPECT_EQ(first.key, "é\n\"");
  EXPECT_EQ(first.key_position, (Position{2, 3}));
  EXPECT_EQ(first.value.position(), (Position{2, 12}));
  EXPECT_EQ(first.value.items()[0].position(), (Position{2, 13}));
  EXPECT_EQ(first.value.items()[1].position(), (Position{3, 2}));
  EXPECT_EQ(first.value.items()[2].position(), (Position{3, 8}));
  EXPECT_EQ(root["b"].position(), (Position{4, 9}));
  Result<Document> without = parse_json(text, Limits{}, false);
  ASSERT_TRUE(without.ok());
  EXPECT_EQ(without->root()["b"].position(), Position{});
}

TEST(ParseJson, Strings) {
  Document document = parsed(R"(["", "a\/b\\\u0041\u00e9\u20ac\ud83d\ude00", "\u0000x"  ,"]" ])");
  auto items = document.root().items();
  EXPECT_EQ(items[0].as_string(), "");
  EXPECT_EQ(items[1].as_string(), "a/b\\Aé€😀");
  EXPECT_EQ(items[2].as_string(), std::string_view("\0x", 2));
  EXPECT_EQ(items[3].as_string(), "]");
}

TEST(ParseJson, LoneSurrogatesAreReplacedWithARemark) {
  Diagnostics remarks;
  Result<Document> document =
      parse_json(R"(["\ud800", "\udc00x", "\ud800\u0041"])", Limits{}, true, &remarks);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->root().items()[0].as_string(), "\xef\xbf\xbd");
  EXPECT_EQ(document->root().items()[2].as_string(),
            "\xef\xbf\xbd"
            "A");
  ASSERT_EQ(remarks.size(), 1u);
  EXPECT_FALSE(remarks[0].incomplete);
}

TEST(ParseJson, LastOfRepeatedKeysStays) {
  Diagnostics remarks;
  Result<Document> document =
      parse_json("{\"a\":1,\n\"b\":2,\n\"\\u0061\":3}", Limits{}, true, &remarks);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(to_json(document->root()), R"({"b":2,"a":3})");
  ASSERT_EQ(remarks.size(), 1u);
  EXPECT_EQ(remarks[0].line, 3u);
}

TEST(ParseJson, ErrorsSayWhereAndWhat) {
  EXPECT_EQ(fault(""), "the document is empty");
  EXPECT_EQ(fault("  \n"), "the document is empty");
  EXPECT_EQ(fault("{\"a\":1,\n}"), "2:1: expected a key in quotes, found '}'");
  EXPECT_EQ(fault("[1,]"), "1:4: expected a value, found ']'");
  EXPECT_EQ(fault("[1 2]"), "1:4: expected ',' or ']', found '2'");
  EXPECT_EQ(fault("{\"a\" 1}"), "1:6: expected ':', found '1'");
  EXPECT_EQ(fault("{1:2}"), "1:2: expected a key in quotes or '}', found '1'");
  EXPECT_EQ(fault("[}"), "1:2: expected a value or ']', found '}'");
  EXPECT_EQ(fault("[1] x"), "1:5: expected the end of the document, found 'x'");
  EXPECT_EQ(fault("{\"a\":[1"), "1:8: the document ends early");
  EXPECT_EQ(fault("[\"a"), "1:2: a string without its closing quote");
  EXPECT_EQ(fault("[\"a\nb\"]"), "1:4: a control character in a string");
  EXPECT_EQ(fault("[\"\xc3(\"]"), "1:3: not valid UTF-8");
  EXPECT_EQ(fault("[\"ab\\x\"]"), "1:5: a bad escape in a string");
  EXPECT_EQ(fault("[\"\\u12g4\"]"), "1:3: a bad escape in a string");
  EXPECT_EQ(fault("[nul]"), "1:2: expected a value or ']', found 'n'");
  EXPECT_EQ(fault("[1e999]"), "1:2: a number beyond double precision");
  for (const char* bad : {"01", "1.", ".5", "-", "+1", "1e", "0x10", "1a", "1\"a\"", "-a", "NaN"})
    EXPECT_NE(fault(bad), "") << bad;
  for (const char* bad : {"\"a\"b", "\"a\"\"b\"", "truex", "[true false]", "{\"a\":1 \"b\":2}",
                          "nulll", "[,1]", "{,}", "]", ":", "{\"a\":}", "\x01", "[1]]", "'a'"})
    EXPECT_NE(fault(bad), "") << bad;
}

TEST(ParseJson, LimitsHold) {
  Limits limits;
  limits.document_depth = 3;
  EXPECT_EQ(fault("[[[1]]]", limits), "");
  EXPECT_EQ(fault("[[[[1]]]]", limits), "1:4: nested deeper than 3");
  EXPECT_EQ(fault(std::string(1'000'000, '[')), "1:201: nested deeper than 200");
  limits.document_nodes = 4;
  EXPECT_EQ(fault("[1,2,3]", limits), "");
  EXPECT_EQ(fault("[1,2,3,4,5]", limits), "1:10: more than 4 values");
  limits.document_bytes = 4;
  EXPECT_EQ(fault("[1,2]", limits), "document of 5 bytes; the limit is 4");
}

TEST(ParseJson, StreamsOfValues) {
  auto stream = [](std::string_view text) {
    Documents read = parse_json_stream(text, Limits{});
    std::string out;
    for (const Document& document : read.documents)
      out += fmt::format("{}@{};", to_json(document.root()), document.root().position().line);
    for (const Diagnostic& fault : read.faults) out += fmt::format(" {}", fault.line);
    return out;
  };
  EXPECT_EQ(stream("{\"a\":1}\n{\"b\":2} [3]\n\"x\" 4 null\n"),
            R"({"a":1}@1;{"b":2}@2;[3]@2;"x"@3;4@3;)");
  EXPECT_EQ(stream("{\"a\":1}\n{\"b\":]"), R"({"a":1}@1; 2)");
  EXPECT_EQ(stream("{\"a\":1}\n{\"b\":"), R"({"a":1}@1; 2)");
  EXPECT_EQ(stream(""), " 0");
}

}  // namespace
}  // namespace seawall::doc
