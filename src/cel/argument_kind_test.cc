#include "cel/argument_kind.h"

#include <gtest/gtest.h>

namespace seawall::cel {
namespace {

TEST(ArgumentKind, OfTypes) {
  TypeArena types;
  EXPECT_TRUE(argument_kind(*dyn_type()).any);
  EXPECT_TRUE(argument_kind(*types.parameter("T")).any);
  EXPECT_EQ(argument_kind(*types.list_of(int_type())).kind, Kind::kList);
  EXPECT_EQ(argument_kind(*types.optional_of(int_type())).kind, Kind::kOptional);
  EXPECT_FALSE(argument_kind(*int_type()).nullable);
  ArgumentKind wrapper = argument_kind(*types.wrapper_of(int_type()));
  EXPECT_EQ(wrapper.kind, Kind::kInt);
  EXPECT_TRUE(wrapper.nullable);
  const Type* ip = types.opaque("net.IP");
  EXPECT_EQ(argument_kind(*ip).kind, Kind::kOpaque);
  EXPECT_EQ(argument_kind(*ip).opaque, ip);
}

}  // namespace
}  // namespace seawall::cel
