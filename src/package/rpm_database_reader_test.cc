#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "package/reader_testing.h"
#include "package/rpm_testing.h"

namespace seawall::package {
namespace {

using Owned = Facts::Owned;
using testing::ElementsAre;

TEST(RpmDatabaseReader, PackagesSourcesAndFiles) {
  std::string key = RpmHeaderBuilder().text(1000, "gpg-pubkey").text(1001, "a").build();
  std::string bytes = ndb_for_test({rpm_header_for_test("tool"), key});
  Facts facts = read_for_test("usr/lib/sysimage/rpm/Packages.db", bytes);
  EXPECT_EQ(list_for_test(facts), "tool 2:1.2-3.el9 x86_64 tools 1.3-3.el9\n");
  ASSERT_EQ(facts.packages.size(), 1u);
  EXPECT_EQ(facts.packages[0].type, "rpm");
  EXPECT_EQ(facts.packages[0].module, "tools:1:2:3");
  EXPECT_THAT(facts.packages[0].licenses, ElementsAre("MIT and BSD"));
  EXPECT_THAT(facts.owned,
              ElementsAre(Owned{"tool", "usr/bin/tool"}, Owned{"tool", "usr/share/java/tool.jar"}));
  EXPECT_TRUE(facts.diagnostics.empty());
}

TEST(RpmDatabaseReader, DamageIsTold) {
  std::string nameless = RpmHeaderBuilder().text(1001, "1").build();
  Facts facts = read_for_test("var/lib/rpm/Packages",
                              bdb_for_test({rpm_header_for_test("a"), "junk", nameless}, false));
  EXPECT_EQ(facts.packages.size(), 1u);
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_TRUE(facts.diagnostics[0].message.starts_with("2 headers: "));
  EXPECT_EQ(read_for_test("var/lib/rpm/rpmdb.sqlite", "").diagnostics.size(), 1u);
  EXPECT_EQ(read_for_test("usr/share/rpm/Packages", "x").diagnostics.size(), 1u);
}

TEST(RpmDatabaseReader, AnUnmergedLogIsTold) {
  EXPECT_TRUE(read_for_test("var/lib/rpm/rpmdb.sqlite-wal", "").diagnostics.empty());
  Facts facts = read_for_test("var/lib/rpm/rpmdb.sqlite-wal", "x");
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_TRUE(facts.diagnostics[0].incomplete);
}

}  // namespace
}  // namespace seawall::package
