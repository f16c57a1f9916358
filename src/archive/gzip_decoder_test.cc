#include <gtest/gtest.h>

#include <cstdio>

#include "archive/archive_testing.h"
#include "base/file.h"
#include "base/test_folder.h"

namespace seawall::archive {
namespace {

constexpr size_t kChunks[] = {1, 2, 7, 511, 4096, 1 << 20};

Code failure(std::string_view bytes, size_t chunk = 1 << 16) {
  const Result<std::string> result = unpack(bytes, chunk);
  return result.ok() ? Code::kUsage : result.error().code();
}

TEST(Gzip, OneMemberInAnyChunks) {
  const std::string text = sample_text(700'000);
  const std::string packed = gzip(text);
  for (const size_t chunk : kChunks) EXPECT_EQ(unpack(packed, chunk).value(), text) << chunk;
}

TEST(Gzip, ManyMembersEmptyOnesToo) {
  std::string packed, text;
  for (const size_t size : {0u, 1u, 10u, 0u, 0u, 40'000u, 300'000u, 3u, 0u}) {
    packed += gzip(sample_text(size));
    text += sample_text(size);
  }
  for (const size_t chunk : kChunks) EXPECT_EQ(unpack(packed, chunk).value(), text) << chunk;
}

// All optional fields: extra, name, comment, header CRC. The footer of an eStargz blob is such an
// empty member.
TEST(Gzip, OptionalHeaderFields) {
  auto stream = std::make_unique<isal_zstream>();
  isal_deflate_init(stream.get());
  char name[] = "name.tar", comment[] = "a comment";
  uint8_t extra[] = {'S', 'G', 2, 0, 'x', 'y'};
  isal_gzip_header header;
  isal_gzip_header_init(&header);
  header.extra = extra;
  header.extra_len = header.extra_buf_len = sizeof extra;
  header.name = name;
  header.name_buf_len = sizeof name;
  header.comment = comment;
  header.comment_buf_len = sizeof comment;
  header.hcrc = 1;
  std::string packed(200, '\0');
  stream->next_out = reinterpret_cast<uint8_t*>(packed.data());
  stream->avail_out = static_cast<uint32_t>(packed.size());
  ASSERT_EQ(isal_write_gzip_header(stream.get(), &header), 0u);
  stream->gzip_flag = IGZIP_GZIP_NO_HDR;
  stream->end_of_stream = 1;
  uint8_t text[] = {'h', 'e', 'l', 'l', 'o'};
  stream->next_in = text;
  stream->avail_in = sizeof text;
  ASSERT_EQ(isal_deflate(stream.get()), COMP_OK);
  packed.resize(stream->total_out);
  for (const size_t chunk : kChunks)
    EXPECT_EQ(unpack(packed + packed, chunk).value(), "hellohello") << chunk;
  std::string damaged = packed;
  damaged[14] ^= 1;  // in the extra field: the header's own CRC must notice
  EXPECT_EQ(failure(damaged), Code::kInvalid);
}

TEST(Gzip, TruncatedAtEveryByteIsAnError) {
  const std::string one = gzip(sample_text(3000));
  const std::string packed = one + gzip("") + gzip(sample_text(500));
  const size_t second = one.size(), third = one.size() + gzip("").size();
  for (size_t size = 3; size < packed.size(); ++size) {
    if (size == second || size == third) continue;  // where a file may end
    for (const size_t chunk : {size_t{1}, size_t{1} << 16})
      EXPECT_EQ(failure(std::string_view(packed).substr(0, size), chunk), Code::kTruncated) << size;
  }
}

TEST(Gzip, EveryFlippedByteOfTheTrailerIsAnError) {
  const std::string packed = gzip(sample_text(3000));
  for (size_t i = 1; i <= 8; ++i) {
    std::string damaged = packed;
    damaged[damaged.size() - i] ^= 0x10;
    EXPECT_EQ(failure(damaged), Code::kInvalid) << i;
    EXPECT_EQ(failure(damaged, 1), Code::kInvalid) << i;
    EXPECT_EQ(failure(damaged + packed), Code::kInvalid) << i;
  }
}

TEST(Gzip, TrailingZerosArePaddingOtherBytesAreNot) {
  const std::string text = sample_text(3000);
  const std::string packed = gzip(text);
  std::string interrupted = packed;
  interrupted += '\0';
  interrupted += packed;
  for (const size_t chunk : kChunks) {
    EXPECT_EQ(unpack(packed + std::string(5000, '\0'), chunk).value(), text);
    EXPECT_EQ(failure(packed + std::string(5000, '\0') + "x", chunk), Code::kInvalid);
    EXPECT_EQ(failure(packed + "garbage", chunk), Code::kInvalid);
    EXPECT_EQ(failure(interrupted, chunk), Code::kInvalid);
    EXPECT_EQ(failure(packed + '\x1f', chunk), Code::kTruncated);
  }
}

TEST(Gzip, FlippedBytesNeverPassSilently) {
  const std::string text = sample_text(3000);
  const std::string packed = gzip(text);
  for (size_t i = 10; i < packed.size(); ++i) {
    std::string damaged = packed;
    damaged[i] ^= 0x20;
    const Result<std::string> result = unpack(damaged);
    // The bits behind the end of the last deflate block mean nothing.
    EXPECT_TRUE(!result.ok() || (i + 9 == packed.size() && *result == text)) << i;
  }
}

TEST(Gzip, PigzWritesIndependentBlocks) {
  const std::string folder = test_folder();
  const std::string text = sample_text(2'000'000);
  ASSERT_TRUE(write_file_atomically(folder + "/pigz_in", text).ok());
  const std::string command =
      "pigz -p 2 -i -9 < " + folder + "/pigz_in > " + folder + "/pigz_out 2>/dev/null";
  if (std::system(command.c_str()) != 0) GTEST_SKIP() << "no pigz here";
  const std::string packed = read_file(folder + "/pigz_out", 1 << 30).value();
  EXPECT_EQ(unpack(packed).value(), text);
  EXPECT_EQ(unpack(packed, 7).value(), text);
}

}  // namespace
}  // namespace seawall::archive
