// The comprehensions and bindings. cel-go unfolds them before it checks; here each is checked by
// what its unfolding would demand, mistakes in the same words: a predicate of filter() stands in a
// conditional, a range must be a list, a map or dyn, and so on.
#include <fmt/format.h>

#include "cel/checker_impl.h"

namespace seawall::cel {

Checker::Scope::Scope(Checker& owner, ExprId macro) : owner_(owner), macro_(macro) {
  Reference& made = owner.reference(macro);
  made.kind = ReferenceKind::kLocal;
  made.slot = owner.next_slot_;
  owner.next_slot_ += owner.expr(macro).name_count;
  owner.out_.local_count = std::max(owner.out_.local_count, owner.next_slot_);
}

Checker::Scope::~Scope() {
  const Expr& expr = owner_.expr(macro_);
  for (uint32_t i = 0; i < declared_; ++i) {
    owner_.locals_[owner_.out_.ast.name(expr, i)].pop_back();
  }
  owner_.next_slot_ -= expr.name_count;
}

void Checker::Scope::declare(const Type* type) {
  std::string_view name = owner_.out_.ast.name(owner_.expr(macro_), declared_);
  owner_.locals_[name].push_back({owner_.reference(macro_).slot + declared_, type});
  ++declared_;
}

void Checker::macro(ExprId id) {
  switch (expr(id).macro) {
    case Macro::kAll:
    case Macro::kExists:
      return quantifier(id);
    case Macro::kExistsOne:
      return exists_one(id);
    case Macro::kMap:
    case Macro::kFilter:
    case Macro::kTransformList:
    case Macro::kTransformMap:
    case Macro::kTransformMapEntry:
      return over_range(id);
    case Macro::kBind:
      return bind(id);
    case Macro::kOptMap:
    case Macro::kOptFlatMap:
      return optional_map(id);
    case Macro::kSortBy:
      return sort_by(id);
    case Macro::kBlock:
      return block(id);
  }
}

// The range is checked already.
Checker::Range Checker::range_of(ExprId id, bool two) {
  ExprId range = child(id, 0);
  const Type* found = unifier_.resolve(type(range));
  switch (found->kind) {
    case TypeKind::kList:
      return two ? Range{int_type(), found->parameters[0]} : Range{found->parameters[0], nullptr};
    case TypeKind::kMap:
      return {found->parameters[0], found->parameters[1]};
    case TypeKind::kParameter:
      unifier_.assign(dyn_type(), found);
      [[fallthrough]];
    case TypeKind::kDyn:
    case TypeKind::kError:
      return {dyn_type(), dyn_type()};
    default:
      mistake(range, fmt::format("expression of type '{}' cannot be range of a comprehension (must "
                                 "be list, map, or dynamic)",
                                 type_name(*unifier_.resolve(found, true))));
      return {error_type(), error_type()};
  }
}

Checker::Range Checker::declare_range(ExprId id, Scope& scope) {
  bool two = expr(id).name_count == 2;
  Range range = range_of(id, two);
  scope.declare(range.first);
  if (two) scope.declare(range.second);
  return range;
}

void Checker::quantifier(ExprId id) {
  check(child(id, 0));
  Scope scope(*this, id);
  declare_range(id, scope);
  ExprId predicate = child(id, 1);
  check(predicate);
  expect_bool(predicate);
  set_type(id, bool_type());
}

void Checker::exists_one(ExprId id) {
  check(child(id, 0));
  Scope scope(*this, id);
  declare_range(id, scope);
  check(child(id, 1));
  conditional(id, type(child(id, 1)), int_type(), int_type());
  set_type(id, bool_type());
}

// What a comprehension gives whose last child is `transform`.
const Type* Checker::transformed(ExprId id, const Range& range, ExprId transform) {
  const Type* made = type(transform);
  switch (expr(id).macro) {
    case Macro::kFilter:
      return unifier_.list_of(range.first);
    case Macro::kTransformMap:
      return unifier_.map_of(range.first, made);
    case Macro::kTransformMapEntry: {
      const Type* map = unifier_.map_of(unifier_.fresh(), unifier_.fresh());
      if (unifier_.assign(made, map)) return map;
      const Type* arguments[] = {map, made};
      no_overload(id, "cel.@mapInsert", arguments, false);
      return error_type();
    }
    default:
      return unifier_.list_of(made);
  }
}

void Checker::over_range(ExprId id) {
  check(child(id, 0));
  Scope scope(*this, id);
  Range range = declare_range(id, scope);
  uint32_t last = expr(id).child_count - 1;
  check_children(id, 1);
  const Type* result = transformed(id, range, child(id, last));
  bool filtered = last == 2 || expr(id).macro == Macro::kFilter;
  if (filtered) result = conditional(id, type(child(id, 1)), result, result);
  set_type(id, unifier_.resolve(result));
}

void Checker::bind(ExprId id) {
  check(child(id, 0));
  Scope scope(*this, id);
  scope.declare(type(child(id, 0)));
  check(child(id, 1));
  set_type(id, type(child(id, 1)));
}

void Checker::optional_map(ExprId id) {
  ExprId operand = child(id, 0);
  check(operand);
  const Type* value = unifier_.fresh();
  if (!unifier_.assign(type(operand), unifier_.optional_of(value))) {
    const Type* arguments[] = {type(operand)};
    no_overload(id, "hasValue", arguments, true);
    value = error_type();
  }
  Scope scope(*this, id);
  scope.declare(value);
  check(child(id, 1));
  const Type* made = type(child(id, 1));
  if (expr(id).macro == Macro::kOptMap) made = unifier_.optional_of(made);
  const Type* none = unifier_.optional_of(unifier_.fresh());
  set_type(id, conditional(id, bool_type(), made, none));
}

// The keys must be of a type that orders.
void Checker::sort_by(ExprId id) {
  check(child(id, 0));
  Scope scope(*this, id);
  declare_range(id, scope);
  check(child(id, 1));
  const Type* range = unifier_.resolve(type(child(id, 0)));
  const Type* key = unifier_.resolve(type(child(id, 1)));
  bool orders = key->kind == TypeKind::kDyn || key->kind == TypeKind::kError ||
                key->kind == TypeKind::kParameter;
  for (const Type* candidate : {int_type(), uint_type(), double_type(), bool_type(),
                                duration_type(), timestamp_type(), string_type(), bytes_type()}) {
    orders = orders || unifier_.assign(key, candidate);
  }
  const Type* element = unifier_.fresh();
  const Type* list = unifier_.list_of(element);
  if (!orders || !unifier_.assign(range, list)) {
    const Type* arguments[] = {range, unifier_.list_of(key)};
    no_overload(id, "@sortByAssociatedKeys", arguments, true);
    list = error_type();
  }
  set_type(id, unifier_.resolve(list));
}

void Checker::block(ExprId id) {
  uint32_t last = expr(id).child_count - 1;
  Scope scope(*this, id);
  for (uint32_t i = 0; i < last; ++i) {
    check(child(id, i));
    scope.declare(type(child(id, i)));
  }
  check(child(id, last));
  set_type(id, type(child(id, last)));
}

}  // namespace seawall::cel
