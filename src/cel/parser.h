// The CEL grammar (cel-spec langdef.md, "Syntax"), by precedence climbing, with the macros of the
// standard, of two-variable comprehensions, optionals, bindings, lists v3 and blocks.
#pragma once

#include <string_view>

#include "base/result.h"
#include "cel/ast.h"

namespace seawall::cel {

struct ParseLimits {
  size_t source_bytes = 512u << 10;  // larger than what an API server stores
  size_t depth = 250;    // nesting as written: parentheses, arguments, literals, a ? b : c
  size_t height = 1000;  // nodes on a path of the tree: a + b + c nests to its left
  size_t nodes = 200'000;
  bool optionals = true;  // e.?f, e[?i], [?e], {?k: v}
  bool macros = true;     // false: has(), all() ... are calls like any other
};

// kInvalid: "LINE:COLUMN: what is wrong" (all on one line); kLimit. Never recurses deeper than
// limits.depth levels of the grammar; && and || in a row are one node.
Result<Ast> parse(std::string_view source, const ParseLimits& limits = {});

}  // namespace seawall::cel
