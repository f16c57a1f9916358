#include "package/stanza.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace seawall::package {
namespace {

using testing::ElementsAre;

// "line:Field=value;..." of each stanza.
std::vector<std::string> stanzas(std::string_view text, std::vector<uint32_t>* bad = nullptr) {
  std::vector<std::string> out;
  for_each_stanza(
      text,
      [&](const Stanza& stanza) {
        std::string one = std::to_string(stanza.line) + ":";
        for (const Stanza::Field& field : stanza.fields)
          one += std::string(field.name) + "=" + std::string(field.value) + ";";
        out.push_back(one);
      },
      [&](uint32_t line) {
        if (bad != nullptr) bad->push_back(line);
      });
  return out;
}

TEST(Stanza, SplitsAtEmptyLines) {
  EXPECT_THAT(stanzas("\n\nA: 1\nB:2\n\n\nC:  3  \n"), ElementsAre("3:A=1;B=2;", "7:C=3;"));
  EXPECT_THAT(stanzas(""), ElementsAre());
  EXPECT_THAT(stanzas("A: 1"), ElementsAre("1:A=1;"));
  EXPECT_THAT(stanzas("A: 1\r\n\r\nB: 2\r\n"), ElementsAre("1:A=1;", "3:B=2;"));
}

TEST(Stanza, KeepsContinuationLines) {
  EXPECT_THAT(stanzas("A: 1\n two\n .\n\tthree\nB: x\n"),
              ElementsAre("1:A=1\n two\n .\n\tthree;B=x;"));
  EXPECT_THAT(stanzas(" lost\nA: 1\n"), ElementsAre("2:A=1;"));
}

TEST(Stanza, CommentsAndMalformedLines) {
  std::vector<uint32_t> bad;
  EXPECT_THAT(stanzas("# c\nA: 1\nno colon\n not A's\nB c: 2\nD: 3\n", &bad),
              ElementsAre("2:A=1;D=3;"));
  EXPECT_THAT(bad, ElementsAre(3, 5));
}

TEST(Stanza, ASecondPackageFieldBeginsAStanza) {
  EXPECT_THAT(stanzas("Package: a\nVersion: 1\nPackage: b\nVersion: 2\n"),
              ElementsAre("1:Package=a;Version=1;", "3:Package=b;Version=2;"));
}

TEST(Stanza, BoundsTheFieldsOfAStanza) {
  std::string text;
  for (size_t i = 0; i < kMaxStanzaFields + 5; ++i) text += "A: 1\n";
  std::vector<uint32_t> bad;
  EXPECT_EQ(stanzas(text + "\nB: 2\n", &bad).size(), 2u);
  EXPECT_EQ(bad.size(), 5u);
}

TEST(Stanza, FindsFieldsIgnoringCase) {
  for_each_stanza(
      "version: 1\n",
      [](const Stanza& stanza) {
        EXPECT_EQ(stanza.get("Version"), "1");
        EXPECT_TRUE(stanza.has("VERSION"));
        EXPECT_FALSE(stanza.has("Versio"));
      },
      [](uint32_t) {});
}

}  // namespace
}  // namespace seawall::package
