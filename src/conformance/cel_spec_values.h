// The values and types of cel-spec's tests (cel/expr/value.proto, cel/expr/checked.proto) as those
// of src/cel.
#pragma once

#include "base/result.h"
#include "cel/type.h"
#include "cel/value.h"
#include "conformance/textproto.h"

namespace seawall::conformance {

// A cel.expr.Value. Texts are borrowed from `value`, the rest is in `memory`. Well-known messages
// (wrappers, Duration, Timestamp, Struct, Value, ListValue) are the values that they stand for.
// kUnsupported: it needs a message or enum type; the message says which.
Result<cel::Value> spec_value(const TextprotoField& value, cel::TypeArena& types,
                              cel::Memory& memory);

// A cel.expr.Type. kUnsupported: it needs a message type.
Result<const cel::Type*> spec_type(const TextprotoField& type, cel::TypeArena& types);

// Whether they are the same down to the kind of every number: 1 is not 1u here, and NaN is NaN.
// The order of the entries of maps does not matter; types are compared by name.
bool is_same_value(const cel::Value& a, const cel::Value& b, cel::Memory& memory);

}  // namespace seawall::conformance
