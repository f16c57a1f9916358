// Calls that are not calls: has(), the comprehensions, bindings (cel-spec langdef.md, "Macros", and
// the extensions of cel-go). Each is known by its name, its number of arguments and whether it has
// a receiver; every other call of that name is an ordinary call.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "cel/ast_builder.h"

namespace seawall::cel {

struct MacroCall {
  std::string_view name;
  ExprId receiver = kNoExpr;  // kNoExpr: name(...)
  std::span<const ExprId> arguments;
  uint32_t offset = 0;    // where the node made of it stands
  bool optionals = true;  // whether optMap and optFlatMap are macros
};

// The arguments do not fit the macro.
struct MacroMistake {
  uint32_t offset = 0;
  std::string text;
};

// monostate: not a macro. Nodes of arguments that became names stay in the tree, unused.
using Expansion = std::variant<std::monostate, ExprId, MacroMistake>;
Expansion expand_macro(AstBuilder& builder, const MacroCall& call);

}  // namespace seawall::cel
