#include "archive/path.h"

#include <gtest/gtest.h>

namespace seawall::archive {
namespace {

TEST(NormalizePath, Table) {
  struct Case {
    const char* path;
    const char* normal;
    bool escaped;
  };
  const Case cases[] = {
      {"", "", false},
      {"/", "", false},
      {".", "", false},
      {"./", "", false},
      {"./.", "", false},
      {"//", "", false},
      {"a", "a", false},
      {"/a", "a", false},
      {"./a/", "a", false},
      {"a/b/c", "a/b/c", false},
      {"a//b", "a/b", false},
      {"a/./b/.", "a/b", false},
      {"a/../b", "b", false},
      {"a/b/..", "a", false},
      {"a/b/../", "a", false},
      {"..", "", true},
      {"../a", "a", true},
      {"/../../etc/passwd", "etc/passwd", true},
      {"a/../../b", "b", true},
      {"a/..", "", false},
      {"...", "...", false},
      {"..a/b..", "..a/b..", false},
      {".hidden", ".hidden", false},
      {"a/...", "a/...", false},
      {"././a", "a", false},
      {".//a", "a", false},
      {"a///", "a", false},
      {"./..", "", true},
      {"a/.../..", "a", false},
      {"\\..\\a", "\\..\\a", false},
  };
  std::string out = "left over";
  for (const Case& c : cases) {
    EXPECT_EQ(normalize_path(c.path, out), c.escaped) << c.path;
    EXPECT_EQ(out, c.normal) << c.path;
    std::string again;
    EXPECT_FALSE(normalize_path(out, again));
    EXPECT_EQ(again, out) << "normal form is stable";
  }
}

TEST(NormalizePath, LongPathsAreLinear) {
  std::string path, out;
  for (int i = 0; i < 500'000; ++i) path += "a/../";
  EXPECT_FALSE(normalize_path(path, out));
  EXPECT_EQ(out, "");
}

}  // namespace
}  // namespace seawall::archive
