// The parts of the standard library. Private to this folder.
#pragma once

#include "cel/overload_builder.h"

namespace seawall::cel {

void add_standard_conversions(OverloadBuilder& builder);  // int(), string(), timestamp() ...
void add_standard_times(OverloadBuilder& builder);        // getFullYear(), getHours() ...

// string(value): nothing when the kind has no such conversion; may give an error value.
std::optional<Value> value_to_string(const Value& value, Memory& memory);

}  // namespace seawall::cel
