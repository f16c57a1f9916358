// Type variables and what is known of them while an expression is checked.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/type.h"

namespace seawall::cel {

// Every kParameter type given to it must be one of its own variables: types of declarations go
// through instantiate() first.
//
// Types of hostile expressions grow without bound ({a: a} doubles with each step), so a type larger
// than kLargestType becomes dyn, and all work is counted against a budget: once it is used up,
// exhausted() is true and every answer is the lenient one.
class Unifier {
 public:
  static constexpr size_t kLargestType = 256;  // nodes

  Unifier(TypeArena& types, uint64_t work) : types_(types), work_(work) {}

  const Type* fresh();
  const Type* list_of(const Type* element);
  const Type* map_of(const Type* key, const Type* value);
  const Type* optional_of(const Type* value);

  // The parameters of a declaration's types by name; instantiate() makes a fresh variable for each
  // name it meets first.
  using Names = std::vector<std::pair<std::string_view, const Type*>>;
  const Type* instantiate(const Type* declared, Names& names);
  // Parameters become dyn.
  const Type* without_parameters(const Type* declared);

  // Whether values of `from` may stand where `to` is expected. Variables are bound when they may,
  // and left as they were otherwise.
  bool assign(const Type* from, const Type* to);
  bool assign_all(std::span<const Type* const> from, std::span<const Type* const> to);
  // False when assign() to an instance of `declared` is certain to fail; cheap.
  bool may_assign(const Type* from, const Type* declared) const;
  // The type of both, the more general of the two; nullptr when neither takes the other.
  const Type* join(const Type* previous, const Type* current);

  // Bound variables replaced by their types; the others stay, or become dyn.
  const Type* resolve(const Type* type, bool free_to_dyn = false);

  bool exhausted() const { return exhausted_; }

 private:
  struct Variable : Type {
    uint32_t index = 0;
  };
  struct Answer {
    bool valid, was_bound;
  };
  class Step;

  static uint32_t index_of(const Type* variable) {
    return static_cast<const Variable*>(variable)->index;
  }
  void bind(const Type* variable, const Type* to);
  void undo(size_t trail);
  bool assignable(const Type* from, const Type* to);
  bool assignable_each(const Type* from, const Type* to);
  Answer substitute(const Type* type, const Type* variable);
  bool occurs(const Type* variable, const Type* within);
  bool is_less_specific(const Type* a, const Type* b);
  const Type* more_general(const Type* a, const Type* b);
  const Type* rebuild(const Type* type, std::span<const Type* const> parameters);
  const Type* limited(const Type* part);

  TypeArena& types_;
  std::deque<Variable> variables_;
  std::vector<const Type*> bindings_;                    // by variable; nullptr: free
  std::vector<std::pair<uint32_t, const Type*>> trail_;  // what bindings were, to undo
  uint64_t work_;
  uint32_t depth_ = 0;
  bool exhausted_ = false;
};

}  // namespace seawall::cel
