// The compact form of a checked expression: small nodes in one array, children by number, names
// resolved, constants made. An Evaluation walks it (machine.h).
//
// What is selected from a declared variable by constant names, `object.spec.containers`, is one
// node: a slot of the Environment's PathTable, which all its programs share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cel/argument_kind.h"
#include "cel/checker.h"
#include "cel/environment.h"
#include "cel/path_table.h"

namespace seawall::cel {

enum class Op : uint8_t {
  kConstant,          // a: constant
  kLocal,             // local
  kLazyLocal,         // local; a: the node that gives it its value on first use
  kPath,              // a: path slot; b: its variable
  kHasPath,           // a: path slot of the whole, b: its variable
  kLocalPath,         // local: variable; a: the local that keeps what was looked up
  kHasLocalPath,      // as kLocalPath, of the whole
  kSelect,            // a: operand; b: first key, c: how many
  kHas,               // a: operand; b: key
  kSelectOptional,    // a: operand; b: key
  kIndex,             // a: container, b: index
  kIndexOptional,     // a: container, b: index
  kAnd,               // a: first child, b: how many
  kOr,                // a: first child, b: how many
  kNot,               // a
  kNegate,            // a
  kTernary,           // a: condition, b, c
  kEqual,             // a, b
  kNotEqual,          // a, b
  kEqualConstant,     // a; b: constant
  kNotEqualConstant,  // a; b: constant
  kRelation,          // a, b; detail: Relation
  kArithmetic,        // a, b; detail: Arithmetic; c: 1 when the result is a number or a time
  kIn,                // a: value, b: container
  kInConstant,        // a: value; b: constant: a map whose keys are the elements
  kSize,              // a
  kCall,              // a: call site; b: first child, c: how many
  kOptionalOr,        // a: receiver, b: otherwise; detail: 1 for orValue
  kList,              // a: first child, b: how many; c: optional mask + 1
  kMap,               // a: first child (key, value, key ...), b: entries; c: optional mask + 1;
                      // detail 1: a message, local: the constant that is its type
  // Macros. a: range or operand; b: the predicate, kNoNode when there is none; c: what is computed;
  // local: first variable; detail: variables
  kAll,
  kExists,
  kExistsOne,
  kTransformList,  // also map() and filter() (c: kNoNode gives the element itself)
  kTransformMap,
  kTransformMapEntry,
  kOptMap,
  kOptFlatMap,
  kSortBy,
  kBind,  // a: body; local: first lazy local, b: how many
};

constexpr uint32_t kNoNode = ~0u;

struct Node {
  Op op = Op::kConstant;
  uint8_t detail = 0;
  uint32_t cost = 0;  // of this node alone, as far as it does not depend on values
  uint32_t local = 0;
  uint32_t a = 0, b = 0, c = 0;
};

struct Candidate {
  Implementation implementation = nullptr;
  CallCost cost = nullptr;
  uint32_t first_parameter = 0;  // into CompiledExpression::parameters, as many as arguments
};

struct CallSite {
  uint32_t first_candidate = 0, candidates = 0;
  ErrorInfo no_overload;
};

// A field name of kSelect, kHas and kSelectOptional.
struct FieldKey {
  std::string_view text;
  ErrorInfo missing;      // no such key
  ErrorInfo no_overload;  // selected from what has no fields
};

// Of a local that keeps what a path from a macro's variable leads to, for one value of the
// variable.
struct LocalPath {
  uint32_t parent = 0;  // local: the variable, or another such path
  uint32_t key = 0;
};

struct CompiledExpression {
  std::string source;
  const Type* type = dyn_type();
  uint32_t root = 0;
  uint32_t locals = 0;
  uint32_t paths = 0;  // every path slot is below
  std::vector<Node> nodes;
  std::vector<uint32_t> children;
  std::vector<Value> constants;
  std::vector<FieldKey> keys;
  std::vector<LocalPath> local_paths;  // by local
  std::vector<ArgumentKind> parameters;
  std::vector<Candidate> candidates;
  std::vector<CallSite> calls;
  std::vector<std::vector<bool>> optional_masks;
  std::vector<uint32_t> variables;
  Program::Cost cost;
  // What the parts above point into.
  Memory memory;
  Arena ast_texts, checker_texts;
  TypeArena types;
};

// `checked` has no mistakes, and is no deeper than the parser lets through. Adds to `paths`.
std::unique_ptr<CompiledExpression> compile_checked(CheckedAst checked, PathTable& paths);

// Bounds of what a run of it costs.
Program::Cost bound_cost(const CompiledExpression& program);

}  // namespace seawall::cel
