#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "package/reader_testing.h"

namespace seawall::package {
namespace {

using Owned = Facts::Owned;
using testing::ElementsAre;

TEST(DpkgFiles, ListsAreAbsolutePaths) {
  Facts facts = read_for_test("var/lib/dpkg/info/libc6:amd64.list", "/.\n/lib\n/lib/libc.so.6\n");
  EXPECT_THAT(facts.owned, ElementsAre(Owned{"libc6", "lib"}, Owned{"libc6", "lib/libc.so.6"}));
  facts = read_for_test("var/lib/dpkg/info/python3.11.list", "/usr/bin/a b\n");
  EXPECT_THAT(facts.owned, ElementsAre(Owned{"python3.11", "usr/bin/a b"}));
}

TEST(DpkgFiles, Checksums) {
  Facts facts = read_for_test("var/lib/dpkg/status.d/base.md5sums",
                              "d41d8cd98f00b204e9800998ecf8427e  ./etc/a\n"
                              "d41d8cd98f00b204e9800998ecf8427e  etc/b c\n"
                              "broken\n");
  EXPECT_THAT(facts.owned, ElementsAre(Owned{"base", "etc/a"}, Owned{"base", "etc/b c"}));
  EXPECT_EQ(facts.diagnostics.size(), 1u);
}

TEST(DpkgFiles, Opkg) {
  Facts facts = read_for_test("usr/lib/opkg/info/ubus.list", "/sbin/ubusd\n/bin/ubus\t755\n");
  EXPECT_THAT(facts.owned, ElementsAre(Owned{"ubus", "sbin/ubusd"}, Owned{"ubus", "bin/ubus"}));
}

TEST(DpkgFiles, StoresOnlyWhatIsAskedFor) {
  Facts facts;
  facts.keeps = [](std::string_view path) { return path.ends_with(".jar"); };
  facts.own("a", "/usr/share/java/x.jar");
  facts.own("a", "/usr/share/java/x.txt");
  EXPECT_THAT(facts.owned, ElementsAre(Owned{"a", "usr/share/java/x.jar"}));
}

}  // namespace
}  // namespace seawall::package
