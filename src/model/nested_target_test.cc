#include "model/nested_target.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"

namespace seawall::model {
namespace {

std::string tar_with(std::string name) {
  std::string header(1024, '\0');
  header.replace(0, name.size(), name);
  header.replace(257, 5, "ustar");
  std::string file = test_folder() + "nested.tar";
  EXPECT_TRUE(write_file_atomically(file, header));
  return nested_target(file);
}

TEST(NestedTarget, ImagesAreKnownByTheirFirstEntry) {
  for (const char* name : {"blobs/", "manifest.json", "./oci-layout"})
    EXPECT_EQ(tar_with(name), "an image archive") << name;
  EXPECT_EQ(tar_with(std::string(64, 'a') + "/layer.tar"), "an image archive");
  EXPECT_EQ(tar_with("sha256:" + std::string(64, '0')), "an image archive");
  for (const char* name : {"src/main.c", "package/package.json", "mychart/Chart.yaml"})
    EXPECT_EQ(tar_with(name), "") << name;
}

TEST(NestedTarget, OtherFiles) {
  EXPECT_TRUE(may_be_nested_target("build/App.TAR.GZ"));
  EXPECT_TRUE(may_be_nested_target("a/oci-layout"));
  EXPECT_FALSE(may_be_nested_target("a.zip"));
  EXPECT_EQ(nested_target("a/oci-layout"), "an image layout");
  std::string file = test_folder() + "short.tar";
  ASSERT_TRUE(write_file_atomically(file, "x"));
  EXPECT_EQ(nested_target(file), "");
  EXPECT_EQ(nested_target(test_folder() + "none.tar"), "");
}

}  // namespace
}  // namespace seawall::model
