#include "archive/tar_pax.h"

#include <gtest/gtest.h>

namespace seawall::archive {
namespace {

TEST(Pax, ReadsKnownKeysAndPassesOthers) {
  PaxFields fields;
  ASSERT_TRUE(
      parse_pax("14 path=caf\xc3\xa9\n15 linkpath=to\n20 SCHILY.xattr.a=b\n11 size=42\n10 gid=-2\n",
                fields)
          .ok());
  EXPECT_EQ(fields.path, "caf\xc3\xa9");
  EXPECT_EQ(fields.link, "to");
  EXPECT_EQ(fields.size, 42u);
  EXPECT_EQ(fields.gid, 0xfffffffeu);
  EXPECT_FALSE(fields.uid.has_value());
  EXPECT_EQ(fields.sparse(), PaxFields::Sparse::kNo);
}

TEST(Pax, ValuesMayHoldAnything) {
  PaxFields fields;
  ASSERT_TRUE(parse_pax("14 path=a=b\nc\n", fields).ok());
  EXPECT_EQ(fields.path, "a=b\nc");
}

TEST(Pax, SparsePairsOfFormat00) {
  PaxFields fields;
  ASSERT_TRUE(parse_pax("22 GNU.sparse.size=10\n26 GNU.sparse.numblocks=1\n"
                        "23 GNU.sparse.offset=3\n25 GNU.sparse.numbytes=2\n",
                        fields)
                  .ok());
  EXPECT_EQ(fields.sparse(), PaxFields::Sparse::kMap);
  ASSERT_EQ(fields.sparse_map.size(), 1u);
  EXPECT_EQ(fields.sparse_map[0].offset, 3u);
  EXPECT_EQ(fields.sparse_map[0].size, 2u);
  fields.clear();
  EXPECT_FALSE(parse_pax("25 GNU.sparse.numbytes=2\n", fields).ok());
  fields.clear();
  EXPECT_FALSE(parse_pax("23 GNU.sparse.offset=3\n", fields).ok());
}

TEST(Pax, UnknownSparseVersionsAreNotSparse) {
  PaxFields fields;
  ASSERT_TRUE(parse_pax("22 GNU.sparse.major=2\n22 GNU.sparse.minor=0\n", fields).ok());
  EXPECT_EQ(fields.sparse(), PaxFields::Sparse::kNo);
}

}  // namespace
}  // namespace seawall::archive
