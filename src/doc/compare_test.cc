#include "doc/compare.h"

#include <gtest/gtest.h>

#include "doc/test_support.h"

namespace seawall::doc {
namespace {

bool equal_texts(std::string_view a, std::string_view b) {
  Document first = parse_json(a, Limits{}).value();
  Document second = parse_json(b, Limits{}).value();
  std::string canonical_a;
  std::string canonical_b;
  EXPECT_EQ(append_canonical(first.root(), canonical_a),
            append_canonical(second.root(), canonical_b))
      << a << " " << b;
  bool same = equal(first.root(), second.root());
  EXPECT_EQ(same, equal(second.root(), first.root())) << a << " " << b;
  EXPECT_EQ(same, canonical_a == canonical_b) << a << " " << b;
  return same;
}

TEST(Compare, EqualAsJsonSchemaSays) {
  EXPECT_TRUE(equal_texts("1", "1.0"));
  EXPECT_TRUE(equal_texts(R"({"a":1,"b":[2]})", R"({"b":[2.0],"a":1})"));
  EXPECT_FALSE(equal_texts("1", "true"));
  EXPECT_FALSE(equal_texts("0", "false"));
  EXPECT_FALSE(equal_texts("null", "false"));
  EXPECT_FALSE(equal_texts("[1,2]", "[2,1]"));
  EXPECT_FALSE(equal_texts(R"("1")", "1"));
  EXPECT_FALSE(equal_texts(R"({"a":1})", R"({"b":1})"));
  EXPECT_FALSE(equal_texts("9007199254740993", "9007199254740992")) << "beyond double's digits";
  EXPECT_FALSE(equal_texts("18446744073709551615", "18446744073709551614"));
}

}  // namespace
}  // namespace seawall::doc
