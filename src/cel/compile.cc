// From the checked tree to compact nodes. One pass from the leaves up; what a node is made of was
// made just before it, so a select of a path extends the path's node in place, and a select of a
// select the other's list of keys.
//
// Costs are cel-go's with the options that Kubernetes sets: a name and every select cost 1, has()
// as much as its operand, constants (also lists and maps of constants, and membership in them)
// nothing.
#include "cel/compile.h"

#include <algorithm>
#include <map>

#include "cel/argument_kind.h"
#include "cel/operators.h"

namespace seawall::cel {

namespace {

constexpr uint32_t kUnset = ~0u;
constexpr uint32_t kListCost = 10;
constexpr uint32_t kMapCost = 30;
constexpr uint32_t kMessageCost = 40;

struct BinaryOperator {
  std::string_view name;
  Op op;
  uint8_t detail;
};

constexpr BinaryOperator kBinaryOperators[] = {
    {"_==_", Op::kEqual, 0},
    {"_!=_", Op::kNotEqual, 0},
    {"@in", Op::kIn, 0},
    {"_<_", Op::kRelation, static_cast<uint8_t>(Relation::kLess)},
    {"_<=_", Op::kRelation, static_cast<uint8_t>(Relation::kLessEqual)},
    {"_>_", Op::kRelation, static_cast<uint8_t>(Relation::kGreater)},
    {"_>=_", Op::kRelation, static_cast<uint8_t>(Relation::kGreaterEqual)},
    {"_+_", Op::kArithmetic, static_cast<uint8_t>(Arithmetic::kAdd)},
    {"_-_", Op::kArithmetic, static_cast<uint8_t>(Arithmetic::kSubtract)},
    {"_*_", Op::kArithmetic, static_cast<uint8_t>(Arithmetic::kMultiply)},
    {"_/_", Op::kArithmetic, static_cast<uint8_t>(Arithmetic::kDivide)},
    {"_%_", Op::kArithmetic, static_cast<uint8_t>(Arithmetic::kModulus)},
};

// Neither text, bytes nor a list, and not perhaps one.
bool has_fixed_size(const Type& type) {
  switch (type.kind) {
    case TypeKind::kInt:
    case TypeKind::kUint:
    case TypeKind::kDouble:
    case TypeKind::kDuration:
    case TypeKind::kTimestamp:
      return true;
    default:
      return false;
  }
}

class Compiler {
 public:
  Compiler(CheckedAst& checked, PathTable& paths, CompiledExpression& out)
      : checked_(checked), paths_(paths), out_(out) {}

  void run() {
    out_.root = compile(checked_.ast.root);
    out_.locals = next_local_;
    out_.local_paths.resize(next_local_);
    std::sort(out_.variables.begin(), out_.variables.end());
    out_.variables.erase(std::unique(out_.variables.begin(), out_.variables.end()),
                         out_.variables.end());
  }

 private:
  const Expr& expr(ExprId id) const { return checked_.ast[id]; }
  ExprId child(const Expr& expr, uint32_t index) const { return checked_.ast.child(expr, index); }
  Op op_of(uint32_t node) const { return out_.nodes[node].op; }

  uint32_t add(const Node& node) {
    out_.nodes.push_back(node);
    return static_cast<uint32_t>(out_.nodes.size() - 1);
  }

  uint32_t constant_number(const Value& value) {
    out_.constants.push_back(value);
    return static_cast<uint32_t>(out_.constants.size() - 1);
  }
  uint32_t constant(const Value& value) { return add({.a = constant_number(value)}); }
  uint32_t error(ErrorCode code, std::string_view detail) {
    return constant(make_error(code, detail, out_.memory));
  }
  // The constant that a node is, when it is one and no error.
  const Value* constant_of(uint32_t node) const {
    if (op_of(node) != Op::kConstant) return nullptr;
    const Value& value = out_.constants[out_.nodes[node].a];
    return value.is_error() ? nullptr : &value;
  }

