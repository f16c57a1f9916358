#include <gtest/gtest.h>

#include "archive/archive_testing.h"

namespace seawall::archive {
namespace {

// `count` copies of one chunk, as a bomb sends them.
class Repeat final : public ByteSource {
 public:
  Repeat(std::string chunk, uint64_t count) : chunk_(std::move(chunk)), count_(count) {}
  Result<std::string_view> read() override {
    if (count_ == 0) return std::string_view();
    --count_;
    return std::string_view(chunk_);
  }

 private:
  std::string chunk_;
  uint64_t count_;
};

Result<uint64_t> count_bytes(ByteSource& source) {
  uint64_t count = 0;
  while (true) {
    const std::string_view chunk = TRY(source.read());
    if (chunk.empty()) return count;
    count += chunk.size();
  }
}

TEST(DetectCompression, ByMagicNumber) {
  EXPECT_EQ(detect_compression(gzip("a")), Compression::kGzip);
  EXPECT_EQ(detect_compression(zstd("a")), Compression::kZstd);
  EXPECT_EQ(detect_compression("\x50\x2a\x4d\x18"), Compression::kZstd);
  EXPECT_EQ(detect_compression(std::string_view("\xfd"
                                                "7zXZ\0",
                                                6)),
            Compression::kXz);
  EXPECT_EQ(detect_compression("BZh91AY&SY"), Compression::kBzip2);
  EXPECT_EQ(detect_compression("BZhello"), Compression::kNone);
  EXPECT_EQ(detect_compression(""), Compression::kNone);
  EXPECT_EQ(detect_compression("\x1f\x8b"), Compression::kNone);
}

TEST(Decompress, PassesOtherBytesThrough) {
  const std::string text = sample_text(100'000);
  for (const size_t chunk : {1, 3, 5, 6, 4096}) EXPECT_EQ(unpack(text, chunk).value(), text);
  for (const std::string_view small : {"", "a", "\x1f\x8b", "abcde"})
    EXPECT_EQ(unpack(small, 1).value(), small);
}

TEST(Decompress, RefusesBzip2) {
  EXPECT_EQ(unpack("BZh91AY&SY").error().code(), Code::kUnsupported);
}

TEST(Decompress, BoundsTheOutput) {
  Limits limits;
  limits.layer_bytes = 100'000;
  const std::string text = sample_text(100'001);
  for (const std::string& packed : {gzip(text), zstd(text), text})
    EXPECT_EQ(unpack(packed, 4096, limits).error().code(), Code::kLimit);
  EXPECT_TRUE(unpack(gzip(text.substr(1)), 4096, limits).ok());
}

// 10 GB of zeros in members of 1 MiB.
TEST(Decompress, GzipBombStopsByRatio) {
  Limits limits;
  limits.expansion_floor = 64u << 20;
  limits.expansion_ratio = 100;  // what igzip makes of zeros is below 250
  auto source =
      decompress(std::make_unique<Repeat>(gzip(std::string(1 << 20, '\0')), 10'000), limits);
  const Result<uint64_t> result = count_bytes(*source);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code(), Code::kLimit);
  EXPECT_EQ(source->read().error().code(), Code::kLimit) << "and stays an error";
}

TEST(Decompress, ZstdBombStopsByRatio) {
  auto source =
      decompress(std::make_unique<Repeat>(zstd(std::string(8 << 20, '\0')), 1250), Limits{});
  EXPECT_EQ(count_bytes(*source).error().code(), Code::kLimit);
}

TEST(Decompress, SmallHighRatioPasses) {
  auto source = decompress(std::make_unique<Repeat>(zstd(std::string(8 << 20, '\0')), 7), Limits{});
  EXPECT_EQ(count_bytes(*source).value(), 7u * (8 << 20));
}

}  // namespace
}  // namespace seawall::archive
