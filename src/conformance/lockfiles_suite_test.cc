#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"
#include "conformance/suite.h"

namespace seawall::conformance {

const Suite& lockfiles_suite();

namespace {

TEST(LockfilesSuite, judges_each_file_by_its_folder) {
  std::string root = test_folder() + "lockfiles_suite";
  auto write = [&](const std::string& manager, const std::string& name, const std::string& text) {
    std::string folder = root + "/parser/" + manager + "/testdata";
    ASSERT_TRUE(make_directories(folder).ok());
    ASSERT_TRUE(write_file_atomically(folder + "/" + name, text).ok());
  };
  const std::string lock =
      R"({"lockfileVersion":3,"packages":{"":{},"node_modules/a":{"version":"1.0.0"}}})";
  // Right: read, said to be empty, said to be broken.
  write("nodejs/npm", "package-lock_v3.json", lock);
  write("nodejs/npm", "package-lock_empty.json", R"({"lockfileVersion":3,"packages":{}})");
  write("nodejs/npm", "package-lock_invalid.json", "{");
  // Wrong: broken without saying so, empty without saying so, said to be broken and yet good.
  write("nodejs/npm", "package-lock.json", "{");
  write("nodejs/npm", "package-lock_v2.json", R"({"lockfileVersion":3,"packages":{}})");
  write("nodejs/npm", "package-lock_sad.json", lock);
  // Another file of the folder, and a folder that nobody reads.
  write("nodejs/npm", "notes.txt", "");
  write("cobol/copybook", "book.lock", "");
  ASSERT_TRUE(write_file_atomically(root + "/parser/README.md", "no case").ok());
  Outcomes outcomes;
  ASSERT_TRUE(lockfiles_suite().run(root, outcomes).ok());
  EXPECT_EQ(outcomes.passed(), 3u);
  EXPECT_EQ(outcomes.failed(), 3u);
  EXPECT_EQ(outcomes.skipped(), 2u);
}

}  // namespace
}  // namespace seawall::conformance