  uint32_t key(std::string_view text) {
    out_.keys.push_back({text, {ErrorCode::kNoSuchKey, text}, {ErrorCode::kNoSuchOverload, text}});
    return static_cast<uint32_t>(out_.keys.size() - 1);
  }

  std::pair<uint32_t, uint32_t> compile_children(const Expr& parent, uint32_t from = 0) {
    std::vector<uint32_t> nodes;
    for (uint32_t i = from; i < parent.child_count; ++i) nodes.push_back(compile(child(parent, i)));
    auto first = static_cast<uint32_t>(out_.children.size());
    out_.children.insert(out_.children.end(), nodes.begin(), nodes.end());
    return {first, static_cast<uint32_t>(nodes.size())};
  }

  uint32_t compile(ExprId id) {
    const Reference& reference = checked_.reference(id);
    switch (reference.kind) {
      case ReferenceKind::kVariable:
        return variable(reference.slot);
      case ReferenceKind::kConstant:
        return constant(reference.constant->value);
      case ReferenceKind::kUndeclared:
        return error(ErrorCode::kUndeclared, expr(id).text);
      case ReferenceKind::kLocal:
        if (expr(id).kind == ExprKind::kIdent) return local(reference.slot);
        break;
      default:
        break;
    }
    return compile_kind(id);
  }

  uint32_t compile_kind(ExprId id) {
    const Expr& e = expr(id);
    switch (e.kind) {
      case ExprKind::kNull:
        return constant(Value::null());
      case ExprKind::kBool:
        return constant(Value::boolean(e.integer != 0));
      case ExprKind::kInt:
        return constant(Value::integer(e.integer));
      case ExprKind::kUint:
        return constant(Value::unsigned_integer(static_cast<uint64_t>(e.integer)));
      case ExprKind::kDouble:
        return constant(Value::real(e.real));
      case ExprKind::kString:
        return constant(Value::string(e.text));
      case ExprKind::kBytes:
        return constant(Value::bytes(e.text));
      case ExprKind::kIdent:
        return error(ErrorCode::kUndeclared, e.text);
      case ExprKind::kSelect:
        return select(compile(child(e, 0)), e.text, e.flag);
      case ExprKind::kHas:
        return has(compile(child(e, 0)), e.text);
      case ExprKind::kIndex:
        return index(e);
      case ExprKind::kCall:
        return call(id);
      case ExprKind::kAnd:
        return junction(Op::kAnd, e);
      case ExprKind::kOr:
        return junction(Op::kOr, e);
      case ExprKind::kTernary:
        return ternary(e);
      case ExprKind::kList:
        return list(e);
      case ExprKind::kMap:
        return map(e);
      case ExprKind::kMessage:
        return message(id);
      case ExprKind::kMacro:
        return macro(id);
    }
    return error(ErrorCode::kInvalid, "not an expression");
  }

  // Names and fields.

  uint32_t variable(uint32_t slot) {
    out_.variables.push_back(slot);
    out_.paths = std::max(out_.paths, slot + 1);
    return add({.op = Op::kPath, .cost = 1, .a = slot, .b = slot});
  }

  // Locals have slots of their own throughout the program: what cel.bind() delays until it is asked
  // for runs while others that were declared later are in use.
  uint32_t local(uint32_t slot) {
    if (slot >= locals_.size() || locals_[slot].number == kUnset)
      return error(ErrorCode::kUndeclared, "local variable");
    Node node{.op = Op::kLocal, .cost = 1, .local = locals_[slot].number};
    if (locals_[slot].init != kNoNode) {
      node.op = Op::kLazyLocal;
      node.a = locals_[slot].init;
    }
    return add(node);
  }
  uint32_t declare(uint32_t slot, uint32_t init = kNoNode) {
    if (slot >= locals_.size()) locals_.resize(slot + 1);
    locals_[slot] = {next_local_++, init};
    return locals_[slot].number;
  }

