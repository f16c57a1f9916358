// Unification in the manner of cel-go's checker (checker/types.go there): a variable keeps the most
// general of the types it met, dyn takes and gives everything, null stands where something nullable
// is expected, and a wrapper mixes with its primitive. Bindings are one table; a failed attempt is
// undone from a trail instead of working on a copy.
#include "cel/unifier.h"

#include <algorithm>

namespace seawall::cel {
namespace {

constexpr uint32_t kDeepest = 600;  // recursion through types and bindings

bool is_variable(const Type* type) {
  return type->kind == TypeKind::kParameter;
}
bool takes_all(const Type* type) {
  return type->kind == TypeKind::kDyn || type->kind == TypeKind::kError;
}
bool is_nullable(const Type* type) {
  switch (type->kind) {
    case TypeKind::kNull:
    case TypeKind::kWrapper:
    case TypeKind::kDuration:
    case TypeKind::kTimestamp:
    case TypeKind::kOptional:
    case TypeKind::kOpaque:
    case TypeKind::kMessage:
      return true;
    default:
      return false;
  }
}
const Type* unwrapped(const Type* type) {
  return type->kind == TypeKind::kWrapper ? type->parameters[0] : type;
}

// Nodes of a type, counted up to `most` + 1.
size_t size_of(const Type* type, size_t most) {
  size_t size = 1;
  for (const Type* parameter : type->parameters) {
    if (size > most) return size;
    size += size_of(parameter, most - size);
  }
  return size;
}

}  // namespace

// One step of a recursion; false when there is no work left, or it went too deep.
class Unifier::Step {
 public:
  explicit Step(Unifier& owner) : owner_(owner) {
    ++owner.depth_;
    if (owner.work_ == 0 || owner.depth_ > kDeepest) owner.exhausted_ = true;
    if (owner.work_ > 0) --owner.work_;
  }
  ~Step() { --owner_.depth_; }
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  explicit operator bool() const { return !owner_.exhausted_; }

