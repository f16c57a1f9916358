#include "version/scan.h"

#include <gtest/gtest.h>

namespace seawall::version {
namespace {

TEST(Scan, TakesParts) {
  std::string_view rest = "12ab.c";
  EXPECT_EQ(take_digits(rest), "12");
  EXPECT_TRUE(take_word(rest, "A"));
  EXPECT_FALSE(take_char(rest, 'x'));
  EXPECT_EQ(take_part(rest, '.'), "b");
  EXPECT_EQ(take_part(rest, '.'), "c");
  EXPECT_EQ(take_part(rest, '.'), "");
}

TEST(Scan, ComparesNumbersOfAnyLength) {
  EXPECT_TRUE(std::is_eq(compare_numbers("007", "7")));
  EXPECT_TRUE(std::is_eq(compare_numbers("", "00")));
  EXPECT_TRUE(std::is_lt(compare_numbers("99999999999999999999998", "99999999999999999999999")));
  EXPECT_TRUE(std::is_gt(compare_numbers("10", "9")));
}

TEST(Scan, ComparesNaturally) {
  EXPECT_TRUE(std::is_lt(compare_naturally("a9", "a10")));
  EXPECT_TRUE(std::is_lt(compare_naturally("a", "a1")));
  EXPECT_TRUE(std::is_gt(compare_naturally("\xff", "a")));
}

TEST(Scan, ComparesNumberLists) {
  EXPECT_TRUE(std::is_lt(compare_number_lists("1.0", "1.0.0", ".-")));
  EXPECT_TRUE(std::is_eq(compare_number_lists("1-2", "1.02", ".-")));
  EXPECT_TRUE(std::is_gt(compare_number_lists("1.a", "1.9", ".-")));
  EXPECT_TRUE(std::is_lt(compare_number_lists("", "0", ".-")));
}

TEST(Scan, KnowsNumbers) {
  EXPECT_TRUE(is_number("0"));
  EXPECT_FALSE(is_number(""));
  EXPECT_FALSE(is_number("1a"));
  EXPECT_TRUE(is_zero(""));
  EXPECT_FALSE(is_zero("01"));
}

}  // namespace
}  // namespace seawall::version
