#include "package/manifest_mf.h"

#include <gtest/gtest.h>

namespace seawall::package {

namespace {

TEST(Manifest, ContinuationLinesAndSections) {
  Manifest manifest = parse_manifest(
      "Manifest-Version: 1.0\r\nExport-Package: org.exam\r\n ple;version=\"1\"\r\nbad line\r\n"
      "\r\nName: org/example/\r\nImplementation-Version: 2\r\nManifest-Version: 9\r\n");
  EXPECT_EQ(manifest.get("manifest-version"), "1.0");
  EXPECT_EQ(manifest.get("export-package"), "org.example;version=\"1\"");
  EXPECT_EQ(manifest.get("implementation-version"), "2");
  EXPECT_EQ(manifest.get("absent"), "");
}

TEST(Manifest, OddOnes) {
  EXPECT_TRUE(parse_manifest("").attributes.empty());
  EXPECT_TRUE(parse_manifest(" continued nothing\n\n\n").attributes.empty());
  EXPECT_EQ(parse_manifest("\n\nA: 1").get("a"), "1");
  EXPECT_EQ(parse_manifest("A: 1\rB: 2").get("b"), "2");
  EXPECT_EQ(parse_manifest("A: x\xFFy\n").get("a"), "x\xEF\xBF\xBDy");
}

TEST(Properties, Escapes) {
  auto values = parse_properties(
      "# comment\n! another\n  version = 1.0 \ngroupId:org.example\nlong=a\\\n   b\n"
      "key\\=with\\ blank value\nunicode=\\u00e9\\u12\nback\\\\slash=1\nempty\n");
  EXPECT_EQ(values["version"], "1.0 ");
  EXPECT_EQ(values["groupId"], "org.example");
  EXPECT_EQ(values["long"], "ab");
  EXPECT_EQ(values["key=with blank"], "value");
  EXPECT_EQ(values["unicode"], "\xC3\xA9u12");
  EXPECT_EQ(values["back\\slash"], "1");
  EXPECT_TRUE(values.contains("empty"));
}

// In time and memory in proportion to the text, or this would not end.
TEST(Properties, ContinuationsWithoutEnd) {
  std::string text = "a=";
  for (int i = 0; i < 300'000; ++i) text += "\\\\\\\n";
  EXPECT_EQ(parse_properties(text)["a"].size(), 300'001u);
}

TEST(Manifest, AttributesAreBounded) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "A" + std::to_string(i) + ": 1\n";
  EXPECT_EQ(parse_manifest(text).attributes.size(), 10'000u);
}

TEST(Header, ClausesWithoutParameters) {
  EXPECT_EQ(header_clauses("a;link=\"x,y;z\", b ,, c;x"),
            (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(header_clauses("").empty());
}

}  // namespace

}  // namespace seawall::package
