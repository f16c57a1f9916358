#include "posture/edit_tree.h"

#include <gtest/gtest.h>

#include "doc/json_writer.h"
#include "posture/fix_testing.h"

namespace seawall::posture {
namespace {

TEST(EditTree, joins_edits_and_keeps_them_apart) {
  TestChanges changes("a: {b: 1}\n", {{"a.c.d", "x"},
                                      {"a.c.e", "1"},
                                      {"a.c", "2"},
                                      {"a.c.d.f", "3"},
                                      {"a.b", {}},
                                      {"a.c.d", "y"}});
  EditTree tree;
  std::vector<bool> taken;
  for (size_t i = 0; i < changes.edits.size(); ++i)
    taken.push_back(add_edit(changes.edits[i], i, tree));
  EXPECT_EQ(taken, (std::vector<bool>{true, true, false, false, true, false}));
  EditTree& a = tree.member("a");
  EXPECT_TRUE(a.exists);
  EXPECT_TRUE(a.member("b").remove);
  EXPECT_FALSE(a.member("c").exists);
  EXPECT_EQ(a.member("c").changes, (std::vector<size_t>{0, 1}));
  doc::Builder build;
  build_value(a.member("c"), build);
  doc::Document made = build.finish();
  EXPECT_EQ(doc::to_json(made.root()), R"({"d":"x","e":1})");
}

}  // namespace
}  // namespace seawall::posture
