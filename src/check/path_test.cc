#include "check/path.h"

#include <gmock/gmock.h>

#include "check/check_testing.h"

namespace seawall::check {
namespace {

std::vector<std::string> all(std::string_view path, const doc::Document& document,
                             bool incomplete = false) {
  std::vector<std::string> out;
  for (const Place& place : locate_all(parse_path(path).value(), document.root(), incomplete))
    out.push_back(path_text(place.steps));
  return out;
}

TEST(Path, IsWrittenAsItIsRead) {
  for (const char* text :
       {"a", "a.b", "a[*]", "a[0].b", "a[name=app].c", "a[ALL]", "m[\"a.b/c\"].d", "a[0][1]"})
    EXPECT_EQ(path_text(parse_path(text).value()), text);
  EXPECT_EQ(parse_path("m['a.b']").value().at(1).key, "a.b");
}

TEST(Path, WhatIsWrongIsNamed) {
  for (const char* text : {"", ".a", "a.", "a..b", "a[", "a[]", "a['b]", "a[99999999999]"})
    EXPECT_FALSE(parse_path(text)) << text;
  std::string deep = "a";
  for (int i = 0; i < 100; ++i) deep += ".a";
  EXPECT_FALSE(parse_path(deep));
}

TEST(Path, EveryPlace) {
  doc::Document document = yaml(R"(
ports: [{name: a, port: 1}, {name: b}, {name: c, port: 3}]
add: [ALL, NET_RAW]
)");
  using testing::ElementsAre;
  EXPECT_THAT(all("ports[*].port", document), ElementsAre("ports[0].port", "ports[2].port"));
  EXPECT_THAT(all("ports[name=b]", document), ElementsAre("ports[1]"));
  EXPECT_THAT(all("add[NET_RAW]", document), ElementsAre("add[1]"));
  EXPECT_THAT(all("add[1]", document), ElementsAre("add[1]"));
  EXPECT_THAT(all("add[7]", document), ElementsAre());
  EXPECT_THAT(all("none.here", document), ElementsAre());
  // With what a fix would have to make: the part that exists.
  EXPECT_THAT(all("none.here", document, true), ElementsAre(""));
  EXPECT_THAT(all("ports[*].port", document, true),
              ElementsAre("ports[0].port", "ports[1]", "ports[2].port"));
  EXPECT_THAT(all("none[*].here", document, true), ElementsAre());
  EXPECT_THAT(all("add.member", document, true), ElementsAre());
}

TEST(Path, TheFirstPlaceElseTheDeepestPart) {
  doc::Document document = yaml("a:\n  b:\n    c: 1\n  l: [{x: 1}, {z: 2}]\n");
  Place found = locate(parse_path("a.b.c").value(), document.root());
  EXPECT_EQ(found.taken, 3u);
  EXPECT_EQ(found.position, (doc::Position{3, 5}));
  Place part = locate(parse_path("a.b.d").value(), document.root());
  EXPECT_EQ(part.taken, 2u);
  EXPECT_EQ(part.position, (doc::Position{2, 3}));
  EXPECT_EQ(path_text(locate(parse_path("a.l[*].z").value(), document.root()).steps), "a.l[1].z");
}

TEST(Path, LongListsAreLookedAtOnceAndNotForever) {
  std::string text = "l: [";
  for (int i = 0; i < 30'000; ++i) text += "{a: 1},";
  doc::Document document = yaml(text + "]");
  EXPECT_LE(all("l[*].a", document).size(), 10'000u);
  EXPECT_EQ(all("l[29999].a", document).size(), 1u);
}

}  // namespace
}  // namespace seawall::check