  uint32_t path_child(const Node& node, std::string_view field) {
    if (node.op != Op::kPath) return PathTable::kNone;
    uint32_t slot = paths_.child(node.a, field);
    if (slot != PathTable::kNone) out_.paths = std::max(out_.paths, slot + 1);
    return slot;
  }

  // Extends the path of a macro's variable; false when the node is none.
  bool extend_local_path(Node& node, std::string_view field) {
    if (node.op != Op::kLocal && node.op != Op::kLocalPath) return false;
    uint32_t parent = node.op == Op::kLocal ? node.local : node.a;
    auto [known, added] = local_children_.try_emplace({parent, field}, next_local_);
    if (added) {
      out_.local_paths.resize(next_local_ + 1);
      out_.local_paths[next_local_++] = {parent, key(field)};
    }
    node.op = Op::kLocalPath;
    node.a = known->second;
    return true;
  }

  uint32_t select(uint32_t operand, std::string_view field, bool optional) {
    if (optional) {
      uint32_t cost = is_attribute(op_of(operand)) ? 1 : 2;
      return add({.op = Op::kSelectOptional, .cost = cost, .a = operand, .b = key(field)});
    }
    Node& node = out_.nodes[operand];
    uint32_t slot = path_child(node, field);
    if (slot != PathTable::kNone) {
      node.a = slot;
      ++node.cost;
      return operand;
    }
    if (extend_local_path(node, field)) {
      ++node.cost;
      return operand;
    }
    if (node.op == Op::kSelect && node.b + node.c == out_.keys.size()) {
      key(field);
      ++node.c;
      ++node.cost;
      return operand;
    }
    uint32_t cost = is_attribute(node.op) ? 1 : 2;
    return add({.op = Op::kSelect, .cost = cost, .a = operand, .b = key(field), .c = 1});
  }

  // What cel-go evaluates as an attribute; of a select from anything else the attribute costs too.
  static bool is_attribute(Op op) {
    switch (op) {
      case Op::kPath:
      case Op::kLocal:
      case Op::kLocalPath:
      case Op::kLazyLocal:
      case Op::kSelect:
      case Op::kSelectOptional:
      case Op::kIndex:
      case Op::kIndexOptional:
      case Op::kTernary:
        return true;
      default:
        return false;
    }
  }

  uint32_t has(uint32_t operand, std::string_view field) {
    Node& node = out_.nodes[operand];
    uint32_t slot = path_child(node, field);
    if (slot != PathTable::kNone) {
      node.op = Op::kHasPath;
      node.a = slot;
      return operand;
    }
    if (extend_local_path(node, field)) {
      node.op = Op::kHasLocalPath;
      return operand;
    }
    return add({.op = Op::kHas, .a = operand, .b = key(field)});
  }

  uint32_t index(const Expr& e) {
    uint32_t container = compile(child(e, 0));
    uint32_t at = compile(child(e, 1));
    const Value* known = constant_of(at);
    Op op = op_of(container);
    bool has_path = op == Op::kPath || op == Op::kLocal || op == Op::kLocalPath;
    if (known && known->kind() == Kind::kString && has_path && !e.flag)
      return select(container, known->as_text(), false);
    uint32_t cost = is_attribute(op_of(container)) ? 1 : 2;
    return add(
        {.op = e.flag ? Op::kIndexOptional : Op::kIndex, .cost = cost, .a = container, .b = at});
  }

  // Operators and calls.

  uint32_t junction(Op op, const Expr& e) {
    auto [first, count] = compile_children(e);
    return add({.op = op, .a = first, .b = count});
  }

  uint32_t ternary(const Expr& e) {
    uint32_t condition = compile(child(e, 0));
    uint32_t then = compile(child(e, 1));
    uint32_t otherwise = compile(child(e, 2));
    return add({.op = Op::kTernary, .a = condition, .b = then, .c = otherwise});
  }

