#include "package/project_file.h"

#include <gtest/gtest.h>

#include "doc/parse.h"

namespace seawall::package {
namespace {

class OneFile : public Siblings {
 public:
  std::optional<std::string_view> read(std::string_view path) const override {
    if (path == "a/b/go.sum") return "text";
    return std::nullopt;
  }
};

TEST(ProjectFile, FindsFilesBeside) {
  EXPECT_EQ(folder_of("a/b/go.mod"), "a/b/");
  EXPECT_EQ(folder_of("go.mod"), "");
  OneFile siblings;
  File file;
  file.path = "a/b/go.mod";
  EXPECT_FALSE(beside(file, "go.sum"));
  file.siblings = &siblings;
  EXPECT_EQ(beside(file, "go.sum"), "text");
  EXPECT_FALSE(beside(file, "go.work"));
}

TEST(ProjectFile, TakesListsAndMapsThatAreEmptyOrMissing) {
  Result<doc::Document> document = doc::parse_json(
      R"({"list": [1, 2], "map": {"a": 1}, "nothing": null, "[]": [], "{}": {}, "text": "x"})",
      Limits{});
  ASSERT_TRUE(document.ok());
  const doc::Node& root = document->root();
  EXPECT_EQ(list_of(root, "list")->size(), 2u);
  EXPECT_EQ(map_of(root, "map")->size(), 1u);
  for (const char* key : {"nothing", "absent", "[]", "{}"}) {
    EXPECT_TRUE(list_of(root, key).ok() && list_of(root, key)->empty()) << key;
    EXPECT_TRUE(map_of(root, key).ok() && map_of(root, key)->empty()) << key;
  }
  EXPECT_FALSE(list_of(root, "map").ok());
  EXPECT_FALSE(map_of(root, "list").ok());
  EXPECT_FALSE(list_of(root, "text").ok());
  EXPECT_EQ(map_of(root, "text").error().message(), "\"text\" is no map");
}

}  // namespace
}  // namespace seawall::package
