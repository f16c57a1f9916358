#include "cel/operators.h"

#include <gtest/gtest.h>

namespace seawall::cel {
namespace {

std::string text(const Value& value) {
  Memory memory;
  return to_text(value, memory);
}

TEST(Operators, Times) {
  Memory memory;
  Value epoch = Value::timestamp(0, 500'000'000);
  Value day = Value::duration(86'400'000'000'000);
  EXPECT_EQ(text(arithmetic(Arithmetic::kAdd, epoch, day, memory)),
            "timestamp(\"1970-01-02T00:00:00.5Z\")");
  EXPECT_EQ(text(arithmetic(Arithmetic::kSubtract, epoch, Value::duration(600'000'000), memory)),
            "timestamp(\"1969-12-31T23:59:59.9Z\")");
  EXPECT_EQ(text(arithmetic(Arithmetic::kSubtract, epoch, Value::timestamp(1, 0), memory)),
            "duration(\"-0.5s\")");
  EXPECT_TRUE(
      arithmetic(Arithmetic::kAdd, Value::timestamp(kLatestSecond, 0), day, memory).is_error());
  EXPECT_TRUE(arithmetic(Arithmetic::kSubtract, day, epoch, memory).is_error());
  EXPECT_TRUE(arithmetic(Arithmetic::kAdd, Value::duration(INT64_MAX), day, memory).is_error());
  EXPECT_TRUE(arithmetic(Arithmetic::kSubtract, Value::timestamp(kLatestSecond, 0),
                         Value::timestamp(kEarliestSecond, 0), memory)
                  .is_error());
}

TEST(Operators, IndexKinds) {
  Memory memory;
  Value items[] = {Value::string("a"), Value::string("b")};
  Value list = Value::list(items);
  EXPECT_EQ(text(index(list, Value::unsigned_integer(1), memory)), "\"b\"");
  EXPECT_EQ(text(index(list, Value::real(1.0), memory)), "\"b\"");
  EXPECT_TRUE(index(list, Value::real(0.5), memory).is_error());
  EXPECT_TRUE(index(list, Value::real(-1.0), memory).is_error());
  EXPECT_TRUE(index(list, Value::string("0"), memory).is_error());
  EXPECT_TRUE(index(list, Value::unsigned_integer(UINT64_MAX), memory).is_error());
  EXPECT_TRUE(index(Value::string("ab"), Value::integer(0), memory).is_error());
  Value optional = make_optional(list, memory);
  EXPECT_EQ(text(index(optional, Value::integer(0), memory)), "optional.of(\"a\")");
  EXPECT_EQ(text(index(optional, Value::integer(2), memory)), "optional.none()");
}

TEST(Operators, NotANumber) {
  Value nan = Value::real(std::numeric_limits<double>::quiet_NaN());
  for (Relation relation : {Relation::kLess, Relation::kLessEqual, Relation::kGreater})
    EXPECT_TRUE(relate(relation, nan, Value::integer(1)).is_false());
  EXPECT_TRUE(relate(Relation::kLess, Value::string("a"), Value::integer(1)).is_error());
}

TEST(Operators, CodePoints) {
  EXPECT_EQ(code_points(""), 0u);
  EXPECT_EQ(code_points("abc"), 3u);
  EXPECT_EQ(code_points("aé€😀b"), 5u);
  std::string many;
  for (int i = 0; i < 100; ++i) many += "x😀é";
  EXPECT_EQ(code_points(many), 300u);
}

}  // namespace
}  // namespace seawall::cel