  uint32_t call(ExprId id) {
    const Expr& e = expr(id);
    if (!e.flag) {
      if (std::optional<uint32_t> made = operator_call(id)) return *made;
    }
    const Reference& reference = checked_.reference(id);
    auto [first, count] = compile_children(e, reference.namespaced ? 1 : 0);
    if (e.flag && count == 2 && (e.text == "or" || e.text == "orValue")) {
      return add({.op = Op::kOptionalOr,
                  .detail = static_cast<uint8_t>(e.text == "orValue"),
                  .a = out_.children[first],
                  .b = out_.children[first + 1]});
    }
    if (e.text == "size" && count == 1)
      return add({.op = Op::kSize, .cost = 1, .a = out_.children[first]});
    return add({.op = Op::kCall, .a = call_site(id, count), .b = first, .c = count});
  }

  std::optional<uint32_t> operator_call(ExprId id) {
    const Expr& e = expr(id);
    if (e.child_count == 1 && e.text == "!_")
      return add({.op = Op::kNot, .cost = 1, .a = compile(child(e, 0))});
    if (e.child_count == 1 && e.text == "-_") return negation(compile(child(e, 0)));
    if (e.child_count != 2) return std::nullopt;
    for (const BinaryOperator& each : kBinaryOperators) {
      if (each.name != e.text) continue;
      uint32_t a = compile(child(e, 0));
      uint32_t b = compile(child(e, 1));
      uint32_t made = binary(each, a, b);
      if (each.op == Op::kArithmetic) out_.nodes[made].c = has_fixed_size(*checked_.type(id));
      return made;
    }
    return std::nullopt;
  }

  uint32_t negation(uint32_t operand) {
    if (const Value* known = constant_of(operand)) {
      Value negated = negate(*known);
      if (!negated.is_error()) return constant(negated);
    }
    return add({.op = Op::kNegate, .cost = 1, .a = operand});
  }

  uint32_t binary(const BinaryOperator& each, uint32_t a, uint32_t b) {
    Node node{.op = each.op, .detail = each.detail, .a = a, .b = b};
    if (each.op == Op::kEqual || each.op == Op::kNotEqual) {
      bool swapped = constant_of(b) == nullptr && constant_of(a) != nullptr;
      if (swapped) std::swap(node.a, node.b);
      if (constant_of(node.b) == nullptr) return add(node);
      node.op = each.op == Op::kEqual ? Op::kEqualConstant : Op::kNotEqualConstant;
      node.b = out_.nodes[node.b].a;
      return add(node);
    }
    if (each.op == Op::kIn) {
      if (std::optional<uint32_t> set = constant_set(b)) {
        node.op = Op::kInConstant;
        node.b = *set;
      }
    }
    return add(node);
  }

  // The elements of a constant list as the keys of a map, when they can be.
  std::optional<uint32_t> constant_set(uint32_t node) {
    const Value* list = constant_of(node);
    if (list == nullptr || list->kind() != Kind::kList) return std::nullopt;
    Value set = make_map({}, out_.memory);
    std::vector<MapEntry> entries;
    for (const Value& item : list->items()) {
      bool usable = item.kind() == Kind::kBool || item.kind() == Kind::kInt ||
                    item.kind() == Kind::kUint || item.kind() == Kind::kString;
      if (!usable) return std::nullopt;
      entries.push_back({item, Value::null()});
    }
    drop_repeated(entries);
    auto* kept = out_.memory.allocate<MapEntry>(entries.size());
    if (kept == nullptr) return std::nullopt;
    std::copy(entries.begin(), entries.end(), kept);
    set = make_map({kept, entries.size()}, out_.memory);
    if (set.is_error()) return std::nullopt;
    return constant_number(set);
  }

