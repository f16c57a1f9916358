#include "archive/zip_directory.h"

#include <gtest/gtest.h>

#include <string>

namespace seawall::archive {
namespace {

std::string end_record(std::string_view size, std::string_view offset) {
  return std::string("PK\5\6\0\0\0\0\1\0\1\0", 12) + std::string(size) + std::string(offset) +
         std::string(2, '\0');
}

TEST(ZipDirectory, LiesBeforeItsEndRecord) {
  const std::string bytes = "0123456789" + end_record({"\4\0\0\0", 4}, {"\2\0\0\0", 4});
  const ZipDirectory directory = find_zip_directory(bytes).value();
  EXPECT_EQ(directory.offset, 6u);
  EXPECT_EQ(directory.size, 4u);
  EXPECT_EQ(directory.entries, 1u);
  EXPECT_EQ(directory.prefix, 4u);
}

TEST(ZipDirectory, CannotLieOutside) {
  EXPECT_FALSE(
      find_zip_directory("0123456789" + end_record({"\xb\0\0\0", 4}, {"\0\0\0\0", 4})).ok());
  EXPECT_FALSE(
      find_zip_directory("0123456789" + end_record({"\4\0\0\0", 4}, {"\7\0\0\0", 4})).ok());
}

TEST(ZipDirectory, Numbers) {
  EXPECT_EQ(zip_u16("x\x01\xff", 1), 0xff01u);
  EXPECT_EQ(zip_u32("\x01\x02\x03\xff", 0), 0xff030201u);
  EXPECT_EQ(zip_u64("\x01\x02\x03\xff\x05\x06\x07\xff", 0), 0xff070605ff030201u);
}

}  // namespace
}  // namespace seawall::archive
