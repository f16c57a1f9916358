#include "base/siphash.h"

#include <gtest/gtest.h>

#include <string>

namespace seawall {
namespace {

// The reference vectors: key 00..0f, message 00 01 02 ... of the given length.
TEST(SipHash, gives_the_published_vectors) {
  std::string message;
  for (char i = 0; i < 15; ++i) message += i;
  EXPECT_EQ(siphash(0x0706050403020100, 0x0f0e0d0c0b0a0908, message), 0xa129ca6149be45e5);
  EXPECT_EQ(siphash(0x0706050403020100, 0x0f0e0d0c0b0a0908, ""), 0x726fdb47dd0e0e31);
}

}  // namespace
}  // namespace seawall
