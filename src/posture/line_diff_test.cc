#include "posture/line_diff.h"

#include <gtest/gtest.h>

namespace seawall::posture {
namespace {

TEST(LineDiff, says_nothing_of_equal_texts) {
  EXPECT_EQ(unified_diff("a", "x\n", "x\n"), "");
}

TEST(LineDiff, has_three_lines_of_context) {
  EXPECT_EQ(unified_diff("f.yaml", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
            "--- a/f.yaml\n+++ b/f.yaml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(LineDiff, tells_added_and_removed_lines) {
  EXPECT_EQ(unified_diff("f", "a\nb\n", "a\nx\nb\n"),
            "--- a/f\n+++ b/f\n@@ -1,2 +1,3 @@\n a\n+x\n b\n");
  EXPECT_EQ(unified_diff("f", "a\n", ""), "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n");
  EXPECT_EQ(unified_diff("f", "", "a\n"), "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n");
}

TEST(LineDiff, parts_what_is_far_apart) {
  std::string before, after;
  for (int i = 0; i < 30; ++i) {
    before += std::to_string(i) + "\n";
    after += i == 5 || i == 20 ? "x\n" : std::to_string(i) + "\n";
  }
  std::string diff = unified_diff("f", before, after);
  EXPECT_NE(diff.find("@@ -3,7 +3,7 @@"), diff.npos) << diff;
  EXPECT_NE(diff.find("@@ -18,7 +18,7 @@"), diff.npos) << diff;
}

TEST(LineDiff, marks_a_missing_last_break) {
  EXPECT_EQ(unified_diff("f", "a", "a\n"),
            "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST(LineDiff, ends_when_all_is_different) {
  std::string before, after;
  for (int i = 0; i < 5000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  EXPECT_GT(unified_diff("f", before, after).size(), before.size() + after.size());
}

}  // namespace
}  // namespace seawall::posture
