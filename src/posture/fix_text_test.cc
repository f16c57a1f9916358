#include "posture/fix_text.h"

#include <gtest/gtest.h>

#include "posture/fix_testing.h"

namespace seawall::posture {
namespace {

TEST(FixText, refuses_what_reaches_further) {
  std::string_view text = "a: &x\n  p: 1\nb: *x\nc: 1\n";
  TestChanges changes(text, {{"a.p", "2"}, {"c", "2"}});
  PatchedText out = fix_text(text, changes.changes, Limits{}).value();
  EXPECT_EQ(out.text, "a: &x\n  p: 1\nb: *x\nc: 2\n");
  ASSERT_EQ(out.refused.size(), 1u);
  EXPECT_EQ(out.refused[0].change, 0u);
}

TEST(FixText, changes_what_all_aliases_are_to_be) {
  std::string_view text = "a: &x\n  p: 1\nb: *x\n";
  TestChanges changes(text, {{"a.p", "2"}, {"b.p", "2"}});
  PatchedText out = fix_text(text, changes.changes, Limits{}).value();
  EXPECT_EQ(out.text, "a: &x\n  p: 2\nb: *x\n");
  EXPECT_TRUE(out.refused.empty());
}

TEST(FixText, is_an_error_for_what_cannot_be_read) {
  TestChanges changes("a: 1\n", {{"a", "2"}});
  EXPECT_FALSE(fix_text("a: [", changes.changes, Limits{}));
}

}  // namespace
}  // namespace seawall::posture
