// The checker's insides, shared by its files: checker.cc walks the plain nodes, checker_calls.cc
// resolves overloads, checker_macros.cc the comprehensions.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cel/checker.h"
#include "cel/unifier.h"

namespace seawall::cel {

class Checker {
 public:
  Checker(CheckedAst& out, const Declarations& declarations, bool lenient);
  void run(const Type* expected);

 private:
  struct Local {
    uint32_t slot;
    const Type* type;
  };
  struct Function {
    std::string name;  // as declared
    std::span<const Overload* const> overloads;
  };
  // A place where variables of a macro can be seen; they go with it.
  class Scope;

  const Expr& expr(ExprId id) const { return out_.ast[id]; }
  ExprId child(ExprId id, uint32_t index) const { return out_.ast.child(expr(id), index); }
  const Type* type(ExprId id) const { return out_.types_of[id]; }
  void set_type(ExprId id, const Type* type) { out_.types_of[id] = lenient_ ? dyn_type() : type; }
  Reference& reference(ExprId id) { return out_.references[id]; }
  void mistake(ExprId at, std::string text);
  bool is_full() const { return out_.mistakes.size() >= CheckedAst::kMostMistakes; }

  // Names.
  // Calls `found` for each name that `name` may mean in the container, until it says yes.
  template <typename Found>
  bool in_container(std::string_view name, Found found) const;
  const Local* local(std::string_view name) const;
  // "a.b.c" of a chain of selections from a name that is no local; empty: it is none.
  std::string qualified_name(ExprId id) const;
  // A variable or a constant.
  bool resolve_name(ExprId id, std::string_view name);
  bool find_function(std::string_view name, bool member, Function& function) const;
  void undeclared(ExprId id, std::string_view name);

  // Nodes.
  void check(ExprId id);
  void check_children(ExprId id, uint32_t first = 0);
  void literal(ExprId id);
  void ident(ExprId id);
  void select(ExprId id);
  void has(ExprId id);
  const Type* field(ExprId id);
  const Type* field_of(ExprId id, const Type* target);
  void logical(ExprId id);
  void ternary(ExprId id);
  void list(ExprId id);
  void map(ExprId id);
  const Type* optional_part(ExprId value);
  const Type* joined(ExprId at, const Type* previous, const Type* current);
  void message(ExprId id);
  const Type* message_type(ExprId id);

  // Calls.
  void call(ExprId id);
  bool namespaced_call(ExprId id);
  void index(ExprId id);
  struct Resolution {
    const Type* result = nullptr;  // nullptr: no overload takes the arguments
    std::vector<const Overload*> matching;
  };
  Resolution resolve(std::span<const Overload* const> overloads,
                     std::span<const Type* const> arguments);
  bool matches(const Overload& overload, std::span<const Type* const> arguments,
               const Type*& result);
  void resolve_call(ExprId id, const Function& function, uint32_t first, bool member);
  void no_overload(ExprId at, std::string_view function, std::span<const Type* const> arguments,
                   bool member);
  // The type of `condition ? a : b`, a mistake at `at` when there is none.
  const Type* conditional(ExprId at, const Type* condition, const Type* a, const Type* b);

  // Macros.
  void macro(ExprId id);
  void quantifier(ExprId id);
  void exists_one(ExprId id);
  void over_range(ExprId id);
  void bind(ExprId id);
  void optional_map(ExprId id);
  void sort_by(ExprId id);
  void block(ExprId id);
  // The types of a comprehension's one or two variables.
  struct Range {
    const Type* first;
    const Type* second;
  };
  Range range_of(ExprId id, bool two);
  Range declare_range(ExprId id, Scope& scope);
  const Type* transformed(ExprId id, const Range& range, ExprId transform);

  void expect_bool(ExprId id);

  CheckedAst& out_;
  const Declarations& declarations_;
  bool lenient_;
  Unifier unifier_;
  std::unordered_map<std::string_view, std::vector<Local>> locals_;
  uint32_t next_slot_ = 0;
};

template <typename Found>
bool Checker::in_container(std::string_view name, Found found) const {
  if (name.starts_with('.')) return found(name.substr(1));
  std::string_view container = declarations_.container();
  while (!container.empty()) {
    if (found(fmt::format("{}.{}", container, name))) return true;
    size_t dot = container.rfind('.');
    container = dot == std::string_view::npos ? "" : container.substr(0, dot);
  }
  return found(name);
}

class Checker::Scope {
 public:
  Scope(Checker& owner, ExprId macro);
  ~Scope();
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  // Makes the macro's next variable visible.
  void declare(const Type* type);

 private:
  Checker& owner_;
  ExprId macro_;
  uint32_t declared_ = 0;
};

}  // namespace seawall::cel
