#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "package/reader_testing.h"

namespace seawall::package {
namespace {

using Owned = Facts::Owned;
using testing::ElementsAre;

std::string package(const std::string& pf) {
  Facts facts = read_for_test("var/db/pkg/dev-perl/x/PF", pf);
  if (facts.packages.empty()) return facts.diagnostics.empty() ? "silent" : "told";
  const Package& one = facts.packages[0];
  return one.type + " " + one.name_space + " " + one.name + " " + one.version;
}

TEST(Portage, NamesAndVersions) {
  EXPECT_EQ(package("Getopt-Long-2.580.0\n"), "ebuild dev-perl Getopt-Long 2.580.0");
  EXPECT_EQ(package("gtk+-3.24_rc1-r12"), "ebuild dev-perl gtk+ 3.24_rc1-r12");
  EXPECT_EQ(package("font-adobe-100dpi-1.0.3"), "ebuild dev-perl font-adobe-100dpi 1.0.3");
  for (const char* pf : {"", "\n", "Getopt-Long", "-1", "a-", "a-r1", "a/b-1"})
    EXPECT_EQ(package(pf), "told") << pf;
}

TEST(Portage, LicenceAndContents) {
  Facts facts = read_for_test("var/db/pkg/app-misc/foo-1.2-r3/LICENSE", "|| ( MIT GPL-2+ )\n");
  EXPECT_THAT(facts.licensed, ElementsAre(Facts::Licensed{"foo", {"|| ( MIT GPL-2+ )"}}));
  facts = read_for_test("var/db/pkg/app-misc/foo-1.2/CONTENTS",
                        "dir /usr\nobj /usr/a b.jar d41d8cd98f00b204e9800998ecf8427e 1700000000\n"
                        "sym /usr/l -> a b.jar 1700000000\nobj\nobj \nobj x\nsym x\n");
  EXPECT_THAT(facts.owned, ElementsAre(Owned{"foo", "usr/a b.jar"}, Owned{"foo", "usr/l"}));
}

}  // namespace
}  // namespace seawall::package
