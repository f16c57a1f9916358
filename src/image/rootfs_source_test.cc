#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"
#include "image/source.h"
#include "image/test_images.h"

namespace seawall::image {
namespace {

TEST(Rootfs, WalksWithoutLeavingTheRoot) {
  std::string root = test_path("rootfs");
  write_test_file(root + "/etc/os-release", "ID=test\n");
  write_test_file(root + "/usr/bin/tool", "tool");
  write_test_file(root + "/proc/1/environ", "SECRET=1");
  write_test_file(root + "/usr/proc/kept", "yes");
  std::filesystem::create_symlink("/", root + "/outside");
  std::filesystem::create_symlink("../../../../etc", root + "/usr/up");
  ASSERT_EQ(::mkfifo((root + "/pipe").c_str(), 0600), 0);
  auto opened = open_image(root, OpenOptions{});
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  EXPECT_TRUE((*opened)->is_root_filesystem());
  ASSERT_EQ((*opened)->image().layers.size(), 1u);
  CollectingVisitor visitor;
  Status walked = (*opened)->walk_layer(0, visitor, Limits{});
  ASSERT_TRUE(walked.ok()) << walked.error().message();
  EXPECT_EQ(visitor.files.at("etc/os-release"), "ID=test\n");
  EXPECT_EQ(visitor.files.at("usr/bin/tool"), "tool");
  EXPECT_EQ(visitor.files.at("outside"), "-> /");
  EXPECT_EQ(visitor.files.at("usr/up"), "-> ../../../../etc");
  EXPECT_EQ(visitor.files.at("pipe"), "");
  EXPECT_EQ(visitor.files.at("usr/proc/kept"), "yes");
  EXPECT_FALSE(visitor.files.contains("proc/1"));
  EXPECT_FALSE(visitor.files.contains("outside/etc"));
  EXPECT_TRUE((*opened)->diagnostics().empty());
  std::filesystem::remove_all(root);
}

TEST(Rootfs, BoundsAndErrors) {
  std::string root = test_path("rootfs-deep");
  std::string deep = root;
  for (int i = 0; i < 300; ++i) deep += "/d";
  std::filesystem::create_directories(deep);
  auto opened = open_image("rootfs:" + root, OpenOptions{});
  ASSERT_TRUE(opened.ok());
  CollectingVisitor visitor;
  EXPECT_TRUE((*opened)->walk_layer(0, visitor, Limits{}).ok());
  ASSERT_EQ((*opened)->diagnostics().size(), 1u);
  EXPECT_EQ((*opened)->diagnostics()[0].code, Code::kLimit);
  Limits limits;
  limits.layer_entries = 10;
  EXPECT_EQ((*opened)->walk_layer(0, visitor, limits).error().code(), Code::kLimit);
  EXPECT_EQ(open_image("rootfs:" + root + "/absent", OpenOptions{}).error().code(),
            Code::kNotFound);
  std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace seawall::image
