#include "cel/machine.h"

#include <algorithm>
#include <array>

namespace seawall::cel {

namespace {

// cel-go's size of an argument: 1 for what has none.
uint64_t cost_size(const Value& value) {
  switch (value.kind()) {
    case Kind::kString:
      return code_points(value.as_text());
    case Kind::kBytes:
    case Kind::kList:
    case Kind::kMap:
      return value.size();
    default:
      return 1;
  }
}

uint64_t tenth(uint64_t size) {
  return size / 10 + (size % 10 != 0 ? 1 : 0);
}

// A tenth of the smaller one. Short strings, the most common operands, are not counted, nor is the
// longer one when it is sure to be that.
uint64_t smaller_cost(const Value& a, const Value& b) {
  constexpr size_t kShort = 10;
  if (a.kind() != Kind::kString || b.kind() != Kind::kString)
    return tenth(std::min(cost_size(a), cost_size(b)));
  bool a_first = a.as_text().size() <= b.as_text().size();
  std::string_view shorter = (a_first ? a : b).as_text();
  std::string_view longer = (a_first ? b : a).as_text();
  if (shorter.size() <= kShort) return shorter.empty() ? 0 : 1;
  size_t size = code_points(shorter);
  if (longer.size() / 4 < size) size = std::min(size, code_points(longer));
  return tenth(size);
}

// Whether what was selected is there: it is itself an optional, or was selected from one.
Value optional_presence(const Value& selected, const Value& parent) {
  bool chain = parent.kind() == Kind::kOptional;
  return Value::boolean(!chain || selected.as_optional() != nullptr);
}

uint64_t arithmetic_cost(Arithmetic operation, const Value& a, const Value& b) {
  bool texts = a.kind() == Kind::kString || a.kind() == Kind::kBytes;
  if (operation != Arithmetic::kAdd || !texts) return 1;
  return tenth(cost_size(a) + cost_size(b));
}

// cel-go takes these for steps of one unit each, whatever their size. So do we, as long as they are
// of ordinary size: comparing values of many parts, counting the characters of long texts.
constexpr uint64_t kSteps = 1'000'000;
uint64_t step_cost(uint64_t steps) {
  return steps <= 1000 ? 0 : steps / 10;
}
uint64_t text_cost(const Value& value) {
  return value.kind() == Kind::kString ? value.as_text().size() / 10'000 : 0;
}

}  // namespace

Value Machine::eval(uint32_t number) {
  const Node& node = nodes_[number];
  switch (node.op) {
    case Op::kConstant:
      return constants_[node.a];
    case Op::kLocal:
      return session_.charge(node.cost) ? locals_[node.local].value : cost_exceeded();
    case Op::kPath:
      return session_.charge(node.cost) ? session_.path(node.a, node.b) : cost_exceeded();
    case Op::kHasPath:
      return has_path(node);
    case Op::kLocalPath:
      return session_.charge(node.cost) ? local_path(node.a, node.local) : cost_exceeded();
    case Op::kHasLocalPath:
      return has_local_path(node);
    case Op::kSelect:
      return select(node);
    case Op::kHas:
      return has(node);
    case Op::kAnd:
      return conjunction(node);
    case Op::kOr:
      return disjunction(node);
    case Op::kNot:
      return negation(node);
    case Op::kTernary:
      return ternary(node);
    case Op::kEqual:
    case Op::kNotEqual:
      return equality(node);
    case Op::kEqualConstant:
    case Op::kNotEqualConstant:
      return constant_equality(node);
    case Op::kRelation:
      return relation(node);
    case Op::kInConstant:
      return constant_membership(node);
    case Op::kSize:
      return size(node);
    case Op::kCall:
      return call(node);
    case Op::kAll:
      return all(node);
    case Op::kExists:
      return exists(node);
    default:
      return eval_rest(node);
  }
}

Value Machine::eval_rest(const Node& node) {
  switch (node.op) {
    case Op::kLazyLocal:
      return lazy_local(node);
    case Op::kSelectOptional:
      return select_optional(node);
    case Op::kIndex:
    case Op::kIndexOptional:
      return index(node);
    case Op::kNegate: {
      Value value = eval(node.a);
      if (value.is_error()) return value;
      return session_.charge(node.cost) ? negate(value) : cost_exceeded();
    }
    case Op::kArithmetic:
      return arithmetic(node);
    case Op::kIn:
      return membership(node);
    case Op::kOptionalOr:
      return optional_or(node);
    case Op::kList:
      return list(node);
    case Op::kMap:
      return map(node);
    case Op::kExistsOne:
      return exists_one(node);
    case Op::kTransformList:
      return transform_list(node);
    case Op::kTransformMap:
      return transform_map(node);
    case Op::kTransformMapEntry:
      return transform_map_entry(node);
    case Op::kOptMap:
    case Op::kOptFlatMap:
      return optional_map(node);
    case Op::kSortBy:
      return sort_by(node);
    case Op::kBind:
      return bind(node);
    default:
      return no_overload();
  }
}

Value Machine::has_path(const Node& node) {
  if (!session_.charge(node.cost)) return cost_exceeded();
  const PathSlot& slot = session_.paths[node.a];
  Value value = session_.path(node.a, node.b);
  if (value.is_error()) return &value.as_error() == &slot.missing ? Value::boolean(false) : value;
  if (value.kind() != Kind::kOptional) return Value::boolean(true);
  return optional_presence(value, session_.path(slot.parent, node.b));
}

Value Machine::has_local_path(const Node& node) {
  if (!session_.charge(node.cost)) return cost_exceeded();
  const LocalPath& path = program_.local_paths[node.a];
  Value value = local_path(node.a, node.local);
  if (value.is_error()) {
    bool absent = &value.as_error() == &program_.keys[path.key].missing;
    return absent ? Value::boolean(false) : value;
  }
  if (value.kind() != Kind::kOptional) return Value::boolean(true);
  return optional_presence(value, local_path(path.parent, node.local));
}

Value Machine::look_up_local(uint32_t number, uint32_t variable) {
  const LocalPath& path = program_.local_paths[number];
  Value parent = local_path(path.parent, variable);
  Value value = parent.is_error() ? parent : select_key(parent, program_.keys[path.key]);
  if (!is_fatal(value)) locals_[number] = {value, locals_[variable].epoch};
  return value;
}

Value Machine::select_key(const Value& value, const FieldKey& key) {
  if (const doc::Node* object = value.node()) {
    const doc::Node* found = object->find(key.text);
    if (found) return Value::from_node(*found);
    return Value::error(object->is_object() ? &key.missing : &key.no_overload);
  }
  if (value.kind() == Kind::kMap) {
    std::optional<Value> found = value.find(key.text, session_.memory);
    return found ? *found : Value::error(&key.missing);
  }
  if (value.kind() == Kind::kOptional)
    return cel::select_optional(value, key.text, session_.memory);
  return Value::error(&key.no_overload);
}

Value Machine::select(const Node& node) {
  Value value = eval(node.a);
  if (!session_.charge(node.cost)) return cost_exceeded();
  for (uint32_t i = 0; i < node.c && !value.is_error(); ++i)
    value = select_key(value, program_.keys[node.b + i]);
  return value;
}

Value Machine::has(const Node& node) {
  Value value = eval(node.a);
  if (value.is_error()) return value;
  return cel::has(value, program_.keys[node.b].text, session_.memory);
}

Value Machine::select_optional(const Node& node) {
  Value value = eval(node.a);
  if (value.is_error()) return value;
  if (!session_.charge(node.cost)) return cost_exceeded();
  return cel::select_optional(value, program_.keys[node.b].text, session_.memory);
}

Value Machine::index(const Node& node) {
  Value container = eval(node.a);
  if (container.is_error()) return container;
  Value at = eval(node.b);
  if (at.is_error()) return at;
  if (!session_.charge(node.cost)) return cost_exceeded();
  return node.op == Op::kIndex ? cel::index(container, at, session_.memory)
                               : index_optional(container, at, session_.memory);
}

// An operand that decides ends it, whatever the others are; otherwise the first error stands.
Value Machine::conjunction(const Node& node) {
  Value failed;
  for (uint32_t i = 0; i < node.b; ++i) {
    Value value = child(node.a, i);
    if (value.is_true()) continue;
    if (value.is_false() || is_fatal(value)) return value;
    if (!failed.is_error()) failed = value.is_error() ? value : no_overload();
  }
  return failed.is_error() ? failed : Value::boolean(true);
}

Value Machine::disjunction(const Node& node) {
  Value failed;
  for (uint32_t i = 0; i < node.b; ++i) {
    Value value = child(node.a, i);
    if (value.is_false()) continue;
    if (value.is_true() || is_fatal(value)) return value;
    if (!failed.is_error()) failed = value.is_error() ? value : no_overload();
  }
  return failed.is_error() ? failed : Value::boolean(false);
}

Value Machine::negation(const Node& node) {
  Value value = eval(node.a);
  if (value.is_error()) return value;
  if (!session_.charge(node.cost)) return cost_exceeded();
  return value.kind() == Kind::kBool ? Value::boolean(!value.as_bool()) : no_overload();
}

Value Machine::ternary(const Node& node) {
  Value condition = eval(node.a);
  if (condition.is_true()) return eval(node.b);
  if (condition.is_false()) return eval(node.c);
  return condition.is_error() ? condition : no_overload();
}

Value Machine::equal_values(const Value& a, const Value& b) {
  uint64_t steps = kSteps;
  bool equal = equals(a, b, session_.memory, steps);
  bool paid = session_.charge(step_cost(kSteps - steps));
  return steps == 0 || !paid ? cost_exceeded() : Value::boolean(equal);
}

Value Machine::equality(const Node& node) {
  Value a = eval(node.a);
  if (a.is_error()) return a;
  Value b = eval(node.b);
  if (b.is_error()) return b;
  if (!session_.charge(smaller_cost(a, b))) return cost_exceeded();
  Value equal = equal_values(a, b);
  if (equal.is_error()) return equal;
  return Value::boolean(equal.as_bool() == (node.op == Op::kEqual));
}

Value Machine::constant_equality(const Node& node) {
  Value a = eval(node.a);
  if (a.is_error()) return a;
  const Value& b = constants_[node.b];
  bool wanted = node.op == Op::kEqualConstant;
  if (!session_.charge(smaller_cost(a, b))) return cost_exceeded();
  if (a.kind() == b.kind()) {
    switch (a.kind()) {
      case Kind::kString:
        return Value::boolean((a.as_text() == b.as_text()) == wanted);
      case Kind::kBool:
      case Kind::kInt:
        return Value::boolean((a.as_int() == b.as_int()) == wanted);
      default:
        break;
    }
  }
  Value equal = equal_values(a, b);
  return equal.is_error() ? equal : Value::boolean(equal.as_bool() == wanted);
}

Value Machine::relation(const Node& node) {
  Value a = eval(node.a);
  if (a.is_error()) return a;
  Value b = eval(node.b);
  if (b.is_error()) return b;
  bool texts = a.kind() == Kind::kString || a.kind() == Kind::kBytes;
  if (!session_.charge(texts ? smaller_cost(a, b) : 1)) return cost_exceeded();
  return relate(static_cast<Relation>(node.detail), a, b);
}

Value Machine::arithmetic(const Node& node) {
  Value a = eval(node.a);
  if (a.is_error()) return a;
  Value b = eval(node.b);
  if (b.is_error()) return b;
  auto operation = static_cast<Arithmetic>(node.detail);
  if (!session_.charge(arithmetic_cost(operation, a, b))) return cost_exceeded();
  return cel::arithmetic(operation, a, b, session_.memory);
}

Value Machine::membership(const Node& node) {
  Value value = eval(node.a);
  if (value.is_error()) return value;
  Value container = eval(node.b);
  if (container.is_error()) return container;
  if (!session_.charge(container.kind() == Kind::kList ? container.size() : 1))
    return cost_exceeded();
  if (container.kind() != Kind::kList && container.kind() != Kind::kMap) return no_overload();
  uint64_t steps = kSteps + container.size();
  Value found = is_in(value, container, session_.memory, steps);
  uint64_t extra = steps < kSteps ? kSteps - steps : 0;
  return session_.charge(step_cost(extra)) ? found : cost_exceeded();
}

Value Machine::constant_membership(const Node& node) {
  Value value = eval(node.a);
  if (value.is_error()) return value;
  const MapTable& set = *constants_[node.b].map_table();
  if (set.index == nullptr && value.kind() == Kind::kString) {
    for (const MapEntry& entry : set.entries)
      if (entry.key.kind() == Kind::kString && entry.key.as_text() == value.as_text())
        return Value::boolean(true);
    return Value::boolean(false);
  }
  return Value::boolean(constants_[node.b].find(value, session_.memory).has_value());
}

Value Machine::size(const Node& node) {
  Value value = eval(node.a);
  if (value.is_error()) return value;
  return session_.charge(node.cost + text_cost(value)) ? size_of(value) : cost_exceeded();
}

Value Machine::call(const Node& node) {
  std::array<Value, 4> few;
  Value* arguments = few.data();
  if (node.c > few.size()) {
    arguments = session_.memory.allocate<Value>(node.c);
    if (arguments == nullptr) return out_of_memory();
  }
  for (uint32_t i = 0; i < node.c; ++i) {
    arguments[i] = child(node.b, i);
    if (arguments[i].is_error()) return arguments[i];
  }
  return dispatch(program_.calls[node.a], {arguments, node.c});
}

Value Machine::dispatch(const CallSite& site, std::span<const Value> arguments) {
  for (uint32_t i = 0; i < site.candidates; ++i) {
    const Candidate& candidate = program_.candidates[site.first_candidate + i];
    if (!accepts(candidate, arguments)) continue;
    Call call{arguments, session_.memory, session_.cost, session_.cost_limit, session_.data};
    Value result = candidate.implementation(call);
    uint64_t cost = candidate.cost && !result.is_error() ? candidate.cost(arguments, result) : 1;
    return session_.charge(cost) ? result : cost_exceeded();
  }
  return session_.charge(1) ? Value::error(&site.no_overload) : cost_exceeded();
}

bool Machine::accepts(const Candidate& candidate, std::span<const Value> arguments) const {
  const ArgumentKind* test = program_.parameters.data() + candidate.first_parameter;
  for (const Value& argument : arguments) {
    const ArgumentKind& expected = *test++;
    if (expected.any || (expected.nullable && argument.kind() == Kind::kNull)) continue;
    if (argument.kind() != expected.kind) return false;
    if (expected.opaque && argument.as_opaque()->type()->name != expected.opaque->name)
      return false;
  }
  return true;
}

// The alternative is not evaluated when there is a value.
Value Machine::optional_or(const Node& node) {
  Value receiver = eval(node.a);
  if (receiver.is_error()) return receiver;
  if (receiver.kind() != Kind::kOptional) return no_overload();
  bool gives_value = node.detail == 1;
  if (receiver.as_optional()) return gives_value ? *receiver.as_optional() : receiver;
  Value otherwise = eval(node.b);
  bool fits = gives_value || otherwise.is_error() || otherwise.kind() == Kind::kOptional;
  return fits ? otherwise : no_overload();
}

Value Machine::list(const Node& node) {
  if (!session_.charge(node.cost)) return cost_exceeded();
  auto* items = session_.memory.allocate<Value>(node.b);
  if (items == nullptr) return out_of_memory();
  size_t count = 0;
  for (uint32_t i = 0; i < node.b; ++i) {
    Value value = child(node.a, i);
    if (value.is_error()) return value;
    if (node.c != 0 && program_.optional_masks[node.c - 1][i]) {
      if (value.kind() != Kind::kOptional) return no_overload();
      if (value.as_optional() == nullptr) continue;
      value = *value.as_optional();
    }
    items[count++] = value;
  }
  return Value::list({items, count});
}

Value Machine::map(const Node& node) {
  if (!session_.charge(node.cost)) return cost_exceeded();
  auto* entries = session_.memory.allocate<MapEntry>(node.b);
  if (entries == nullptr) return out_of_memory();
  size_t count = 0;
  for (uint32_t i = 0; i < node.b; ++i) {
    Value key = child(node.a, 2 * i);
    if (key.is_error()) return key;
    Value value = child(node.a, 2 * i + 1);
    if (value.is_error()) return value;
    if (node.c != 0 && program_.optional_masks[node.c - 1][i]) {
      if (value.kind() != Kind::kOptional) return no_overload();
      if (value.as_optional() == nullptr) continue;
      value = *value.as_optional();
    }
    entries[count++] = {key, value};
  }
  Value made = make_map({entries, count}, session_.memory);
  if (node.detail == 0 || made.is_error()) return made;
  auto* table = session_.memory.make<MapTable>(*made.map_table());
  if (table == nullptr) return out_of_memory();
  table->message = program_.constants[node.local].as_type();
  return Value::map(table);
}

}  // namespace seawall::cel
