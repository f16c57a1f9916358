#include "cel/path_table.h"

#include <gtest/gtest.h>

#include <string>

namespace seawall::cel {
namespace {

TEST(PathTable, OneSlotForAPath) {
  PathTable table;
  uint32_t a = table.add_variable("a");
  uint32_t b = table.add_variable("b");
  uint32_t spec = table.child(a, "spec");
  EXPECT_EQ(table.child(a, std::string("spec")), spec);
  EXPECT_NE(table.child(b, "spec"), spec);
  uint32_t name = table.child(spec, "name");
  EXPECT_EQ(table[name].parent, spec);
  EXPECT_EQ(table[name].variable, a);
  EXPECT_EQ(table[name].depth, 2u);
  EXPECT_EQ(table[name].missing.detail, "name");
  EXPECT_EQ(table.size(), 5u);
}

TEST(PathTable, SlotsStayWhereTheyAre) {
  PathTable table;
  uint32_t root = table.add_variable("a");
  const PathSlot* first = &table[table.child(root, "first")];
  for (int i = 0; i < 1000; ++i) table.child(root, std::to_string(i));
  EXPECT_EQ(&table[table.child(root, "first")], first);
  EXPECT_EQ(first->key, "first");
}

TEST(PathTable, FullIsSaid) {
  PathTable table;
  uint32_t slot = table.add_variable("a");
  while (slot != PathTable::kNone) {
    EXPECT_LT(table.size(), 2'000'000u);
    slot = table.child(slot, "x");
  }
  EXPECT_EQ(table.child(0, "y"), PathTable::kNone);
}

}  // namespace
}  // namespace seawall::cel
