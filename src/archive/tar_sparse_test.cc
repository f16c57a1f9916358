#include "archive/tar_sparse.h"

#include <gtest/gtest.h>

#include <string>

namespace seawall::archive {
namespace {

TEST(SparseText, NumbersMayStraddleBlocks) {
  SparseText text;
  SparseMap map;
  EXPECT_FALSE(text.feed("2\n10", map).value());
  EXPECT_FALSE(text.feed("00\n5\n", map).value());
  EXPECT_TRUE(text.feed("2000\n6\nrest", map).value());
  ASSERT_EQ(map.size(), 2u);
  EXPECT_EQ(map[0].offset, 1000u);
  EXPECT_EQ(map[1].size, 6u);
}

TEST(SparseText, NumbersAreBounded) {
  SparseMap map;
  EXPECT_FALSE(SparseText().feed("12345678901234567890\n", map).ok());
  EXPECT_EQ(SparseText().feed("1048577\n", map).error().code(), Code::kLimit);
}

TEST(OldSparse, AnEmptyRecordEnds) {
  std::string records = "00000000010_00000000002_" + std::string(24, '\0');
  records[11] = records[23] = '\0';
  SparseMap map;
  ASSERT_TRUE(parse_old_sparse(records.data(), 2, map).ok());
  ASSERT_EQ(map.size(), 1u);
  EXPECT_EQ(map[0].offset, 8u);
  records[0] = 'x';
  EXPECT_FALSE(parse_old_sparse(records.data(), 2, map).ok());
}

TEST(SparseMap, Check) {
  EXPECT_TRUE(check_sparse_map({}, 10, 0).ok());
  EXPECT_TRUE(check_sparse_map({{0, 4}, {4, 2}, {10, 0}}, 10, 6).ok());
  EXPECT_FALSE(check_sparse_map({{4, 4}, {0, 2}}, 10, 6).ok());
  EXPECT_FALSE(check_sparse_map({{0, 4}, {3, 2}}, 10, 6).ok());
  EXPECT_FALSE(check_sparse_map({{0, 4}}, 10, 5).ok());
  EXPECT_FALSE(check_sparse_map({{1, ~uint64_t{0}}}, 10, 4).ok());
}

}  // namespace
}  // namespace seawall::archive
