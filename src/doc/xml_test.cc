#include "doc/xml.h"

#include <gtest/gtest.h>

namespace seawall::doc {
namespace {

XmlDocument parsed(std::string_view text) {
  Result<XmlDocument> document = XmlDocument::parse(text, Limits{});
  CHECK(document.ok());
  return std::move(document).value();
}

std::string fault(std::string_view text, const Limits& limits = {}) {
  Result<XmlDocument> document = XmlDocument::parse(text, limits);
  return document.ok() ? "" : document.error().message();
}

TEST(Xml, WalksByLocalNames) {
  XmlDocument document = parsed(R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- head -->
<p:project xmlns:p="http://x" xmlns="http://y">
  <groupId> org.example
  </groupId>
  <p:dependencies>
    <dependency x:scope='test &amp; more' plain=""><version>1.<!-- c -->0<![CDATA[<b>]]></version></dependency>
    text
    <dependency/>
  </p:dependencies>
</p:project>
<!-- tail -->)");
  XmlElement root = document.root();
  EXPECT_EQ(root.name(), "project");
  EXPECT_EQ(document.line(root), 3u);
  EXPECT_EQ(root.text("groupId"), "org.example");
  XmlElement list = root.child("dependencies");
  EXPECT_EQ(list.children("dependency").size(), 2u);
  EXPECT_EQ(list.children().size(), 2u);
  XmlElement first = list.child("dependency");
  EXPECT_EQ(first.attribute("scope"), "test & more");
  EXPECT_TRUE(first.has_attribute("plain"));
  EXPECT_FALSE(first.has_attribute("other"));
  EXPECT_EQ(first.text("version"), "1.0<b>");
  EXPECT_EQ(document.line(first.next("dependency")), 9u);
  EXPECT_FALSE(first.next().next());
  XmlElement none = root.child("none");
  EXPECT_FALSE(none);
  EXPECT_EQ(none.child("x").text(), "");
  EXPECT_EQ(none.name(), "");
  EXPECT_EQ(none.attribute("x"), "");
  EXPECT_EQ(document.line(none), 0u);
}

TEST(Xml, EntitiesDoNotGrow) {
  XmlDocument document = parsed(R"(<!DOCTYPE l [<!ENTITY a "laugh"><!ENTITY b "&a;&a;&a;">
    <!ENTITY f SYSTEM "file:///etc/passwd">]><l>&b;&f;&lt;&#65;&#x42;</l>)");
  EXPECT_EQ(document.root().text(), "&b;&f;<AB");
}

TEST(Xml, Encodings) {
  EXPECT_EQ(parsed("\xef\xbb\xbf<a>é</a>").root().text(), "é");
  EXPECT_EQ(parsed(std::string_view("\xff\xfe<\0a\0>\0\xe9\0<\0/\0a\0>\0", 18)).root().text(), "é");
  EXPECT_EQ(parsed(std::string_view("\xfe\xff\0<\0a\0/\0>", 10)).root().name(), "a");
  EXPECT_EQ(parsed("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>").root().text(), "é");
  EXPECT_EQ(fault("<a>\n\xe9</a>"), "2:1: not valid UTF-8");
  EXPECT_EQ(fault("<?xml version='1.0' encoding='x-mac'?><a>\xe9</a>"), "encoding x-mac");
  EXPECT_NE(fault(std::string_view("\xff\xfe<", 3)), "");
}

TEST(Xml, ErrorsSayWhere) {
  EXPECT_EQ(fault("<a>\n<b></a>").substr(0, 2), "2:");
  for (const char* bad :
       {"", "text", "<a", "<a>", "<a></b>", "<a/><b/>", "<a b></a>", "<a b=c/>", "<!DOCTYPE"})
    EXPECT_NE(fault(bad), "") << bad;
}

TEST(Xml, LimitsHold) {
  std::string deep;
  for (int i = 0; i < 300'000; ++i) deep += "<a>";
  EXPECT_NE(fault(deep), "");
  for (int i = 0; i < 300'000; ++i) deep += "</a>";
  EXPECT_EQ(fault(deep), "nested deeper than 200");
  std::string wide = "<r>";
  for (int i = 0; i < 2'200'000; ++i) wide += "<a/>";
  EXPECT_NE(fault(wide + "</r>").find("elements and attributes"), std::string::npos);
  Limits limits;
  limits.document_bytes = 3;
  EXPECT_EQ(fault("<a/>", limits), "document of 4 bytes; the limit is 3");
}

}  // namespace
}  // namespace seawall::doc
