// Walks the nodes of one program: the evaluator. Private to this folder.
//
// Errors are values. Two of them end the whole run, and no operator absorbs them: the cost limit
// and the memory budget.
#pragma once

#include "cel/operators.h"
#include "cel/session.h"

namespace seawall::cel {

inline bool is_fatal(const Value& value) {
  return value.is_error() && value.as_error().code >= ErrorCode::kCostExceeded;
}

class Machine {
 public:
  // `locals`: program.locals of them.
  Machine(const CompiledExpression& program, Session& session, Session::Local* locals)
      : program_(program),
        nodes_(program.nodes.data()),
        constants_(program.constants.data()),
        session_(session),
        locals_(locals) {}

  Value run() { return eval(program_.root); }

 private:
  static Value no_overload() { return plain_error(ErrorCode::kNoSuchOverload); }
  static Value cost_exceeded() { return plain_error(ErrorCode::kCostExceeded); }

  Value eval(uint32_t number);
  Value eval_rest(const Node& node);
  Value child(uint32_t first, uint32_t index) { return eval(program_.children[first + index]); }

  // A local gets a value, and what was looked up below it is stale.
  void set_local(uint32_t local, const Value& value) {
    locals_[local] = {value, ++session_.last_epoch};
  }
  Value local_path(uint32_t path, uint32_t variable) {
    const Session::Local& kept = locals_[path];
    if (kept.epoch == locals_[variable].epoch) return kept.value;
    return look_up_local(path, variable);
  }
  Value look_up_local(uint32_t path, uint32_t variable);
  Value lazy_local(const Node& node);
  Value has_path(const Node& node);
  Value has_local_path(const Node& node);
  Value select_key(const Value& value, const FieldKey& key);
  Value select(const Node& node);
  Value has(const Node& node);
  Value select_optional(const Node& node);
  Value index(const Node& node);
  Value conjunction(const Node& node);
  Value disjunction(const Node& node);
  Value negation(const Node& node);
  Value ternary(const Node& node);
  Value equality(const Node& node);
  Value constant_equality(const Node& node);
  Value relation(const Node& node);
  Value arithmetic(const Node& node);
  Value membership(const Node& node);
  Value constant_membership(const Node& node);
  Value size(const Node& node);
  Value call(const Node& node);
  Value dispatch(const CallSite& site, std::span<const Value> arguments);
  bool accepts(const Candidate& candidate, std::span<const Value> arguments) const;
  Value optional_or(const Node& node);
  Value list(const Node& node);
  Value map(const Node& node);
  Value equal_values(const Value& a, const Value& b);

  // machine_macros.cc
  Value all(const Node& node);
  Value exists(const Node& node);
  Value exists_one(const Node& node);
  Value transform_list(const Node& node);
  Value transform_map(const Node& node);
  Value transform_map_entry(const Node& node);
  Value merge_maps(std::span<const Value> maps);
  Value optional_map(const Node& node);
  Value sort_by(const Node& node);
  Value bind(const Node& node);
  // Sets the variables to each element or entry of `range` in turn, charges `cost`, and calls
  // `body()` until it gives false. An error value when the range is none, or the limit is reached.
  template <typename Body>
  Value each(const Node& node, const Value& range, uint64_t cost, Body body);
  // The predicate of a node for the current element: true when there is none.
  Value predicate(const Node& node);

  const CompiledExpression& program_;
  const Node* nodes_;
  const Value* constants_;
  Session& session_;
  Session::Local* locals_;
};

}  // namespace seawall::cel
