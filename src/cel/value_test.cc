#include "cel/value.h"

#include <gtest/gtest.h>

#include <vector>

#include "cel/operators.h"
#include "doc/parse.h"

namespace seawall::cel {
namespace {

Value map_of(const std::vector<MapEntry>& entries, Memory& memory) {
  auto* kept = memory.allocate<MapEntry>(entries.size());
  std::copy(entries.begin(), entries.end(), kept);
  return make_map({kept, entries.size()}, memory);
}

TEST(Value, OfDocuments) {
  doc::Document document =
      std::move(doc::parse_json(R"({"i": 1, "u": 9223372036854775808, "d": 1.0, "s": "é",
                                    "l": [1, 2], "n": null, "b": true})",
                                Limits{}))
          .value();
  Memory memory;
  Value value = Value::from_node(document.root());
  ASSERT_EQ(value.kind(), Kind::kMap);
  EXPECT_EQ(value.size(), 7u);
  EXPECT_EQ(value.find("i", memory)->kind(), Kind::kInt);
  EXPECT_EQ(value.find("u", memory)->kind(), Kind::kDouble);
  EXPECT_EQ(value.find("d", memory)->kind(), Kind::kDouble);
  EXPECT_EQ(value.find("s", memory)->as_text(), "é");
  EXPECT_EQ(value.find("l", memory)->item(1).as_int(), 2);
  EXPECT_EQ(value.find("n", memory)->kind(), Kind::kNull);
  EXPECT_TRUE(value.find("b", memory)->is_true());
  EXPECT_FALSE(value.find("x", memory).has_value());
  EXPECT_FALSE(value.find(Value::integer(1), memory).has_value());
}

TEST(Value, MapsFindKeysByValue) {
  Memory memory;
  for (int more : {0, 100}) {
    std::vector<MapEntry> entries = {{Value::integer(1), Value::integer(10)},
                                     {Value::unsigned_integer(2), Value::integer(20)},
                                     {Value::boolean(true), Value::integer(30)},
                                     {Value::string("1"), Value::integer(40)}};
    for (int i = 0; i < more; ++i) entries.push_back({Value::integer(1000 + i), Value::integer(i)});
    Value map = map_of(entries, memory);
    EXPECT_EQ(map.find(Value::unsigned_integer(1), memory)->as_int(), 10);
    EXPECT_EQ(map.find(Value::real(2.0), memory)->as_int(), 20);
    EXPECT_EQ(map.find(Value::boolean(true), memory)->as_int(), 30);
    EXPECT_EQ(map.find("1", memory)->as_int(), 40);
    EXPECT_FALSE(map.find(Value::real(1.5), memory).has_value());
    EXPECT_FALSE(map.find(Value::boolean(false), memory).has_value());
  }
}

TEST(Value, MapsRefuseKeys) {
  Memory memory;
  for (int more : {0, 100}) {
    std::vector<MapEntry> entries;
    for (int i = 0; i < more; ++i) entries.push_back({Value::integer(1000 + i), Value::null()});
    entries.push_back({Value::integer(1), Value::null()});
    entries.push_back({Value::unsigned_integer(1), Value::null()});
    Value map = map_of(entries, memory);
    ASSERT_TRUE(map.is_error());
    EXPECT_EQ(error_text(map.as_error()), "Failed with repeated key: 1u");
    entries.back().key = Value::real(1.0);
    EXPECT_EQ(error_text(map_of(entries, memory).as_error()), "unsupported key type");
  }
}

TEST(Value, ErrorsAreAlwaysThere) {
  Memory memory(4);
  EXPECT_EQ(make_error(ErrorCode::kInvalid, "long text", memory).as_error().code,
            ErrorCode::kMemoryExceeded);
  EXPECT_TRUE(make_string({"long", "text"}, memory).is_error());
}

TEST(Value, Texts) {
  Memory memory;
  EXPECT_EQ(to_text(Value::string("a\"\n\x01"), memory), R"("a\"\n\u0001")");
  EXPECT_EQ(to_text(Value::duration(-1'500'000'000), memory), "duration(\"-1.5s\")");
  EXPECT_EQ(to_text(Value::timestamp(0, 0), memory), "timestamp(\"1970-01-01T00:00:00Z\")");
  EXPECT_EQ(to_text(Value::timestamp(kEarliestSecond, 10), memory),
            "timestamp(\"0001-01-01T00:00:00.00000001Z\")");
  EXPECT_EQ(to_text(Value::timestamp(kLatestSecond, 0), memory),
            "timestamp(\"9999-12-31T23:59:59Z\")");
  EXPECT_EQ(to_text(Value::type(int_type()), memory), "int");
  EXPECT_EQ(to_text(Value::string("ééé"), memory, 4), "\"é…");
}

}  // namespace
}  // namespace seawall::cel
