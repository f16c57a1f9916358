#include "feed/change_list.h"

#include <gtest/gtest.h>

namespace seawall::feed {
namespace {

TEST(ChangeList, ReadsBothForms) {
  std::vector<Change> changes =
      read_change_list("2024-08-15T00:05:00Z,GHSA-1\n2024-08-14T00:00:00.5Z,npm/MAL-2024-1\n")
          .value();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].id, "GHSA-1");
  EXPECT_EQ(changes[0].modified, *parse_rfc3339("2024-08-15T00:05:00Z"));
  EXPECT_EQ(changes[1].id, "MAL-2024-1");
  EXPECT_TRUE(read_change_list("").value().empty());
}

TEST(ChangeList, RefusesWhatItDoesNotUnderstand) {
  for (const char* bad : {"yesterday,GHSA-1\n", "2024-08-15T00:05:00Z\n", "2024-08-15T00:05:00Z,\n",
                          "2024-08-15T00:05:00Z,..\n", "2024-08-15T00:05:00Z,a\\b\n"})
    EXPECT_FALSE(read_change_list(bad).ok()) << bad;
}

TEST(ChangeList, SafePaths) {
  EXPECT_TRUE(is_path_safe("Rocky Linux"));
  EXPECT_TRUE(is_path_safe("ALSA-2022:0001"));
  for (const char* bad : {"", ".", "..", "a/b", "a\\b", "a\nb"})
    EXPECT_FALSE(is_path_safe(bad)) << bad;
}

}  // namespace
}  // namespace seawall::feed
