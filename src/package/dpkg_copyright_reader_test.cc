#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "package/reader_testing.h"

namespace seawall::package {
namespace {

using testing::ElementsAre;

std::vector<std::string> licenses(std::string_view text) {
  Facts facts = read_for_test("usr/share/doc/libfoo1/copyright", text);
  EXPECT_TRUE(facts.diagnostics.empty());
  if (facts.licensed.empty()) return {};
  EXPECT_EQ(facts.licensed[0].package, "libfoo1");
  return facts.licensed[0].licenses;
}

TEST(DpkgCopyright, MachineReadable) {
  EXPECT_THAT(
      licenses("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
               "Upstream-Name: foo\n\n"
               "Files: *\nCopyright: A\nLicense: GPL-2+ or MIT\n\n"
               "Files: debian/*\nLicense: GPL-2+\n This program is free\n .\n text\n\n"
               "Files: x\nLicense: GPL-2+\n\n"
               "License: MIT\n Permission is\n"),
      ElementsAre("GPL-2+ or MIT", "GPL-2+"));
  EXPECT_THAT(licenses("Format: x\n\nLicense: MIT\n text\n"), ElementsAre("MIT"));
}

// Eight megabytes that name the same licences over and over take no longer than others.
TEST(DpkgCopyright, ThousandsOfRepetitions) {
  std::string text = "Format: x\n\n";
  for (int i = 0; i < 200'000; ++i)
    text += "Files: *\nLicense: L" + std::to_string(i % 999) + "\n\n";
  EXPECT_EQ(licenses(text).size(), 999u);
}

TEST(DpkgCopyright, ProseRefersToCommonLicences) {
  EXPECT_THAT(licenses("This is free.\n\nSee `/usr/share/common-licenses/GPL-3'.\n"
                       "and /usr/share/common-licenses/LGPL-2.1. Also\n"
                       "/usr/share/common-licenses/GPL-3 again; /usr/share/common-licenses/\n"),
              ElementsAre("GPL-3", "LGPL-2.1"));
  EXPECT_THAT(licenses("nothing\n"), ElementsAre());
  // Machine-readable in form only.
  EXPECT_THAT(licenses("Format: x\nComment: /usr/share/common-licenses/Apache-2.0\n"),
              ElementsAre("Apache-2.0"));
}

}  // namespace
}  // namespace seawall::package
