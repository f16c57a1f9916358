#include "archive/tar_reader.h"

#include <gtest/gtest.h>

#include "archive/archive_testing.h"

namespace seawall::archive {
namespace {

TEST(TarReader, BlocksInPlaceAndInPieces) {
  const std::string bytes = sample_text(size_t{5} * 512);
  for (const size_t chunk : {1, 300, 512, 1000, 5000}) {
    ChunkSource source(bytes, chunk);
    TarReader reader(source);
    for (size_t i = 0; i < 5; ++i)
      EXPECT_EQ(std::string_view(reader.block().value(), 512), bytes.substr(512 * i, 512));
    EXPECT_EQ(reader.block().value(), nullptr);
    EXPECT_EQ(reader.position(), bytes.size());
  }
}

TEST(TarReader, SkipsOverSourcesThatCanSkip) {
  const std::string bytes = sample_text(4 << 20);
  auto source = view_source(bytes);
  TarReader reader(*source);
  ASSERT_TRUE(reader.block().ok());
  ASSERT_TRUE(reader.skip((3 << 20) - 512, 0).ok());
  EXPECT_EQ(reader.position(), 3u << 20);
  EXPECT_EQ(std::string_view(reader.block().value(), 512), bytes.substr(3 << 20, 512));
}

TEST(TarReader, PaddingMayBeMissingBytesMayNot) {
  ChunkSource source("abcde", 2);
  TarReader reader(source);
  std::string scratch;
  EXPECT_EQ(reader.exactly(3, scratch).value(), "abc");
  EXPECT_TRUE(reader.skip(2, 507).ok());
  EXPECT_EQ(reader.skip(1, 0).error().code(), Code::kTruncated);
  EXPECT_EQ(reader.exactly(1, scratch).error().code(), Code::kTruncated);
}

}  // namespace
}  // namespace seawall::archive
