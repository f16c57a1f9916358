// The types whose values order, for functions that have one overload for a list of each.
#pragma once

#include <array>
#include <string_view>

#include "cel/type.h"

namespace seawall::cel {

struct ComparableType {
  std::string_view name;       // "duration"
  std::string_view full_name;  // "google.protobuf.Duration"
  const Type* type;
};

inline std::array<ComparableType, 8> comparable_types() {
  return {{{"int", "int", int_type()},
           {"uint", "uint", uint_type()},
           {"double", "double", double_type()},
           {"bool", "bool", bool_type()},
           {"duration", "google.protobuf.Duration", duration_type()},
           {"timestamp", "google.protobuf.Timestamp", timestamp_type()},
           {"string", "string", string_type()},
           {"bytes", "bytes", bytes_type()}}};
}

}  // namespace seawall::cel
