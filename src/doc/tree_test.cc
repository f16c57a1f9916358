#include "doc/tree.h"

#include <gtest/gtest.h>

#include "doc/builder.h"

namespace seawall::doc {
namespace {

// {"key0": 0, ...}; each key `copies` times, the last copy counts.
Document object_of(int count, int copies, size_t& repeated) {
  Builder build;
  build.begin_object();
  for (int copy = 1; copy <= copies; ++copy) {
    for (int i = 0; i < count; ++i) {
      build.key("key" + std::to_string(i));
      build.integer(i * copy);
    }
  }
  build.end_object();
  repeated = build.repeated_count();
  return build.finish();
}

TEST(Node, FindsInSmallAndLargeObjects) {
  for (int count : {0, 1, 15, 16, 17, 18, 100, 5000}) {
    for (int copies : {1, 2, 3}) {
      size_t repeated = 0;
      Document document = object_of(count, copies, repeated);
      EXPECT_EQ(document.root().size(), static_cast<size_t>(count));
      EXPECT_EQ(repeated, static_cast<size_t>(count * (copies - 1)));
      for (int i = 0; i < count; ++i) {
        const Node* node = document.root().find("key" + std::to_string(i));
        ASSERT_NE(node, nullptr) << count << " " << copies << " " << i;
        EXPECT_EQ(node->as_int(), i * copies);
      }
      EXPECT_EQ(document.root().find("key"), nullptr);
      EXPECT_EQ(document.root().find("zzz"), nullptr);
    }
  }
}

TEST(Node, AbsentIsNullAllTheWay) {
  Builder build;
  build.begin_object();
  build.key("a");
  build.string("text");
  build.end_object();
  Document document = build.finish();
  const Node& root = document.root();
  EXPECT_EQ(root.text("a"), "text");
  EXPECT_EQ(root.text("b"), "");
  EXPECT_TRUE(root.at({"a", "b", "c"}).is_null());
  EXPECT_TRUE(root["x"]["y"].is_null());
  EXPECT_EQ(root["a"].items().size(), 0u);
  EXPECT_EQ(root["a"].size(), 0u);
}

TEST(Node, NumbersConvertOnlyWhenExact) {
  Builder build;
  build.begin_array();
  build.number(3.0);
  build.number(3.5);
  build.number(0x1p63);
  build.unsigned_integer(7);
  build.unsigned_integer(1ull << 63);
  build.end_array();
  Document document = build.finish();
  auto items = document.root().items();
  EXPECT_EQ(items[0].as_int(), 3);
  EXPECT_FALSE(items[1].as_int());
  EXPECT_FALSE(items[2].as_int());
  EXPECT_EQ(items[3].kind(), Kind::kInt);
  EXPECT_EQ(items[4].kind(), Kind::kUint);
  EXPECT_EQ(items[4].as_uint(), 1ull << 63);
  EXPECT_EQ(items[4].as_double(), 0x1p63);
}

}  // namespace
}  // namespace seawall::doc
