#include "base/result.h"

#include <gtest/gtest.h>

namespace seawall {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return Error::make(Code::kInvalid, "{} is odd", n);
  return n / 2;
}

Result<int> quarter(int n) {
  int h = TRY(half(n));
  return half(h).context("half of {}", n);
}

Status only_even(int n) {
  TRY(half(n));
  return {};
}

TEST(Result, passes_values_and_errors_up) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_EQ(quarter(3).error().message(), "3 is odd");
  EXPECT_EQ(quarter(6).error().message(), "half of 6: 3 is odd");
  EXPECT_EQ(quarter(6).error().code(), Code::kInvalid);
  EXPECT_TRUE(only_even(2).ok());
  EXPECT_FALSE(only_even(1).ok());
}

TEST(Result, codes_have_names) {
  EXPECT_STREQ(code_name(Code::kInvalid), "invalid");
  EXPECT_STREQ(code_name(Code::kMismatch), "mismatch");
}

TEST(ResultDeathTest, value_of_an_error_is_a_bug) {
  EXPECT_DEATH({ (void)quarter(3).value(); }, "internal error");
}

}  // namespace
}  // namespace seawall
