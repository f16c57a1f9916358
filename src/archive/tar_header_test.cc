#include "archive/tar_header.h"

#include <gtest/gtest.h>

#include <string>

namespace seawall::archive {
namespace {

TEST(TarNumber, Octal) {
  const auto value = [](std::string_view field) {
    const TarNumber number = parse_tar_number(field.data(), field.size());
    return number.ok ? number.value : -1000;
  };
  EXPECT_EQ(value("0000644"), 0644);
  EXPECT_EQ(value("  644 \0\0"), 0644);
  EXPECT_EQ(value("77777777777"), 077777777777);
  EXPECT_EQ(value(std::string_view("\0\0\0", 3)), 0);
  EXPECT_EQ(value("        "), 0);
  EXPECT_EQ(value(std::string_view("12\0x", 4)), 012) << "a NUL ends it";
  EXPECT_EQ(value("12 34"), -1000);
  EXPECT_EQ(value("12x"), -1000);
  EXPECT_EQ(value("-1"), -1000);
  EXPECT_EQ(value("7777777777777777777777777"), -1000);
}

TEST(TarNumber, Base256) {
  const auto number = [](std::string_view field) {
    return parse_tar_number(field.data(), field.size());
  };
  EXPECT_EQ(number(std::string_view("\x80\0\0\0\0\0\1\2", 8)).value, 258);
  EXPECT_EQ(number("\xff\xff\xff\xff\xff\xff\xff\xfe").value, -2);
  EXPECT_EQ(number(std::string_view("\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff", 12)).value,
            INT64_MAX);
  EXPECT_EQ(number(std::string_view("\xff\xff\xff\xff\x80\0\0\0\0\0\0\0", 12)).value, INT64_MIN);
  EXPECT_FALSE(number(std::string_view("\x80\0\0\0\x80\0\0\0\0\0\0\0", 12)).ok);
  EXPECT_FALSE(number(std::string_view("\xff\xff\xff\xff\x7f\xff\xff\xff\xff\xff\xff\xff", 12)).ok);
}

TEST(TarHeader, ZeroBlock) {
  std::string block(512, '\0');
  EXPECT_TRUE(is_zero_block(block.data()));
  block[511] = 1;
  EXPECT_FALSE(is_zero_block(block.data()));
}

TEST(TarHeader, ZeroChecksumIsNoHeader) {
  std::string block(512, '\0');
  block[0] = 'a';
  EXPECT_FALSE(parse_tar_header(block.data()).ok());
}

}  // namespace
}  // namespace seawall::archive
