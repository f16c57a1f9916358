// The operators on values: arithmetic, order, indexing, membership. Used by the evaluator directly
// and, by their overloads, through the library "operators". Arguments are never errors. Errors:
// kNoSuchOverload for kinds that an operator does not take, kOverflow, kDivideByZero ...
#pragma once

#include "cel/value.h"

namespace seawall::cel {

enum class Arithmetic : uint8_t { kAdd, kSubtract, kMultiply, kDivide, kModulus };
enum class Relation : uint8_t { kLess, kLessEqual, kGreater, kGreaterEqual };

Value arithmetic(Arithmetic operation, const Value& a, const Value& b, Memory& memory);
Value negate(const Value& value);
Value relate(Relation relation, const Value& a, const Value& b);
// container[index], of a list, a map or an optional of one (then an optional).
Value index(const Value& container, const Value& index, Memory& memory);
// container[?index]: an optional.
Value index_optional(const Value& container, const Value& index, Memory& memory);
// value in container. `steps` as in equals(): kCostExceeded when none is left.
Value is_in(const Value& value, const Value& container, Memory& memory, uint64_t& steps);
Value size_of(const Value& value);

// value.field, of a map or an optional of one (then an optional).
Value select(const Value& value, std::string_view field, Memory& memory);
Value select_optional(const Value& value, std::string_view field, Memory& memory);
Value has(const Value& value, std::string_view field, Memory& memory);

// optional.of(value)
Value make_optional(const Value& value, Memory& memory);
// The number of code points.
size_t code_points(std::string_view text);

// An error of a code without detail; a constant.
Value plain_error(ErrorCode code);

// Timestamps lie in the years 1 to 9999.
constexpr int64_t kEarliestSecond = -62135596800;
constexpr int64_t kLatestSecond = 253402300799;

}  // namespace seawall::cel
