#include <gtest/gtest.h>

#include "package/reader_testing.h"

namespace seawall::package {
namespace {

constexpr std::string_view kStatus = R"(Package: acl
Status: install ok installed
Architecture: amd64
Multi-Arch: foreign
Version: 2.3.1-3
Description: access control list
 long text
 Package: not a field

Package: libmount1
Status: hold ok installed
Architecture: amd64
Source: util-linux (2.38.1-5)
Version: 2.38.1-5+b1

Package: libacl1
Status: deinstall reinstreq installed
Architecture: i386
Source: acl
Version: 2.3.1-3

Package: man-db
Status: install ok triggers-pending
Architecture: amd64
Version: 2.11.2-2

Package: old
Status: deinstall ok config-files
Version: 1.0

Package: never
Status: unknown ok not-installed
)";

TEST(DpkgStatus, ListsWhatIsInstalled) {
  Facts facts = read_for_test("var/lib/dpkg/status", kStatus);
  EXPECT_EQ(list_for_test(facts),
            "acl 2.3.1-3 amd64  \n"
            "libacl1 2.3.1-3 i386 acl \n"
            "libmount1 2.38.1-5+b1 amd64 util-linux 2.38.1-5\n"
            "man-db 2.11.2-2 amd64  \n");
  EXPECT_TRUE(facts.diagnostics.empty());
  ASSERT_EQ(facts.packages.size(), 4u);
  EXPECT_EQ(facts.packages[1].type, "deb");
  EXPECT_EQ(facts.packages[1].name_space, "");
  EXPECT_EQ(facts.packages[1].line, 10u);
  EXPECT_EQ(facts.packages[1].reader, "dpkg-status");
  EXPECT_EQ(facts.packages[1].path, "var/lib/dpkg/status");
}

TEST(DpkgStatus, TellsWhatItDoesNotList) {
  Facts facts = read_for_test("var/lib/dpkg/status",
                              "Package: a\nStatus: install ok unpacked\nVersion: 1\n\n"
                              "Package: b\nStatus: install reinstreq half-installed\nVersion: 1\n\n"
                              "Package: c\nVersion: 1\n\n"
                              "Package: d\nStatus: install ok installed\n\n"
                              "Status: install ok installed\nVersion: 1\n\n"
                              "Package: e\nStatus: install ok strange\nVersion: 1\n\n"
                              "nonsense\n");
  EXPECT_TRUE(facts.packages.empty());
  ASSERT_EQ(facts.diagnostics.size(), 7u);
  for (const Diagnostic& diagnostic : facts.diagnostics) {
    EXPECT_TRUE(diagnostic.incomplete);
    EXPECT_EQ(diagnostic.path, "var/lib/dpkg/status");
    EXPECT_GT(diagnostic.line, 0u);
  }
  EXPECT_EQ(facts.diagnostics[1].line, 5u);
}

TEST(DpkgStatus, StatusFolderNeedsNoStatus) {
  Facts facts = read_for_test("var/lib/dpkg/status.d/base",
                              "Package: base-files\nVersion: 11\nArchitecture: amd64\n");
  EXPECT_EQ(list_for_test(facts), "base-files 11 amd64  \n");
  facts = read_for_test("var/lib/dpkg/status.d/base",
                        "Package: base-files\nStatus: purge ok not-installed\nVersion: 11\n");
  EXPECT_EQ(list_for_test(facts), "");
  facts = read_for_test("var/lib/dpkg/status.d/base.md5sums",
                        "d41d8cd98f00b204e9800998ecf8427e  etc/debian_version\n");
  EXPECT_TRUE(facts.packages.empty());
  EXPECT_TRUE(facts.diagnostics.empty());
  ASSERT_EQ(facts.owned.size(), 1u);
  EXPECT_EQ(facts.owned[0], (Facts::Owned{"base", "etc/debian_version"}));
}

TEST(DpkgStatus, Opkg) {
  Facts facts = read_for_test("usr/lib/opkg/status",
                              "Package: ubus\nVersion: 2024~1-r1\nStatus: install user installed\n"
                              "Architecture: x86_64\n");
  ASSERT_EQ(facts.packages.size(), 1u);
  EXPECT_EQ(facts.packages[0].type, "opkg");
  facts = read_for_test("usr/lib/opkg/info/ubus.control",
                        "Package: ubus\nVersion: 2024~1-r1\nLicense: LGPL-2.1\n");
  ASSERT_EQ(facts.packages.size(), 1u);
  EXPECT_EQ(facts.packages[0].licenses, std::vector<std::string>{"LGPL-2.1"});
}

TEST(DpkgStatus, JournalMeansOutOfDate) {
  EXPECT_EQ(read_for_test("var/lib/dpkg/updates/0001", "Package: a\n").diagnostics.size(), 1u);
  EXPECT_EQ(read_for_test("var/lib/dpkg/updates/tmp.i", "Package: a\n").diagnostics.size(), 0u);
}

TEST(DpkgStatus, BoundsTheNumberOfPackages) {
  std::string text;
  for (int i = 0; i < 20; ++i)
    text += "Package: p" + std::to_string(i) + "\nStatus: install ok installed\nVersion: 1\n\n";
  Limits limits;
  limits.packages = 10;
  Facts facts = read_for_test("var/lib/dpkg/status", text, limits);
  EXPECT_EQ(facts.packages.size(), 10u);
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_EQ(facts.diagnostics[0].code, Code::kLimit);
}

TEST(DpkgStatus, AFileFullOfDamageIsSummedUp) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "Package: a\n\n";
  Facts facts = read_for_test("var/lib/dpkg/status", text);
  ASSERT_EQ(facts.diagnostics.size(), 101u);
  EXPECT_EQ(facts.diagnostics[100].message, "4900 more packages are not listed");
}

TEST(DpkgStatus, EveryPrefixIsRead) {
  for (size_t size = 0; size < kStatus.size(); ++size)
    EXPECT_LE(read_for_test("var/lib/dpkg/status", kStatus.substr(0, size)).packages.size(), 4u);
}

}  // namespace
}  // namespace seawall::package
