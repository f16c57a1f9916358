#include <gtest/gtest.h>
#include <lzma.h>

#include "archive/archive_testing.h"

namespace seawall::archive {
namespace {

std::string xz(std::string_view bytes, uint32_t dictionary = 1 << 20) {
  lzma_options_lzma options;
  lzma_lzma_preset(&options, 1);
  options.dict_size = dictionary;
  lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, nullptr}};
  std::string out(bytes.size() + 1024, '\0');
  size_t size = 0;
  CHECK(lzma_stream_buffer_encode(
            filters, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const uint8_t*>(bytes.data()),
            bytes.size(), reinterpret_cast<uint8_t*>(out.data()), &size, out.size()) == LZMA_OK);
  out.resize(size);
  return out;
}

Code failure(std::string_view bytes, size_t chunk = 1 << 16) {
  const Result<std::string> result = unpack(bytes, chunk);
  return result.ok() ? Code::kUsage : result.error().code();
}

TEST(Xz, StreamsAndPaddingInAnyChunks) {
  const std::string text = sample_text(600'000);
  const std::string packed = xz(text) + std::string(8, '\0') + xz("") + xz("end");
  for (const size_t chunk : {1, 7, 4096, 1 << 20})
    EXPECT_EQ(unpack(packed, chunk).value(), text + "end") << chunk;
}

TEST(Xz, TruncatedAtEveryByteIsAnError) {
  const std::string packed = xz(sample_text(3000));
  for (size_t size = 6; size < packed.size(); ++size)
    EXPECT_EQ(failure(std::string_view(packed).substr(0, size)), Code::kTruncated) << size;
}

TEST(Xz, DamageAndTrailingBytes) {
  const std::string packed = xz(sample_text(3000));
  for (size_t i = 6; i < packed.size(); i += 5) {
    std::string damaged = packed;
    damaged[i] ^= 0x11;
    EXPECT_FALSE(unpack(damaged).ok()) << i;
  }
  EXPECT_EQ(failure(packed + "garbage here"), Code::kInvalid);
}

TEST(Xz, MemoryIsBounded) {
  std::string packed = xz("small", 512u << 20);
  EXPECT_EQ(failure(packed), Code::kLimit);
}

}  // namespace
}  // namespace seawall::archive
