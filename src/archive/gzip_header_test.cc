#include "archive/gzip_header.h"

#include <gtest/gtest.h>
#include <isa-l/crc.h>

#include <string>

namespace seawall::archive {
namespace {

std::string header(unsigned flags) {
  std::string bytes = "\x1f\x8b\x08";
  bytes += static_cast<char>(flags);
  bytes += std::string("\1\2\3\4\0\xff", 6);
  if (flags & 4) bytes += std::string("\6\0SG\2\0xy", 8);
  if (flags & 8) bytes += std::string("name.tar\0", 9);
  if (flags & 16) bytes += std::string("\0", 1);
  if (flags & 2) {
    const uint32_t crc =
        crc32_gzip_refl(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    bytes += static_cast<char>(crc & 0xff);
    bytes += static_cast<char>(crc >> 8 & 0xff);
  }
  return bytes;
}

Result<bool> feed(std::string_view bytes, size_t chunk, size_t& taken) {
  GzipHeader parser;
  taken = 0;
  while (!bytes.empty()) {
    std::string_view piece = bytes.substr(0, chunk);
    const size_t offered = piece.size();
    const bool done = TRY(parser.feed(piece));
    taken += offered - piece.size();
    if (done) return true;
    bytes.remove_prefix(offered);
  }
  return false;
}

TEST(GzipHeader, EveryCombinationOfFieldsInAnyPieces) {
  for (unsigned flags = 0; flags < 32; ++flags) {
    const std::string bytes = header(flags);
    for (size_t chunk = 1; chunk <= bytes.size() + 3; ++chunk) {
      size_t taken = 0;
      EXPECT_TRUE(feed(bytes + "data", chunk, taken).value()) << flags;
      EXPECT_EQ(taken, bytes.size()) << flags << " in pieces of " << chunk;
      EXPECT_FALSE(feed(bytes.substr(0, bytes.size() - 1), chunk, taken).value());
    }
  }
}

TEST(GzipHeader, EmptyExtraField) {
  size_t taken = 0;
  EXPECT_TRUE(feed(std::string("\x1f\x8b\x08\x04\0\0\0\0\0\0\0\0data", 16), 1, taken).value());
  EXPECT_EQ(taken, 12u);
}

TEST(GzipHeader, RefusesWhatIsWrong) {
  size_t taken = 0;
  for (size_t at = 0; at < header(31).size() - 1; ++at) {
    std::string bytes = header(31);
    bytes[at] ^= 0x40;
    const Result<bool> result = feed(bytes, 1, taken);
    EXPECT_TRUE(!result.ok() || !*result) << "header CRC covers byte " << at;
  }
  EXPECT_EQ(feed("\x1f\x8b\x07", 1, taken).error().code(), Code::kUnsupported);
  EXPECT_EQ(feed("\x1f\x8b\x08\x20", 1, taken).error().code(), Code::kInvalid);
}

}  // namespace
}  // namespace seawall::archive
