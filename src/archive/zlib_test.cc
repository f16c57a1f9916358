#include "archive/zlib.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace seawall::archive {
namespace {

using namespace std::string_view_literals;

// One stored block of "hello", by hand (RFC 1950, 1951).
constexpr std::string_view kHello =
    "\x78\x01\x01\x05\x00\xfa\xff"
    "hello\x06\x2c\x02\x15"sv;

TEST(Zlib, InflatesOneStreamAndLeavesTheRest) {
  EXPECT_EQ(*inflate_zlib(kHello, 5), "hello");
  EXPECT_EQ(*inflate_zlib(fmt::format("{}more", kHello), 100), "hello");
}

TEST(Zlib, TellsWhatIsWrong) {
  EXPECT_EQ(inflate_zlib(kHello, 4).error().code(), Code::kLimit);
  for (size_t size = 0; size < kHello.size(); ++size)
    EXPECT_FALSE(inflate_zlib(kHello.substr(0, size), 100).ok()) << size;
  std::string wrong(kHello);
  wrong.back() ^= 1;
  EXPECT_EQ(inflate_zlib(wrong, 100).error().code(), Code::kInvalid);
  EXPECT_FALSE(inflate_zlib("hello", 100).ok());
}

TEST(Zlib, ProbesAStart) {
  EXPECT_TRUE(inflates_to(kHello, "hel"));
  EXPECT_FALSE(inflates_to(kHello, "help"));
  EXPECT_FALSE(inflates_to(kHello, "hello, world"));
  EXPECT_FALSE(inflates_to("x\x9cyz", "hel"));
  EXPECT_FALSE(inflates_to("", "hel"));
}

}  // namespace
}  // namespace seawall::archive
