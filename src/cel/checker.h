// Resolves the names and calls of an expression and deduces its types, by cel-go's rules (cel-spec
// langdef.md, "Name resolution", "Gradual type checking", "Overloading").
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cel/ast.h"
#include "cel/function.h"
#include "cel/type.h"

namespace seawall::cel {

// What an expression may refer to. Names are looked up whole, without a leading dot; the checker
// itself walks the container. What is handed out outlives the CheckedAst.
class Declarations {
 public:
  virtual ~Declarations() = default;
  virtual std::string_view container() const { return {}; }
  // Whether elements of a list literal, keys and values of a map literal may be of types that do
  // not fit together (they are dyn then). Kubernetes says no.
  virtual bool mixed_literals() const { return true; }
  // The slot of a declared variable.
  virtual std::optional<uint32_t> variable(std::string_view name) const = 0;
  virtual const Type* variable_type(uint32_t slot) const = 0;
  virtual const Constant* constant(std::string_view name) const = 0;
  // In order of declaration; empty when there is none.
  virtual std::span<const Overload* const> overloads(std::string_view function,
                                                     bool member) const = 0;
  // The type that a literal `name{...}` makes; nullptr: there is none such.
  virtual const Type* message_type(std::string_view name) const;
  // The type of a field of a kMessage or kOpaque type; nullptr: it has no such field. By default
  // every kMessage has every field as dyn, and kOpaque none.
  virtual const Type* field_type(const Type& message, std::string_view field) const;
};

enum class ReferenceKind : uint8_t {
  kNone,      // an expression of its own: literals, selects from values, operators with own kinds
  kVariable,  // slot: of the declared variable. On a kSelect: the whole chain a.b.c is the name of
              // the variable, the children are not evaluated
  kLocal,     // slot: of the local. On a kIdent: reads it. On a kMacro: its first variable; the
              // others follow it
  kConstant,  // constant. On a kSelect: as kVariable
  kCall,      // function, overloads; namespaced: the receiver is part of the function's name
  kMessage,   // on a kMessage: message, its type
  kUndeclared,  // only without checking: a name that is not declared (of kIdent), "undeclared
                // reference" at run time
};

struct Reference {
  ReferenceKind kind = ReferenceKind::kNone;
  // Of a member call `ip.isCanonical(x)` that calls the function "ip.isCanonical": child 0 of the
  // call is no argument.
  bool namespaced = false;
  uint32_t slot = 0;
  // Which overloads the arguments' types allow, into CheckedAst::overloads: exactly one when the
  // types are known, several when they are dyn, none only without checking ("no such overload").
  uint32_t first_overload = 0;
  uint32_t overload_count = 0;
  const Constant* constant = nullptr;
  const Type* message = nullptr;
  std::string_view function;  // as declared, in its container: "math.greatest"
};

// `offset` into the source.
struct Mistake {
  uint32_t offset = 0;
  std::string text;  // in cel-go's words: "undeclared reference to 'x' (in container '')"
};

// Owns its types. Movable. When there are mistakes, types and references are not to be used.
//
// Locals: each variable of a macro has a slot below local_count; two variables that are visible at
// the same time never share one. Bounds of the frame that an evaluator needs are known thereby.
// Locals of a kBlock are @index0, @index1 ... in order.
struct CheckedAst {
  const Type* type(ExprId id) const { return types_of[id]; }
  const Reference& reference(ExprId id) const { return references[id]; }
  std::span<const Overload* const> candidates(const Reference& reference) const {
    return std::span(overloads).subspan(reference.first_overload, reference.overload_count);
  }

  Ast ast;
  std::vector<const Type*> types_of;  // by ExprId
  std::vector<Reference> references;  // by ExprId
  std::vector<const Overload*> overloads;
  uint32_t local_count = 0;
  std::vector<Mistake> mistakes;  // by offset; at most kMostMistakes, then no more are looked for
  TypeArena types;
  Arena texts;  // names made by resolution

  static constexpr size_t kMostMistakes = 100;
};

// `expected`: what the whole must be assignable to (dyn is let through); nullptr: anything.
CheckedAst check(Ast ast, const Declarations& declarations, const Type* expected = nullptr);

// Names are resolved, types are all dyn, and whatever is wrong will be an error of the evaluation:
// candidates are all overloads of the name with as many parameters as there are arguments.
CheckedAst resolve_unchecked(Ast ast, const Declarations& declarations);

// "1:7: undeclared reference to 'x' (in container ''); 2:1: ..."
std::string mistakes_text(const CheckedAst& checked);

// Whether a value of `from` may stand where `to` is expected: dyn on either side, null to what is
// nullable, wrappers with their primitives, parameters of the types one by one. Neither holds type
// parameters.
bool is_assignable(const Type& to, const Type& from);

}  // namespace seawall::cel
