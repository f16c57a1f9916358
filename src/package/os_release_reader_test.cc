#include <gtest/gtest.h>

#include "package/os_release.h"
#include "package/reader_testing.h"

namespace seawall::package {
namespace {

TEST(OsReleaseReader, GivesTheDistroWithItsPath) {
  Facts facts = read_for_test("usr/lib/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
  ASSERT_TRUE(facts.distro.has_value());
  EXPECT_EQ(facts.distro->id, "debian");
  EXPECT_EQ(facts.distro->version_id, "12");
  EXPECT_EQ(facts.distro->path, "usr/lib/os-release");
}

TEST(OsReleaseReader, ReadsEveryFileThatIsRanked) {
  const Reader* reader = nullptr;
  for (const Reader* one : readers())
    if (one->name == "os-release") reader = one;
  ASSERT_NE(reader, nullptr);
  int last = -1;
  for (const Pattern& pattern : reader->patterns) {
    EXPECT_GT(distro_rank(pattern.text), last) << pattern.text;
    last = distro_rank(pattern.text);
    EXPECT_LT(last, 1000) << pattern.text;
  }
  EXPECT_EQ(static_cast<size_t>(last) + 1, reader->patterns.size());
}

TEST(OsReleaseReader, AnUnknownTextIsARemark) {
  Facts facts = read_for_test("etc/redhat-release", "Something else\n");
  EXPECT_FALSE(facts.distro.has_value());
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_FALSE(facts.diagnostics[0].incomplete);
}

}  // namespace
}  // namespace seawall::package
