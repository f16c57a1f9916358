#include "report/columns.h"

#include <gtest/gtest.h>

namespace seawall::report {
namespace {

TEST(Columns, cuts_the_widest_to_fit) {
  Columns table({"ID", "TEXT"}, {false, true});
  table.add({"CVE-2021-44228", std::string(80, 'x')});
  table.add({"A", "größe\x1b[0m"});
  std::string text = table.render(50, 2);
  EXPECT_EQ(text,
            "  ID              TEXT\n"
            "  CVE-2021-44228  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\n"
            "  A               größe\\x1b[0m\n");
}

TEST(Columns, leaves_out_what_has_no_content) {
  Columns table({"ID", "WHERE", "WHAT"}, {false, true, true});
  table.add({"A", "", "x"});
  table.add({"B", "", ""});
  EXPECT_EQ(table.render(80, 0), "ID  WHAT\nA   x\nB\n");
}

TEST(Columns, counts_characters) {
  EXPECT_EQ(character_count("größe"), 5u);
  EXPECT_EQ(cut("größe", 4), "grö…");
  EXPECT_EQ(cut("größe", 5), "größe");
}

}  // namespace
}  // namespace seawall::report
