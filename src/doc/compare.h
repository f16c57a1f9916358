// Equality and order of document values, as JSON Schema has them: 1 equals 1.0, members have no
// order, a boolean is no number.
#pragma once

#include <string>

#include "doc/tree.h"

namespace seawall::doc {

bool equal(const Node& a, const Node& b);

// -1, 0 or 1 for two numbers, exact for integers; NaN compares as 0 to nothing and 1 to all.
int compare_numbers(const Node& a, const Node& b);

// Text that is the same for equal values and different for others, at the end of `out`.
// Returns how many values it visited.
size_t append_canonical(const Node& node, std::string& out);

}  // namespace seawall::doc
