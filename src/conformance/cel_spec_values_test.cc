#include "conformance/cel_spec_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seawall::conformance {
namespace {

struct Fixture : testing::Test {
  Result<cel::Value> value(std::string_view text) {
    kept.push_back(std::make_unique<TextprotoField>(parse_textproto(text).value()));
    return spec_value(*kept.back(), types, memory);
  }
  std::string shown(std::string_view text) {
    Result<cel::Value> made = value(text);
    return made ? to_text(*made, memory) + ": " + type_name(*type_of(*made))
                : "error: " + made.error().message();
  }
  bool same(std::string_view a, std::string_view b) {
    return is_same_value(value(a).value(), value(b).value(), memory);
  }
  std::string type(std::string_view text) {
    Result<const cel::Type*> made = spec_type(parse_textproto(text).value(), types);
    return made ? type_name(**made) : "error: " + made.error().message();
  }

  cel::TypeArena types;
  cel::Memory memory;
  std::vector<std::unique_ptr<TextprotoField>> kept;
};

using SpecValue = Fixture;
using SpecType = Fixture;

TEST_F(SpecValue, is_what_the_message_says) {
  EXPECT_EQ(shown("null_value: NULL_VALUE"), "null: null");
  EXPECT_EQ(shown("bool_value: true"), "true: bool");
  EXPECT_EQ(shown("int64_value: -9223372036854775808"), "-9223372036854775808: int");
  EXPECT_THAT(shown("uint64_value: 1"), testing::EndsWith(": uint"));
  EXPECT_THAT(shown("double_value: 1.5"), testing::EndsWith(": double"));
  EXPECT_THAT(shown("bytes_value: '\\377'"), testing::EndsWith(": bytes"));
  EXPECT_EQ(value("string_value: 'a'")->as_text(), "a");
  EXPECT_EQ(value("list_value { values { int64_value: 1 } values { bool_value: false } }")->size(),
            2u);
  EXPECT_EQ(
      value("map_value { entries { key { string_value: 'a' } value { null_value: 0 } } }")->size(),
      1u);
  EXPECT_EQ(type_name(*value("type_value: 'google.protobuf.Timestamp'")->as_type()), "timestamp");
}

TEST_F(SpecValue, of_well_known_messages) {
  constexpr const char* kObject =
      "object_value {{ [type.googleapis.com/google.protobuf.{}] {{ {} }} }}";
  auto object = [&](const char* name, const char* fields) {
    return value(fmt::format(fmt::runtime(kObject), name, fields));
  };
  EXPECT_EQ(object("Duration", "seconds: 1 nanos: 5")->as_duration(), 1'000'000'005);
  EXPECT_EQ(object("Timestamp", "seconds: -1 nanos: 5")->timestamp_seconds(), -1);
  EXPECT_EQ(object("Int32Value", "value: 7")->as_int(), 7);
  EXPECT_EQ(object("UInt64Value", "")->as_uint(), 0u);
  EXPECT_EQ(object("StringValue", "value: 'x'")->as_text(), "x");
  EXPECT_EQ(object("ListValue", "values { number_value: 2 }")->item(0).as_double(), 2.0);
  EXPECT_EQ(object("Struct", "fields { key: 'a' value { bool_value: true } }")->size(), 1u);
  EXPECT_EQ(object("Duration", "seconds: 99999999999").error().code(), Code::kInvalid);
  EXPECT_EQ(object("FieldMask", "paths: 'a'").error().code(), Code::kUnsupported);
}

TEST_F(SpecValue, needs_what_is_not_here) {
  EXPECT_EQ(value("object_value { [type.googleapis.com/a.B] { x: 1 } }").error().code(),
            Code::kUnsupported);
  EXPECT_EQ(value("enum_value { type: 'a.E' value: 1 }").error().code(), Code::kUnsupported);
  EXPECT_EQ(value("int64_value: x").error().code(), Code::kInvalid);
  EXPECT_EQ(value("").error().code(), Code::kInvalid);
  EXPECT_EQ(value("other_value: 1").error().code(), Code::kInvalid);
}

TEST_F(SpecValue, is_compared_with_its_kind) {
  EXPECT_TRUE(same("double_value: nan", "double_value: nan"));
  EXPECT_FALSE(same("int64_value: 1", "uint64_value: 1"));
  EXPECT_FALSE(same("list_value { values { int64_value: 1 } }",
                    "list_value { values { double_value: 1 } }"));
  constexpr const char* kOne = "entries { key { int64_value: 1 } value { bool_value: true } }";
  constexpr const char* kTwo = "entries { key { int64_value: 2 } value { bool_value: true } }";
  EXPECT_TRUE(same(fmt::format("map_value {{ {} {} }}", kOne, kTwo),
                   fmt::format("map_value {{ {} {} }}", kTwo, kOne)));
  EXPECT_FALSE(
      same(fmt::format("map_value {{ {} }}", kOne), fmt::format("map_value {{ {} }}", kTwo)));
  EXPECT_TRUE(same("type_value: 'net.IP'", "type_value: 'net.IP'"));
}

TEST_F(SpecType, is_what_the_message_says) {
  EXPECT_EQ(type("primitive: INT64"), "int");
  EXPECT_EQ(type("wrapper: STRING"), "wrapper(string)");
  EXPECT_EQ(type("well_known: TIMESTAMP"), "timestamp");
  EXPECT_EQ(type("well_known: ANY"), "dyn");
  EXPECT_EQ(type("list_type { elem_type { dyn {} } }"), "list(dyn)");
  EXPECT_EQ(type("map_type { key_type { primitive: BOOL } value_type { null: NULL_VALUE } }"),
            "map(bool, null)");
  EXPECT_EQ(type("type { primitive: BYTES }"), "type(bytes)");
  EXPECT_EQ(type("abstract_type { name: 'optional_type' parameter_types { primitive: UINT64 } }"),
            "optional_type(uint)");
  EXPECT_EQ(type("abstract_type { name: 'tuple' parameter_types { type_param: 'T' } }"),
            "tuple(T)");
  EXPECT_EQ(type("message_type: 'google.protobuf.Int64Value'"), "wrapper(int)");
  EXPECT_EQ(type("message_type: 'a.B'"), "error: the message type a.B");
  EXPECT_THAT(type("primitive: WORD"), testing::HasSubstr("no type is called"));
}

}  // namespace
}  // namespace seawall::conformance
