#include "cel/type.h"

#include <gtest/gtest.h>

namespace seawall::cel {
namespace {

TEST(Type, NamesAndEquality) {
  TypeArena types;
  const Type* map = types.map_of(string_type(), types.list_of(int_type()));
  EXPECT_EQ(type_name(*map), "map(string, list(int))");
  EXPECT_EQ(runtime_type_name(*map), "map");
  EXPECT_TRUE(same_type(*map, *types.map_of(string_type(), types.list_of(int_type()))));
  EXPECT_FALSE(same_type(*map, *types.map_of(string_type(), types.list_of(uint_type()))));
  EXPECT_FALSE(same_type(*map, *map_type()));
  EXPECT_EQ(type_name(*types.wrapper_of(bool_type())), "wrapper(bool)");
  EXPECT_EQ(type_name(*types.optional_of(types.opaque("net.IP"))), "optional_type(net.IP)");
  EXPECT_EQ(type_name(*types.type_of(null_type())), "type(null)");
  EXPECT_EQ(type_name(*timestamp_type()), "timestamp");
  EXPECT_EQ(type_name(*map_type()), "map(dyn, dyn)");
  EXPECT_EQ(runtime_type_name(*timestamp_type()), "google.protobuf.Timestamp");
  EXPECT_EQ(runtime_type_name(*null_type()), "null_type");
  EXPECT_EQ(runtime_type_name(*types.wrapper_of(bool_type())), "bool");
}

TEST(Type, WellKnownMessages) {
  TypeArena types;
  EXPECT_EQ(type_name(*types.message("google.protobuf.Struct")), "map(string, dyn)");
  EXPECT_EQ(type_name(*types.message("google.protobuf.UInt32Value")), "wrapper(uint)");
  EXPECT_EQ(types.message("google.protobuf.Timestamp"), timestamp_type());
  EXPECT_EQ(type_name(*types.message("google.protobuf.Other")), "google.protobuf.Other");
}

TEST(Type, NamesOfHugeTypesAreCut) {
  TypeArena types;
  const Type* huge = int_type();
  for (int i = 0; i < 60; ++i) huge = types.map_of(huge, huge);
  EXPECT_LT(type_name(*huge).size(), 10000u);
}

}  // namespace
}  // namespace seawall::cel
