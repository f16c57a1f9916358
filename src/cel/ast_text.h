// A tree as text, for tests and for people who wonder how an expression was read.
#pragma once

#include <string>

#include "cel/ast.h"

namespace seawall::cel {

// Operators as calls: "_+_(1, a.b)"; chains as "&&(a, b, c)"; macros with their variables:
// "#map{x}(list, f(x))"; literals with their type: 1, 1u, 1.5, "text", b"\xff".
std::string ast_text(const Ast& ast);

}  // namespace seawall::cel
