#include <gtest/gtest.h>

#include "archive/archive_testing.h"

namespace seawall::archive {
namespace {

constexpr size_t kChunks[] = {1, 7, 511, 4096, 1 << 20};

Code failure(std::string_view bytes, size_t chunk = 1 << 16) {
  const Result<std::string> result = unpack(bytes, chunk);
  return result.ok() ? Code::kUsage : result.error().code();
}

const std::string kSkippable("\x5a\x2a\x4d\x18\5\0\0\0right", 13);

TEST(Zstd, FramesAndSkippableFramesInAnyChunks) {
  const std::string text = sample_text(700'000);
  const std::string packed =
      kSkippable + zstd(text) + kSkippable + zstd("") + zstd("end") + kSkippable;
  for (const size_t chunk : kChunks)
    EXPECT_EQ(unpack(packed, chunk).value(), text + "end") << chunk;
}

TEST(Zstd, TruncatedAtEveryByteIsAnError) {
  const std::string one = zstd(sample_text(3000));
  const std::string packed = one + kSkippable;
  for (size_t size = 4; size < packed.size(); ++size) {
    if (size == one.size()) continue;
    EXPECT_EQ(failure(std::string_view(packed).substr(0, size)), Code::kTruncated) << size;
    EXPECT_EQ(failure(std::string_view(packed).substr(0, size), 1), Code::kTruncated) << size;
  }
}

TEST(Zstd, WrongChecksumAndTrailingBytes) {
  const std::string packed = zstd(sample_text(3000));
  std::string damaged = packed;
  damaged.back() ^= 1;
  EXPECT_EQ(failure(damaged), Code::kInvalid);
  EXPECT_EQ(failure(packed + "garbage"), Code::kInvalid);
  EXPECT_EQ(failure(packed + std::string(9, '\0') + "x", 3), Code::kInvalid);
  EXPECT_TRUE(unpack(packed + std::string(9, '\0'), 3).ok());
}

TEST(Zstd, AWindowBeyondTheLimitIsRefused) {
  // Frame header: no single segment, window descriptor 0xa0 (2^30), then an empty last raw block.
  const std::string packed("\x28\xb5\x2f\xfd\x00\xa0\x01\x00\x00", 9);
  EXPECT_EQ(failure(packed), Code::kLimit);
  const std::string allowed("\x28\xb5\x2f\xfd\x00\x88\x01\x00\x00", 9);  // 2^27
  EXPECT_EQ(unpack(allowed).value(), "");
}

}  // namespace
}  // namespace seawall::archive
