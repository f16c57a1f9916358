#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

namespace seawall {
namespace {

TEST(File, writes_whole_and_reads_bounded) {
  std::string dir = testing::TempDir() + "/seawall_file_test";
  ASSERT_TRUE(make_directories(dir + "/a/b"));
  std::string path = dir + "/a/b/file";
  ASSERT_TRUE(write_file_atomically(path, "12345"));
  EXPECT_EQ(*read_file(path, 5), "12345");
  EXPECT_EQ(read_file(path, 4).error().code(), Code::kLimit);
  EXPECT_EQ(read_file(dir + "/none", 4).error().code(), Code::kNotFound);
  EXPECT_EQ(read_file(dir, 4).error().code(), Code::kInvalid);
  EXPECT_EQ(MappedFile::open(path)->bytes(), "12345");
  std::filesystem::remove_all(dir);
}

TEST(File, gives_no_more_rights_than_the_umask) {
  std::string path = testing::TempDir() + "/seawall_file_rights";
  mode_t before = ::umask(0077);
  ASSERT_TRUE(write_file_atomically(path, "secret"));
  ::umask(before);
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
  std::filesystem::remove(path);
}

TEST(File, writes_to_devices_and_never_replaces_them) {
  ASSERT_TRUE(write_file_atomically("/dev/null", "12345"));
  EXPECT_FALSE(std::filesystem::is_regular_file("/dev/null"));
  EXPECT_FALSE(write_file_atomically(testing::TempDir(), "a folder"));
}

TEST(File, refuses_devices_unless_asked) {
  EXPECT_FALSE(read_file("/dev/null", 10));
  EXPECT_EQ(*read_file("/dev/null", 10, true), "");
}

}  // namespace
}  // namespace seawall
