// What expressions are compiled against: declared variables, functions, constants. And the compiled
// program. Programs compiled from one Environment share the lookups of common prefixes
// (`object.spec.containers`, `container.securityContext`): each is made once for a binding of its
// variable, however many programs ask.
//
//   Environment environment = TRY(Environment::create(options));
//   Program program = TRY(environment.compile("object.spec.replicas <= 5", bool_type()));
//   Evaluation evaluation(environment);
//   evaluation.bind(0, Value::from_node(deployment));
//   Value value = evaluation.run(program);
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cel/function.h"
#include "cel/parser.h"
#include "cel/type.h"
#include "cel/value.h"

namespace seawall::cel {

struct Variable {
  std::string name;  // may be qualified: "a.b"
  const Type* type = dyn_type();
};

// Types whose literals `Name{field: value}` expressions may write. The values are maps that know
// their type (MapTable::message).
struct MessageTypes {
  // The type of that name; nullptr: there is none. Asked once for each name.
  const Type* (*type)(std::string_view name, TypeArena& types) = nullptr;
  // The type of a field; nullptr: there is no such field.
  const Type* (*field)(const Type& message, std::string_view field) = nullptr;
};

struct EnvironmentOptions {
  std::vector<Variable> variables;  // slot = position
  // Functions beside those of the libraries (tests, the authorizer of another source).
  std::vector<Overload> functions;
  // Libraries by name; empty: all of Kubernetes' newest environment.
  std::vector<std::string> libraries;
  bool all_libraries = false;  // also those that Kubernetes does not have
  MessageTypes messages;       // none by default
  std::string container;       // names are resolved in it first, as cel-spec says: "a.b.c"
  ParseLimits parse;
};

struct CompiledExpression;  // compile.h
class Environment;
class PathTable;  // path_table.h

// Immutable; may be run by many threads at once, each with an Evaluation of its own. Lives no
// longer than its Environment.
class Program {
 public:
  Program();
  ~Program();
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;

  const Type* type() const;  // as the checker deduced it
  std::string_view source() const;
  // Bounds of the cost, in cel-go's units, for inputs of any size that `Limits` allows: an upper
  // bound of UINT64_MAX says "no bound known".
  struct Cost {
    uint64_t least = 0, most = 0;
  };
  Cost cost() const;
  const CompiledExpression& compiled() const { return *compiled_; }
  // Which declared variables it reads, by slot.
  const std::vector<uint32_t>& variables() const;

 private:
  friend class Environment;
  std::unique_ptr<CompiledExpression> compiled_;
};

class Environment {
 public:
  static Result<Environment> create(EnvironmentOptions options);
  ~Environment();
  Environment(Environment&&) noexcept;
  Environment& operator=(Environment&&) noexcept;

  // kInvalid: "LINE:COLUMN: what is wrong" with every mistake the checker found, joined by "; ".
  // `expected`: the type the expression must have (dyn is let through); nullptr: any.
  // Not from several threads at once: it grows the shared prefixes.
  Result<Program> compile(std::string_view source, const Type* expected = nullptr) const;
  // Without the type checker: as `compile`, all types dyn; undeclared names and functions are
  // errors of the evaluation.
  Result<Program> compile_unchecked(std::string_view source) const;

  TypeArena& types() const;
  const std::vector<Variable>& variables() const;
  // The overloads of a function, in order of declaration; empty when there is none.
  std::span<const Overload* const> overloads(std::string_view function, bool member) const;
  const Constant* constant(std::string_view name) const;
  const std::string& container() const;
  PathTable& paths() const;

 private:
  struct State;
  explicit Environment(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

struct EvaluationLimits {
  uint64_t cost = 1'000'000;  // per run, cel-go's units, as Kubernetes limits an expression
  size_t memory = Memory::kDefaultBudget;
};

// Runs programs over bound variables. Not for several threads at once. After the first runs it
// allocates nothing but what expressions make beyond its first block.
class Evaluation {
 public:
  explicit Evaluation(const Environment& environment, const EvaluationLimits& limits = {});
  ~Evaluation();
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;

  // Gives a variable its value until the next bind() of it; forgets the shared lookups below it.
  void bind(uint32_t slot, const Value& value);
  void unbind(uint32_t slot);  // "undeclared reference" from now on

  // The value, or an error value. Both live in memory() until forget().
  Value run(const Program& program);
  uint64_t cost() const;        // of the last run
  uint64_t total_cost() const;  // of all runs since forget()
  Memory& memory();
  // Empties memory(): values of earlier runs are gone. Shared lookups stay.
  void forget();
  // Handed to implementations as Call::environment_data.
  void set_data(const void* data);
  // Changes the limit for the runs to come (a binding's budget that is used up over many runs).
  void set_cost_limit(uint64_t cost);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace seawall::cel