 private:
  Unifier& owner_;
};

const Type* Unifier::fresh() {
  Variable variable;
  variable.kind = TypeKind::kParameter;
  variable.index = static_cast<uint32_t>(variables_.size());
  variables_.push_back(variable);
  bindings_.push_back(nullptr);
  return &variables_.back();
}

const Type* Unifier::limited(const Type* part) {
  return size_of(part, kLargestType) > kLargestType ? dyn_type() : part;
}
const Type* Unifier::list_of(const Type* element) {
  return types_.list_of(limited(element));
}
const Type* Unifier::map_of(const Type* key, const Type* value) {
  return types_.map_of(limited(key), limited(value));
}
const Type* Unifier::optional_of(const Type* value) {
  return types_.optional_of(limited(value));
}

const Type* Unifier::rebuild(const Type* type, std::span<const Type* const> parameters) {
  switch (type->kind) {
    case TypeKind::kList:
      return list_of(parameters[0]);
    case TypeKind::kMap:
      return map_of(parameters[0], parameters[1]);
    case TypeKind::kOptional:
      return optional_of(parameters[0]);
    case TypeKind::kTypeType:
      return types_.type_of(limited(parameters[0]));
    case TypeKind::kWrapper:
      return types_.wrapper_of(parameters[0]);
    default: {
      std::vector<const Type*> parts;
      for (const Type* parameter : parameters) parts.push_back(limited(parameter));
      return types_.opaque(type->name, parts);
    }
  }
}

const Type* Unifier::instantiate(const Type* declared, Names& names) {
  if (is_variable(declared)) {
    for (const auto& [name, type] : names) {
      if (name == declared->name) return type;
    }
    names.emplace_back(declared->name, fresh());
    return names.back().second;
  }
  if (declared->parameters.empty()) return declared;
  std::vector<const Type*> parts;
  for (const Type* parameter : declared->parameters) parts.push_back(instantiate(parameter, names));
  if (std::equal(parts.begin(), parts.end(), declared->parameters.begin())) return declared;
  return rebuild(declared, parts);
}

const Type* Unifier::without_parameters(const Type* declared) {
  Names names;
  return resolve(instantiate(declared, names), true);
}

void Unifier::bind(const Type* variable, const Type* to) {
  if (to == variable) return;
  uint32_t index = index_of(variable);
  trail_.emplace_back(index, bindings_[index]);
  bindings_[index] = to;
}

void Unifier::undo(size_t trail) {
  while (trail_.size() > trail) {
    bindings_[trail_.back().first] = trail_.back().second;
    trail_.pop_back();
  }
}

bool Unifier::assign(const Type* from, const Type* to) {
  return assign_all({&from, 1}, {&to, 1});
}

bool Unifier::assign_all(std::span<const Type* const> from, std::span<const Type* const> to) {
  if (from.size() != to.size()) return false;
  trail_.clear();
  for (size_t i = 0; i < from.size(); ++i) {
    if (assignable(from[i], to[i])) continue;
    undo(0);
    return false;
  }
  return true;
}

bool Unifier::may_assign(const Type* from, const Type* declared) const {
  while (is_variable(from) && bindings_[index_of(from)]) from = bindings_[index_of(from)];
  if (is_variable(from) || is_variable(declared) || takes_all(from) || takes_all(declared)) {
    return true;
  }
  if (from->kind == TypeKind::kNull || declared->kind == TypeKind::kNull) return true;
  return unwrapped(from)->kind == unwrapped(declared)->kind;
}

const Type* Unifier::join(const Type* previous, const Type* current) {
  return assign(previous, current) ? more_general(previous, current) : nullptr;
}

bool Unifier::assignable(const Type* from, const Type* to) {
  Step step(*this);
  if (!step || from == to) return true;
  if (is_variable(to)) {
    Answer answer = substitute(from, to);
    if (answer.valid || answer.was_bound) return answer.valid;
  }
  if (is_variable(from)) return substitute(to, from).valid;
  if (takes_all(from) || takes_all(to)) return true;
  if (from->kind == TypeKind::kNull) return is_nullable(to);
  if (to->kind == TypeKind::kNull) return is_nullable(from);
  from = unwrapped(from);
  to = unwrapped(to);
  if (from->kind != to->kind) return false;
  // A type is a type, whatever it is the type of.
  return from->kind == TypeKind::kTypeType || assignable_each(from, to);
}

bool Unifier::assignable_each(const Type* from, const Type* to) {
  if (from->name != to->name || from->parameters.size() != to->parameters.size()) return false;
  for (size_t i = 0; i < from->parameters.size(); ++i) {
    if (!assignable(from->parameters[i], to->parameters[i])) return false;
  }
  return true;
}

Unifier::Answer Unifier::substitute(const Type* type, const Type* variable) {
  if (const Type* bound = bindings_[index_of(variable)]) {
    size_t trail = trail_.size();
    if (!assignable(type, bound)) {
      undo(trail);
      return {false, true};
    }
    const Type* general = more_general(type, bound);
    if (general != bound && !occurs(variable, general)) bind(variable, general);
    return {true, true};
  }
  if (occurs(variable, type)) return {false, false};
  bind(variable, type);
  return {true, false};
}

bool Unifier::occurs(const Type* variable, const Type* within) {
  Step step(*this);
  if (!step) return true;
  if (variable == within) return true;
  if (is_variable(within)) {
    const Type* bound = bindings_[index_of(within)];
    return bound && occurs(variable, bound);
  }
  return std::any_of(within->parameters.begin(), within->parameters.end(),
                     [&](const Type* parameter) { return occurs(variable, parameter); });
}

bool Unifier::is_less_specific(const Type* a, const Type* b) {
  Step step(*this);
  if (!step || a->kind == TypeKind::kDyn || is_variable(a)) return true;
  if (b->kind == TypeKind::kDyn || is_variable(b)) return false;
  if (b->kind == TypeKind::kNull) return true;  // a is nullable, they unified
  if (b->kind == TypeKind::kWrapper && a->kind != TypeKind::kWrapper) return false;
  a = unwrapped(a);
  b = unwrapped(b);
  if (a->kind != b->kind) return false;
  if (a->kind == TypeKind::kTypeType) return true;
  if (a->name != b->name || a->parameters.size() != b->parameters.size()) return false;
  for (size_t i = 0; i < a->parameters.size(); ++i) {
    if (!is_less_specific(a->parameters[i], b->parameters[i])) return false;
  }
  return true;
}

const Type* Unifier::more_general(const Type* a, const Type* b) {
  return is_less_specific(a, b) ? a : b;
}

const Type* Unifier::resolve(const Type* type, bool free_to_dyn) {
  Step step(*this);
  if (!step) return dyn_type();
  if (is_variable(type)) {
    const Type* bound = bindings_[index_of(type)];
    if (bound) return resolve(bound, free_to_dyn);
    return free_to_dyn ? dyn_type() : type;
  }
  if (type->parameters.empty()) return type;
  std::vector<const Type*> parts;
  for (const Type* parameter : type->parameters) parts.push_back(resolve(parameter, free_to_dyn));
  if (std::equal(parts.begin(), parts.end(), type->parameters.begin())) return type;
  return rebuild(type, parts);
}

}  // namespace seawall::cel
