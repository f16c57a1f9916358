#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "package/reader_testing.h"

namespace seawall::package {
namespace {

using Owned = Facts::Owned;
using testing::ElementsAre;

TEST(Pacman, Description) {
  Facts facts = read_for_test("var/lib/pacman/local/gcc-libs-13-2/desc",
                              "%NAME%\ngcc-libs\n\n%VERSION%\n1:13-2\n\n%BASE%\ngcc\n\n"
                              "%LICENSE%\nGPL\nLGPL\n\n%ARCH%\nx86_64\n\n%DESC%\n%NAME% in text\n");
  EXPECT_EQ(list_for_test(facts), "gcc-libs 1:13-2 x86_64 gcc \n");
  EXPECT_EQ(facts.packages[0].type, "alpm");
  EXPECT_THAT(facts.packages[0].licenses, ElementsAre("GPL", "LGPL"));
}

TEST(Pacman, WhatIsMissingIsTold) {
  for (const char* text : {"", "%NAME%\na\n\n%VERSION%\n", "%VERSION%\n1\n"}) {
    Facts facts = read_for_test("var/lib/pacman/local/a-1-1/desc", text);
    EXPECT_TRUE(facts.packages.empty());
    EXPECT_EQ(facts.diagnostics.size(), 1u);
  }
}

TEST(Pacman, Files) {
  Facts facts = read_for_test("var/lib/pacman/local/gcc-libs-1:13-2/files",
                              "%FILES%\nusr/\nusr/lib/libgcc.so\n\n%BACKUP%\netc/x\tabc\n");
  EXPECT_THAT(facts.owned, ElementsAre(Owned{"gcc-libs", "usr/lib/libgcc.so"}));
}

}  // namespace
}  // namespace seawall::package
