#include <gtest/gtest.h>

#include <cmath>

#include "cel/value.h"

namespace seawall::cel {
namespace {

TEST(Compare, NumbersAcrossTypes) {
  EXPECT_EQ(compare(Value::integer(-1), Value::unsigned_integer(0)), -1);
  EXPECT_EQ(compare(Value::unsigned_integer(UINT64_MAX), Value::integer(INT64_MAX)), 1);
  EXPECT_EQ(compare(Value::real(-0.5), Value::unsigned_integer(0)), -1);
  EXPECT_EQ(compare(Value::integer(INT64_MAX), Value::real(0x1p63)), 0);
  EXPECT_EQ(compare(Value::integer(INT64_MAX), Value::real(0x1p64)), -1);
  EXPECT_EQ(compare(Value::real(INFINITY), Value::unsigned_integer(UINT64_MAX)), 1);
  EXPECT_EQ(compare(Value::real(NAN), Value::integer(1)), std::nullopt);
  EXPECT_EQ(compare(Value::integer(1), Value::real(NAN)), std::nullopt);
}

TEST(Compare, OtherKinds) {
  EXPECT_EQ(compare(Value::string("a"), Value::string("b")), -1);
  EXPECT_EQ(compare(Value::string("a"), Value::bytes("a")), std::nullopt);
  EXPECT_EQ(compare(Value::boolean(true), Value::boolean(false)), 1);
  EXPECT_EQ(compare(Value::timestamp(1, 2), Value::timestamp(1, 1)), 1);
  EXPECT_EQ(compare(Value::null(), Value::null()), std::nullopt);
}

TEST(Equals, ByContent) {
  Memory memory;
  EXPECT_TRUE(equals(Value::integer(1), Value::real(1.0), memory));
  EXPECT_FALSE(equals(Value::real(NAN), Value::real(NAN), memory));
  EXPECT_FALSE(equals(Value::string("1"), Value::integer(1), memory));
  EXPECT_TRUE(equals(Value::none(), Value::none(), memory));
  Value one = Value::integer(1);
  EXPECT_FALSE(equals(Value::none(), Value::optional(&one), memory));
  EXPECT_TRUE(equals(Value::type(list_type()), Value::type(list_type()), memory));
  Value list[] = {one, Value::string("a")};
  Value same[] = {Value::unsigned_integer(1), Value::string("a")};
  EXPECT_TRUE(equals(Value::list(list), Value::list(same), memory));
  EXPECT_FALSE(equals(Value::list(list), Value::list({}), memory));
}

TEST(Equals, StopsWhenItsStepsAreUsed) {
  Memory memory;
  Value list[] = {Value::integer(1), Value::integer(2)};
  uint64_t steps = 2;
  EXPECT_FALSE(equals(Value::list(list), Value::list(list), memory, steps));
  EXPECT_EQ(steps, 0u);
  steps = 4;
  EXPECT_TRUE(equals(Value::list(list), Value::list(list), memory, steps));
}

TEST(Equals, EndsInTheDepth) {
  Memory memory;
  Value inner[300];
  inner[0] = Value::list({});
  for (size_t i = 1; i < 300; ++i) inner[i] = Value::list({&inner[i - 1], 1});
  EXPECT_TRUE(equals(inner[150], inner[150], memory));
  EXPECT_FALSE(equals(inner[299], inner[299], memory));
}

}  // namespace
}  // namespace seawall::cel