  // Of one kind only: numbers of two kinds that are equal are left, and then make_map() refuses.
  static void drop_repeated(std::vector<MapEntry>& entries) {
    auto before = [](const MapEntry& a, const MapEntry& b) {
      if (a.key.kind() != b.key.kind()) return a.key.kind() < b.key.kind();
      return compare(a.key, b.key) < 0;
    };
    auto same = [&](const MapEntry& a, const MapEntry& b) {
      return !before(a, b) && !before(b, a);
    };
    std::stable_sort(entries.begin(), entries.end(), before);
    entries.erase(std::unique(entries.begin(), entries.end(), same), entries.end());
  }

  uint32_t call_site(ExprId id, uint32_t arguments) {
    const Reference& reference = checked_.reference(id);
    CallSite site;
    std::string_view name = reference.function.empty() ? expr(id).text : reference.function;
    site.no_overload = {ErrorCode::kNoSuchOverload, name};
    site.first_candidate = static_cast<uint32_t>(out_.candidates.size());
    for (const Overload* overload : checked_.candidates(reference)) {
      if (overload->parameters.size() != arguments || !overload->implementation) continue;
      out_.candidates.push_back({overload->implementation, overload->cost,
                                 static_cast<uint32_t>(out_.parameters.size())});
      for (const Type* parameter : overload->parameters)
        out_.parameters.push_back(argument_kind(*parameter));
      ++site.candidates;
    }
    out_.calls.push_back(site);
    return static_cast<uint32_t>(out_.calls.size() - 1);
  }

  // Literals.

  uint32_t list(const Expr& e) {
    auto [first, count] = compile_children(e);
    if (e.optional_mask == 0) {
      if (std::optional<uint32_t> made = constant_list(first, count)) return *made;
    }
    return add({.op = Op::kList, .cost = kListCost, .a = first, .b = count, .c = optional_mask(e)});
  }

  uint32_t optional_mask(const Expr& e) {
    if (e.optional_mask == 0) return 0;
    out_.optional_masks.push_back(checked_.ast.optional_masks[e.optional_mask - 1]);
    return static_cast<uint32_t>(out_.optional_masks.size());
  }

  bool all_constant(uint32_t first, uint32_t count) const {
    for (uint32_t i = 0; i < count; ++i)
      if (constant_of(out_.children[first + i]) == nullptr) return false;
    return true;
  }

  std::optional<uint32_t> constant_list(uint32_t first, uint32_t count) {
    if (!all_constant(first, count)) return std::nullopt;
    auto* items = out_.memory.allocate<Value>(count);
    if (items == nullptr) return std::nullopt;
    for (uint32_t i = 0; i < count; ++i) items[i] = *constant_of(out_.children[first + i]);
    return constant(Value::list({items, count}));
  }

  uint32_t map(const Expr& e) {
    auto [first, count] = compile_children(e);
    if (e.optional_mask == 0 && all_constant(first, count)) {
      auto* entries = out_.memory.allocate<MapEntry>(count / 2);
      for (uint32_t i = 0; entries && i < count / 2; ++i)
        entries[i] = {*constant_of(out_.children[first + 2 * i]),
                      *constant_of(out_.children[first + 2 * i + 1])};
      if (entries) return constant(make_map({entries, count / 2}, out_.memory));
    }
    return add(
        {.op = Op::kMap, .cost = kMapCost, .a = first, .b = count / 2, .c = optional_mask(e)});
  }

  // A map of the fields that knows its type.
  uint32_t message(ExprId id) {
    const Expr& e = expr(id);
    const Type* type = checked_.reference(id).message;
    if (type == nullptr) return error(ErrorCode::kUndeclared, e.text);
    auto [values, count] = compile_children(e);
    std::vector<uint32_t> parts;
    for (uint32_t i = 0; i < count; ++i) {
      parts.push_back(constant(Value::string(checked_.ast.name(e, i))));
      parts.push_back(out_.children[values + i]);
    }
    auto first = static_cast<uint32_t>(out_.children.size());
    out_.children.insert(out_.children.end(), parts.begin(), parts.end());
    uint32_t type_number = constant_number(Value::type(type));
    return add({.op = Op::kMap,
                .detail = 1,
                .cost = kMessageCost,
                .local = type_number,
                .a = first,
                .b = count,
                .c = optional_mask(e)});
  }

