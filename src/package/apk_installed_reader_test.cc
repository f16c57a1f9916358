#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "package/reader_testing.h"

namespace seawall::package {
namespace {

using Owned = Facts::Owned;
using testing::ElementsAre;

constexpr std::string_view kDatabase = R"(C:Q1abc=
P:libssl3
V:3.1.0-r4
A:x86_64
L:Apache-2.0
o:openssl
F:lib
R:libssl.so.3
a:0:0:755
F:usr
F:usr/lib
R:libssl.so.3

P:zlib
V:1.2.13-r1
A:noarch
o:zlib
F:
R:root.txt
)";

TEST(ApkInstalled, PackagesOriginsAndFiles) {
  Facts facts = read_for_test("lib/apk/db/installed", kDatabase);
  EXPECT_EQ(list_for_test(facts), "libssl3 3.1.0-r4 x86_64 openssl \nzlib 1.2.13-r1 noarch  \n");
  EXPECT_THAT(facts.packages[0].licenses, ElementsAre("Apache-2.0"));
  EXPECT_EQ(facts.packages[0].type, "apk");
  EXPECT_EQ(facts.packages[0].line, 1u);
  EXPECT_EQ(facts.packages[1].line, 14u);
  EXPECT_THAT(facts.owned,
              ElementsAre(Owned{"libssl3", "lib/libssl.so.3"},
                          Owned{"libssl3", "usr/lib/libssl.so.3"}, Owned{"zlib", "root.txt"}));
  EXPECT_TRUE(facts.diagnostics.empty());
  EXPECT_EQ(read_for_test("usr/lib/apk/db/installed", kDatabase).packages.size(), 2u);
}

TEST(ApkInstalled, TellsWhatIsWrong) {
  EXPECT_TRUE(read_for_test("lib/apk/db/installed", "").diagnostics.empty());
  EXPECT_EQ(read_for_test("lib/apk/db/installed", "P:a\n\nV:1\n\n").diagnostics.size(), 1u);
  Facts facts = read_for_test("lib/apk/db/installed", "\n\n\ngarbage\nP:a\nV:1\n");
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_EQ(facts.diagnostics[0].line, 4u);
  EXPECT_EQ(facts.packages.size(), 1u);
}

TEST(ApkInstalled, OneLongFolderForManyFiles) {
  std::string text = "P:a\nV:1\nF:" + std::string(4000, 'd') + "\n";
  for (int i = 0; i < 10000; ++i) text += "R:f\n";
  Facts facts = read_for_test("lib/apk/db/installed", text);
  EXPECT_LT(facts.owned.size() * 4000, 17 * text.size() + 4096);
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_EQ(facts.diagnostics[0].code, Code::kLimit);
}

TEST(ApkInstalled, EveryPrefixIsRead) {
  for (size_t size = 0; size < kDatabase.size(); ++size)
    EXPECT_LE(read_for_test("lib/apk/db/installed", kDatabase.substr(0, size)).packages.size(), 2u);
}

TEST(ApkInstalled, BoundsTheNumberOfPackages) {
  Limits limits;
  limits.packages = 2;
  std::string text = "P:a\nV:1\n\nP:b\nV:1\n\n";
  Facts facts = read_for_test("lib/apk/db/installed", text, limits);
  EXPECT_EQ(facts.packages.size(), 2u);
  EXPECT_TRUE(facts.diagnostics.empty());
  facts = read_for_test("lib/apk/db/installed", text + "P:c\nV:1\n\n", limits);
  EXPECT_EQ(facts.packages.size(), 2u);
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_EQ(facts.diagnostics[0].code, Code::kLimit);
}

}  // namespace
}  // namespace seawall::package
