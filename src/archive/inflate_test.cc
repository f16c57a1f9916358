#include "archive/inflate.h"

#include <gtest/gtest.h>

#include "archive/archive_testing.h"

namespace seawall::archive {
namespace {

TEST(Inflate, ExactlyOrNotAtAll) {
  const std::string text = sample_text(10'000);
  const std::string packed = gzip(text);
  const std::string_view deflated = std::string_view(packed).substr(10, packed.size() - 18);
  EXPECT_EQ(inflate_exactly(deflated, text.size()).value(), text);
  EXPECT_EQ(inflate_exactly(deflated, text.size() - 1).error().code(), Code::kInvalid);
  EXPECT_EQ(inflate_exactly(deflated, text.size() + 1).error().code(), Code::kInvalid);
  EXPECT_EQ(inflate_exactly(deflated, 1u << 31).error().code(), Code::kInvalid);
  for (size_t size = 10; size < deflated.size(); size += 13)
    EXPECT_EQ(inflate_exactly(deflated.substr(0, size), text.size()).error().code(),
              Code::kTruncated);
}

TEST(Inflate, Nothing) {
  EXPECT_EQ(inflate_exactly(std::string_view("\3\0", 2), 0).value(), "");
  EXPECT_EQ(inflate_exactly("", 0).error().code(), Code::kTruncated);
}

TEST(Inflate, Crc32) {
  EXPECT_EQ(crc32_of(""), 0u);
  EXPECT_EQ(crc32_of("123456789"), 0xcbf43926u);  // the check value of this CRC
}

}  // namespace
}  // namespace seawall::archive
