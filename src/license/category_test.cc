#include "license/category.h"

#include <gtest/gtest.h>

namespace seawall::license {

namespace {

std::string category(std::string_view text) {
  return category_name(category_of(parse_expression(text).value()));
}

TEST(Category, Licenses) {
  EXPECT_EQ(category("MIT"), "notice");
  EXPECT_EQ(category("Apache-2.0"), "notice");
  EXPECT_EQ(category("BSD-3-Clause"), "notice");
  EXPECT_EQ(category("MIT-0"), "permissive");
  EXPECT_EQ(category("CC0-1.0"), "unencumbered");
  EXPECT_EQ(category("MPL-2.0"), "reciprocal");
  EXPECT_EQ(category("GPL-3.0-or-later"), "restricted");
  EXPECT_EQ(category("LGPL-2.1-only"), "restricted");
  EXPECT_EQ(category("CC-BY-SA-4.0"), "restricted");
  EXPECT_EQ(category("CC-BY-4.0"), "notice");
  EXPECT_EQ(category("CC-BY-NC-SA-4.0"), "forbidden");
  EXPECT_EQ(category("AGPL-3.0-only"), "forbidden");
  EXPECT_EQ(category("LicenseRef-own"), "unknown");
}

TEST(Category, Expressions) {
  EXPECT_EQ(category("MIT AND GPL-2.0-only"), "restricted");
  EXPECT_EQ(category("MIT OR GPL-2.0-only"), "notice");
  EXPECT_EQ(category("GPL-2.0-only WITH Classpath-exception-2.0"), "restricted");
  EXPECT_EQ(category("MIT AND LicenseRef-own"), "unknown");
  EXPECT_EQ(category("AGPL-3.0-only AND LicenseRef-own"), "forbidden");
}

}  // namespace

}  // namespace seawall::license
