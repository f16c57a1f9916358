// The parsed form of a CEL expression: nodes in one vector, children by index, every node with its
// place in the source. Macros are nodes of their own kind (not unfolded into accumulator loops), so
// that the checker, the cost estimate and the evaluator can each treat them directly.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"

namespace seawall::cel {

using ExprId = uint32_t;
constexpr ExprId kNoExpr = ~0u;

enum class ExprKind : uint8_t {
  kNull,
  kBool,     // integer: 0 or 1
  kInt,      // integer
  kUint,     // integer, as uint64_t
  kDouble,   // real
  kString,   // text: the value, escapes resolved
  kBytes,    // text: the value
  kIdent,    // text: the name; a leading "." kept
  kSelect,   // children: operand; text: field; flag: optional (.?field)
  kHas,      // has(e.f): children: operand; text: field
  kIndex,    // children: operand, index; flag: optional ([?i])
  kCall,     // text: function; children: receiver (if flag: member call), arguments. Operators are
             // calls under cel-spec's names: "_+_", "!_", "-_", "_==_", `in` as "@in", ...
  kAnd,      // children: two or more, flattened
  kOr,       // children: two or more, flattened
  kTernary,  // children: condition, then, otherwise
  kList,     // children: elements; optional_mask says which are [?e]
  kMap,      // children: key, value, key, value ...; optional_mask by entry ({?k: v})
  kMessage,  // text: type name; names in `fields`; children: values; optional_mask by field
  kMacro,    // macro, names, children: see Macro
};

enum class Macro : uint8_t {
  kAll,                // range, predicate; one or two variables (also below)
  kExists,             // range, predicate
  kExistsOne,          // range, predicate (existsOne, exists_one)
  kMap,                // range, [predicate,] transform: range.map(v, [p,] t)
  kFilter,             // range, predicate
  kTransformList,      // range, [predicate,] transform; two variables
  kTransformMap,       // range, [predicate,] value; two variables
  kTransformMapEntry,  // range, [predicate,] entry map; two variables
  kBind,               // cel.bind(v, init, body): init, body; one variable
  kOptMap,             // operand, transform; one variable
  kOptFlatMap,         // operand, transform; one variable
  kSortBy,             // range, key; one variable
  kBlock,              // cel.block([e0, e1 ...], body): e0, e1 ..., body; @index0, @index1 ...
};
const char* macro_name(Macro macro);

struct Expr {
  ExprKind kind = ExprKind::kNull;
  Macro macro = Macro::kAll;
  bool flag = false;
  uint32_t offset = 0;       // where it stands in the source, in bytes; operators: the operator
  uint32_t first_child = 0;  // into Ast::children
  uint32_t child_count = 0;
  uint32_t first_name = 0;  // into Ast::names: macro variables, message fields
  uint32_t name_count = 0;
  uint32_t optional_mask = 0;  // into Ast::optional_masks + 1; 0: none is optional
  union {
    int64_t integer = 0;
    double real;
  };
  std::string_view text;
};

// Owns its texts. Movable.
class Ast {
 public:
  const Expr& operator[](ExprId id) const { return exprs[id]; }
  ExprId child(const Expr& expr, uint32_t index) const {
    return children[expr.first_child + index];
  }
  std::string_view name(const Expr& expr, uint32_t index) const {
    return names[expr.first_name + index];
  }
  bool is_optional(const Expr& expr, uint32_t index) const {
    return expr.optional_mask != 0 && optional_masks[expr.optional_mask - 1][index];
  }

  std::string source;
  ExprId root = kNoExpr;
  std::vector<Expr> exprs;
  std::vector<ExprId> children;
  std::vector<std::string_view> names;
  std::vector<std::vector<bool>> optional_masks;
  Arena texts;
};

// 1-based line and column (code points) of a byte offset in `source`.
struct SourcePosition {
  uint32_t line = 1, column = 1;
};
SourcePosition position_of(std::string_view source, uint32_t offset);

}  // namespace seawall::cel
