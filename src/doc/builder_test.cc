#include "doc/builder.h"

#include <gtest/gtest.h>

#include "doc/json_writer.h"

namespace seawall::doc {
namespace {

TEST(Builder, MakesATree) {
  Builder build;
  build.begin_object({1, 1});
  build.key("name", {1, 2});
  build.string("x", {1, 9});
  build.key("list");
  build.begin_array();
  build.integer(1);
  build.begin_object();
  build.key("deep");
  build.boolean(true);
  build.end_object();
  build.null();
  build.end_array();
  build.end_object();
  EXPECT_EQ(build.depth(), 0u);
  EXPECT_EQ(build.nodes(), 7u);
  Document document = build.finish();
  EXPECT_EQ(to_json(document.root()), R"({"name":"x","list":[1,{"deep":true},null]})");
  EXPECT_EQ(document.root().members()[0].value.position(), (Position{1, 9}));
}

TEST(Builder, SharesANodeAgain) {
  Builder build;
  build.begin_array();
  build.begin_array({2, 1});
  build.integer(1, {2, 2});
  build.end_array();
  build.value(Builder::moved(build.last(), {3, 1}));
  build.end_array();
  Document document = build.finish();
  auto items = document.root().items();
  EXPECT_EQ(items[1].position(), (Position{3, 1}));
  EXPECT_EQ(items[1].items().data(), items[0].items().data());
}

TEST(Builder, EmptyIsNull) {
  Document document = Builder().finish();
  EXPECT_TRUE(document.root().is_null());
}

TEST(BuilderDeathTest, Misuse) {
  EXPECT_DEATH(
      {
        Builder build;
        build.begin_object();
        build.integer(1);
      },
      "internal error");
  EXPECT_DEATH(
      {
        Builder build;
        build.begin_object();
        build.end_array();
      },
      "internal error");
}

TEST(Builder, LeavesOutNullMembers) {
  Builder build;
  build.leave_out_null_members();
  build.begin_object();
  build.key("a");
  build.integer(1);
  build.key("b");
  build.null();
  build.key("a");  // replaces the first, and goes with its null
  build.null();
  build.key("c");
  build.begin_array();
  build.null();
  build.end_array();
  build.end_object();
  Document document = build.finish();
  EXPECT_EQ(document.root().size(), 1u);
  EXPECT_EQ(document.root()["c"].size(), 1u);
}

TEST(Builder, LeavesOutNullMembersOfLargeObjects) {
  Builder build;
  build.leave_out_null_members();
  build.begin_object();
  for (int i = 0; i < 100; ++i) {
    build.key(std::to_string(i));
    i % 2 ? build.null() : build.integer(i);
  }
  build.end_object();
  Document document = build.finish();
  EXPECT_EQ(document.root().size(), 50u);
  EXPECT_EQ(document.root().find("41"), nullptr);
  EXPECT_EQ(document.root()["42"].as_int(), 42);
}

}  // namespace
}  // namespace seawall::doc
