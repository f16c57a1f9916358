#include "image/file_set.h"

#include <gtest/gtest.h>

#include "image/test_images.h"

namespace seawall::image {
namespace {

TEST(FolderFiles, StaysInside) {
  std::string folder = test_path("folder-files");
  write_test_file(folder + "/blobs/x", "content");
  write_test_file(test_path("outside"), "secret");
  std::filesystem::remove(folder + "/link");
  std::filesystem::create_symlink(test_path("outside"), folder + "/link");
  std::unique_ptr<FileSet> files = folder_files(folder);
  EXPECT_EQ(*files->read("blobs/x", 100), "content");
  EXPECT_EQ(files->size("blobs/x"), 7u);
  for (const char* name :
       {"../outside", "blobs/../../outside", "link", "/etc/passwd", "blobs", "", "absent"})
    EXPECT_FALSE(files->contains(name)) << name;
  EXPECT_EQ(files->read("../outside", 100).error().code(), Code::kNotFound);
  EXPECT_TRUE(files->seekable());
}

TEST(ArchiveFiles, PlainCanSeekAndCompressedCannot) {
  std::string tar = test_tar({{"a", "first"}, {"b", "second"}});
  auto plain = archive_files(write_test_file(test_path("p.tar"), tar), Limits{}).value();
  auto packed =
      archive_files(write_test_file(test_path("p.tgz"), test_gzip(tar)), Limits{}).value();
  EXPECT_TRUE(plain->seekable());
  EXPECT_FALSE(packed->seekable());
  for (FileSet* files : {plain.get(), packed.get()}) {
    EXPECT_EQ(*files->read("b", 100), "second");
    EXPECT_EQ(*files->read("a", 100), "first");
    EXPECT_FALSE(files->contains("c"));
  }
  EXPECT_FALSE(
      archive_files(write_test_file(test_path("bad.tar"), "no tar at all, and too short"), Limits{})
          .ok());
  EXPECT_EQ(archive_files("/no/such/file", Limits{}).error().code(), Code::kNotFound);
}

}  // namespace
}  // namespace seawall::image