  // Macros.

  uint32_t macro(ExprId id) {
    const Expr& e = expr(id);
    if (e.macro == Macro::kBind || e.macro == Macro::kBlock) return bind(id);
    Node node{.detail = static_cast<uint8_t>(e.name_count), .b = kNoNode, .c = kNoNode};
    node.a = compile(child(e, 0));
    uint32_t slot = checked_.reference(id).slot;
    for (uint32_t i = 0; i < e.name_count; ++i) {
      uint32_t number = declare(slot + i);
      if (i == 0) node.local = number;
    }
    bool filtered = e.child_count == 3;
    uint32_t last = compile(child(e, filtered ? 1 : e.child_count - 1));
    if (filtered) {
      node.b = last;
      last = compile(child(e, 2));
    }
    node.c = last;
    node.op = macro_op(e.macro);
    if (node.op == Op::kAll || node.op == Op::kExists || node.op == Op::kExistsOne ||
        e.macro == Macro::kFilter)
      std::swap(node.b, node.c);
    return add(node);
  }

  static Op macro_op(Macro macro) {
    switch (macro) {
      case Macro::kAll:
        return Op::kAll;
      case Macro::kExists:
        return Op::kExists;
      case Macro::kExistsOne:
        return Op::kExistsOne;
      case Macro::kMap:
      case Macro::kFilter:
      case Macro::kTransformList:
        return Op::kTransformList;
      case Macro::kTransformMap:
        return Op::kTransformMap;
      case Macro::kTransformMapEntry:
        return Op::kTransformMapEntry;
      case Macro::kOptMap:
        return Op::kOptMap;
      case Macro::kOptFlatMap:
        return Op::kOptFlatMap;
      case Macro::kSortBy:
        return Op::kSortBy;
      case Macro::kBind:
      case Macro::kBlock:
        break;
    }
    return Op::kBind;
  }

  // Each variable is visible to the ones after it, and computed when first asked for.
  uint32_t bind(ExprId id) {
    const Expr& e = expr(id);
    uint32_t count = e.child_count - 1;
    uint32_t slot = checked_.reference(id).slot;
    std::vector<uint32_t> inits;
    uint32_t first = next_local_;
    next_local_ += count;
    if (slot + count > locals_.size()) locals_.resize(slot + count);
    for (uint32_t i = 0; i < count; ++i) locals_[slot + i] = {};
    for (uint32_t i = 0; i < count; ++i) {
      uint32_t init = compile(child(e, i));
      locals_[slot + i] = {first + i, init};
    }
    uint32_t body = compile(child(e, count));
    return add({.op = Op::kBind, .local = first, .a = body, .b = count});
  }

  struct Local {
    uint32_t number = kUnset;
    uint32_t init = kNoNode;
  };

  CheckedAst& checked_;
  PathTable& paths_;
  CompiledExpression& out_;
  std::vector<Local> locals_;  // by the checker's slot
  uint32_t next_local_ = 0;
  std::map<std::pair<uint32_t, std::string_view>, uint32_t> local_children_;
};

}  // namespace

std::unique_ptr<CompiledExpression> compile_checked(CheckedAst checked, PathTable& paths) {
  auto out = std::make_unique<CompiledExpression>();
  out->type = checked.types_of.empty() ? dyn_type() : checked.type(checked.ast.root);
  Compiler(checked, paths, *out).run();
  out->source = std::move(checked.ast.source);
  out->ast_texts = std::move(checked.ast.texts);
  out->checker_texts = std::move(checked.texts);
  out->types = std::move(checked.types);
  out->cost = bound_cost(*out);
  return out;
}

}  // namespace seawall::cel
