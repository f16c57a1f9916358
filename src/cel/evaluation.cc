// The state that runs share, and the look-up of paths: each is looked up once for a binding of its
// variable. A binding has an epoch; what was looked up under another one is stale.
#include <algorithm>
#include <memory>

#include "cel/compile.h"
#include "cel/environment.h"
#include "cel/machine.h"
#include "cel/session.h"

namespace seawall::cel {

namespace {

// Runs within runs: entries of a LazyMap that are computed by programs that ask for others.
constexpr unsigned kDeepest = 32;

Value field_of(const Value& parent, const PathSlot& slot, Memory& memory) {
  if (const doc::Node* object = parent.node()) {
    const doc::Node* found = object->find(slot.key);
    if (found) return Value::from_node(*found);
    return Value::error(object->is_object() ? &slot.missing : &slot.no_field);
  }
  switch (parent.kind()) {
    case Kind::kMap: {
      std::optional<Value> found = parent.find(slot.key, memory);
      return found ? *found : Value::error(&slot.missing);
    }
    case Kind::kOptional:
      return select_optional(parent, slot.key, memory);
    case Kind::kError:
      return parent;
    default:
      return Value::error(&slot.no_field);
  }
}

}  // namespace

void Session::look_up(uint32_t number) {
  const PathSlot& slot = paths[number];
  Value parent = path(slot.parent, slot.variable);
  Value value = field_of(parent, slot, memory);
  if (!parent.is_node()) made_below[slot.variable] = true;
  // What only this run may not compute, the next one may.
  uint64_t epoch = is_fatal(value) ? 0 : epochs[slot.variable];
  entries[number] = {value, epoch};
}

struct Evaluation::State : Session {
  State(const Environment& environment, const EvaluationLimits& limits)
      : Session(environment.paths(), limits.memory) {
    cost_limit = limits.cost;
    size_t variables = environment.variables().size();
    entries.resize(paths.size());
    epochs.resize(variables);
    made_below.resize(variables);
    for (uint32_t slot = 0; slot < variables; ++slot) unbind(slot);
  }
  void unbind(uint32_t slot) { set_variable(slot, Value::error(&paths[slot].missing)); }

  // `count` locals for a run; nullptr when memory is used up.
  Local* take_locals(size_t count) {
    if (depth == 0 && count > locals_size) {
      locals = std::make_unique<Local[]>(count);
      locals_size = count;
    }
    if (locals_used + count <= locals_size) return locals.get() + locals_used;
    auto* made = memory.allocate<Local>(count);
    if (made != nullptr) std::uninitialized_fill_n(made, count, Local{});
    return made;
  }
};

Evaluation::Evaluation(const Environment& environment, const EvaluationLimits& limits)
    : state_(std::make_unique<State>(environment, limits)) {}
Evaluation::~Evaluation() = default;

void Evaluation::bind(uint32_t slot, const Value& value) {
  CHECK(slot < state_->epochs.size());
  state_->set_variable(slot, value);
  state_->made_below[slot] = false;
}

void Evaluation::unbind(uint32_t slot) {
  CHECK(slot < state_->epochs.size());
  state_->unbind(slot);
}

Value Evaluation::run(const Program& program) {
  State& state = *state_;
  const CompiledExpression& compiled = program.compiled();
  if (state.depth == kDeepest)
    return make_error(ErrorCode::kInvalid, "expressions that need each other nest too deeply",
                      state.memory);
  if (state.entries.size() < compiled.paths) state.entries.resize(state.paths.size());
  Session::Local* locals = state.take_locals(compiled.locals);
  if (locals == nullptr && compiled.locals != 0) return out_of_memory();
  if (state.depth == 0) state.cost = 0;
  size_t locals_before = state.locals_used;
  state.locals_used = std::min(state.locals_size, locals_before + compiled.locals);
  ++state.depth;
  Value value = Machine(compiled, state, locals).run();
  --state.depth;
  state.locals_used = locals_before;
  if (state.depth == 0) state.total_cost += state.cost;  // with that of the runs within
  return value;
}

uint64_t Evaluation::cost() const {
  return state_->cost;
}
uint64_t Evaluation::total_cost() const {
  return state_->total_cost;
}
Memory& Evaluation::memory() {
  return state_->memory;
}

void Evaluation::forget() {
  State& state = *state_;
  state.memory.reset();
  state.total_cost = 0;
  for (uint32_t slot = 0; slot < state.epochs.size(); ++slot) {
    if (!state.made_below[slot]) continue;
    state.set_variable(slot, state.entries[slot].value);
    state.made_below[slot] = false;
  }
}

void Evaluation::set_data(const void* data) {
  state_->data = data;
}
void Evaluation::set_cost_limit(uint64_t cost) {
  state_->cost_limit = cost;
}

}  // namespace seawall::cel
