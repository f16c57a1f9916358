// cel-go's checker (checker/checker.go there) over nodes in a vector. Each node gets a type that
// may hold free type variables; they are replaced once the whole expression is known.
//
// A name is looked up as a variable of a macro first, then in the container "A.B" as "A.B.x",
// "A.x", "x"; a chain of selections a.b.c is tried as one name before it is read as selections. The
// checker stops at kMostMistakes; after a mistake the node has the error type, which fits
// everywhere, so that one mistake is told once.
#include "cel/checker.h"

#include <fmt/format.h>

#include <algorithm>

#include "cel/checker_impl.h"
#include "cel/lexer.h"

namespace seawall::cel {
namespace {

// Steps of unification, so that no expression takes longer than a moment.
constexpr uint64_t kWork = 2'000'000;
constexpr uint64_t kWorkOfNode = 100;

}  // namespace

const Type* Declarations::message_type(std::string_view) const {
  return nullptr;
}
const Type* Declarations::field_type(const Type& message, std::string_view) const {
  return message.kind == TypeKind::kMessage ? dyn_type() : nullptr;
}

Checker::Checker(CheckedAst& out, const Declarations& declarations, bool lenient)
    : out_(out),
      declarations_(declarations),
      lenient_(lenient),
      unifier_(out.types, kWork + kWorkOfNode * out.ast.exprs.size()) {
  out_.types_of.assign(out_.ast.exprs.size(), dyn_type());
  out_.references.assign(out_.ast.exprs.size(), Reference());
}

void Checker::mistake(ExprId at, std::string text) {
  if (!lenient_ && !is_full()) out_.mistakes.push_back({expr(at).offset, std::move(text)});
}

void Checker::run(const Type* expected) {
  ExprId root = out_.ast.root;
  check(root);
  if (expected && !unifier_.assign(type(root), unifier_.without_parameters(expected))) {
    mistake(root, fmt::format("expected type '{}' but found '{}'", type_name(*expected),
                              type_name(*unifier_.resolve(type(root), true))));
  }
  for (const Type*& type : out_.types_of) type = unifier_.resolve(type, true);
  if (unifier_.exhausted()) mistake(root, "the types of the expression are too large");
  std::stable_sort(out_.mistakes.begin(), out_.mistakes.end(),
                   [](const Mistake& a, const Mistake& b) { return a.offset < b.offset; });
}

const Checker::Local* Checker::local(std::string_view name) const {
  auto found = locals_.find(name);
  return found == locals_.end() || found->second.empty() ? nullptr : &found->second.back();
}

std::string Checker::qualified_name(ExprId id) const {
  std::vector<std::string_view> fields;
  while (expr(id).kind == ExprKind::kSelect && !expr(id).flag) {
    fields.push_back(expr(id).text);
    id = child(id, 0);
  }
  if (expr(id).kind != ExprKind::kIdent || local(expr(id).text)) return "";
  std::string name(expr(id).text);
  for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
    name += '.';
    name += *field;
  }
  return name;
}

bool Checker::resolve_name(ExprId id, std::string_view name) {
  return in_container(name, [&](std::string_view candidate) {
    if (std::optional<uint32_t> slot = declarations_.variable(candidate)) {
      reference(id).kind = ReferenceKind::kVariable;
      reference(id).slot = *slot;
      set_type(id, unifier_.without_parameters(declarations_.variable_type(*slot)));
      return true;
    }
    const Constant* constant = declarations_.constant(candidate);
    if (!constant) return false;
    reference(id).kind = ReferenceKind::kConstant;
    reference(id).constant = constant;
    set_type(id, unifier_.without_parameters(constant->type));
    return true;
  });
}

void Checker::undeclared(ExprId id, std::string_view name) {
  mistake(id, fmt::format("undeclared reference to '{}' (in container '{}')", name,
                          declarations_.container()));
  set_type(id, error_type());
}

void Checker::check_children(ExprId id, uint32_t first) {
  for (uint32_t i = first; i < expr(id).child_count; ++i) check(child(id, i));
}

void Checker::check(ExprId id) {
  if (is_full()) return set_type(id, error_type());
  switch (expr(id).kind) {
    case ExprKind::kIdent:
      return ident(id);
    case ExprKind::kSelect:
      return select(id);
    case ExprKind::kHas:
      return has(id);
    case ExprKind::kIndex:
      return index(id);
    case ExprKind::kCall:
      return call(id);
    case ExprKind::kAnd:
    case ExprKind::kOr:
      return logical(id);
    case ExprKind::kTernary:
      return ternary(id);
    case ExprKind::kList:
      return list(id);
    case ExprKind::kMap:
      return map(id);
    case ExprKind::kMessage:
      return message(id);
    case ExprKind::kMacro:
      return macro(id);
    default:
      return literal(id);
  }
}

void Checker::literal(ExprId id) {
  switch (expr(id).kind) {
    case ExprKind::kBool:
      return set_type(id, bool_type());
    case ExprKind::kInt:
      return set_type(id, int_type());
    case ExprKind::kUint:
      return set_type(id, uint_type());
    case ExprKind::kDouble:
      return set_type(id, double_type());
    case ExprKind::kString:
      return set_type(id, string_type());
    case ExprKind::kBytes:
      return set_type(id, bytes_type());
    default:
      return set_type(id, null_type());
  }
}

void Checker::ident(ExprId id) {
  std::string_view name = expr(id).text;
  if (const Local* found = local(name)) {
    reference(id).kind = ReferenceKind::kLocal;
    reference(id).slot = found->slot;
    return set_type(id, found->type);
  }
  if (resolve_name(id, name)) return;
  reference(id).kind = ReferenceKind::kUndeclared;
  undeclared(id, name);
}

void Checker::select(ExprId id) {
  if (!expr(id).flag) {
    std::string name = qualified_name(id);
    if (!name.empty() && resolve_name(id, name)) return;
  }
  set_type(id, field(id));
}

void Checker::has(ExprId id) {
  field(id);
  set_type(id, bool_type());
}

// What a selection gives. An optional operand, or an optional selection, gives an optional.
const Type* Checker::field(ExprId id) {
  ExprId operand = child(id, 0);
  check(operand);
  const Type* target = unifier_.resolve(type(operand));
  bool is_optional = target->kind == TypeKind::kOptional;
  if (is_optional) target = unifier_.resolve(target->parameters[0]);
  const Type* result = field_of(id, target);
  return is_optional || expr(id).flag ? unifier_.optional_of(result) : result;
}

const Type* Checker::field_of(ExprId id, const Type* target) {
  switch (target->kind) {
    case TypeKind::kMap:
      return target->parameters[1];
    case TypeKind::kParameter:
      // Dyn from now on, lest something else be assigned to it.
      unifier_.assign(dyn_type(), target);
      return dyn_type();
    case TypeKind::kDyn:
    case TypeKind::kError:
      return dyn_type();
    case TypeKind::kMessage:
    case TypeKind::kOpaque:
      if (const Type* found = declarations_.field_type(*target, expr(id).text)) {
        return unifier_.without_parameters(found);
      }
      if (target->kind == TypeKind::kOpaque) break;
      mistake(id, fmt::format("undefined field '{}'", expr(id).text));
      return error_type();
    default:
      break;
  }
  mistake(id, fmt::format("type '{}' does not support field selection",
                          type_name(*unifier_.resolve(target, true))));
  return error_type();
}

void Checker::expect_bool(ExprId id) {
  if (unifier_.assign(type(id), bool_type())) return;
  mistake(id, fmt::format("expected type 'bool' but found '{}'",
                          type_name(*unifier_.resolve(type(id), true))));
}

void Checker::logical(ExprId id) {
  check_children(id);
  for (uint32_t i = 0; i < expr(id).child_count; ++i) expect_bool(child(id, i));
  set_type(id, bool_type());
}

void Checker::ternary(ExprId id) {
  check_children(id);
  set_type(id, conditional(id, type(child(id, 0)), type(child(id, 1)), type(child(id, 2))));
}

const Type* Checker::joined(ExprId at, const Type* previous, const Type* current) {
  if (!previous) return current;
  if (const Type* both = unifier_.join(previous, current)) return both;
  if (!declarations_.mixed_literals()) {
    mistake(at, fmt::format("expected type '{}' but found '{}'",
                            type_name(*unifier_.resolve(previous, true)),
                            type_name(*unifier_.resolve(current, true))));
  }
  return dyn_type();
}

// The type inside of an optional element, entry or field.
const Type* Checker::optional_part(ExprId value) {
  const Type* found = unifier_.resolve(type(value));
  if (found->kind == TypeKind::kOptional) return found->parameters[0];
  if (found->kind != TypeKind::kDyn && found->kind != TypeKind::kError) {
    std::string name = type_name(*unifier_.resolve(found, true));
    mistake(value, fmt::format("expected type 'optional_type({})' but found '{}'", name, name));
  }
  return found;
}

void Checker::list(ExprId id) {
  const Type* element = nullptr;
  for (uint32_t i = 0; i < expr(id).child_count; ++i) {
    ExprId item = child(id, i);
    check(item);
    bool optional = out_.ast.is_optional(expr(id), i);
    element = joined(item, element, optional ? optional_part(item) : type(item));
  }
  set_type(id, unifier_.list_of(element ? element : unifier_.fresh()));
}

void Checker::map(ExprId id) {
  const Type* key = nullptr;
  const Type* value = nullptr;
  for (uint32_t i = 0; i < expr(id).child_count; i += 2) {
    ExprId entry_key = child(id, i);
    ExprId entry_value = child(id, i + 1);
    check(entry_key);
    key = joined(entry_key, key, type(entry_key));
    check(entry_value);
    bool optional = out_.ast.is_optional(expr(id), i / 2);
    value = joined(entry_value, value, optional ? optional_part(entry_value) : type(entry_value));
  }
  if (!key) {
    key = unifier_.fresh();
    value = unifier_.fresh();
  }
  set_type(id, unifier_.map_of(key, value));
}

const Type* Checker::message_type(ExprId id) {
  std::string_view name = expr(id).text;
  const Type* result = error_type();
  bool found = in_container(name, [&](std::string_view candidate) {
    if (const Type* message = declarations_.message_type(candidate)) {
      result = message;
      return true;
    }
    const Constant* constant = declarations_.constant(candidate);
    if (!constant && !declarations_.variable(candidate)) return false;
    bool is_type = constant && constant->type->kind == TypeKind::kTypeType;
    mistake(id, fmt::format("'{}' is not a {}type", candidate, is_type ? "message " : ""));
    return true;
  });
  if (!found) undeclared(id, name);
  return result;
}

void Checker::message(ExprId id) {
  const Type* made = message_type(id);
  set_type(id, made);
  if (made->kind != TypeKind::kError) {
    reference(id).kind = ReferenceKind::kMessage;
    reference(id).message = made;
  }
  for (uint32_t i = 0; i < expr(id).child_count; ++i) {
    ExprId value = child(id, i);
    check(value);
    const Type* given = out_.ast.is_optional(expr(id), i) ? optional_part(value) : type(value);
    if (made->kind == TypeKind::kError) continue;
    std::string_view name = out_.ast.name(expr(id), i);
    const Type* wanted = declarations_.field_type(*made, name);
    if (!wanted) {
      mistake(id, fmt::format("undefined field '{}'", name));
    } else if (!unifier_.assign(unifier_.without_parameters(wanted), given)) {
      mistake(value,
              fmt::format("expected type of field '{}' is '{}' but provided type is '{}'", name,
                          type_name(*wanted), type_name(*unifier_.resolve(given, true))));
    }
  }
}

CheckedAst check(Ast ast, const Declarations& declarations, const Type* expected) {
  CheckedAst checked;
  checked.ast = std::move(ast);
  Checker(checked, declarations, false).run(expected);
  return checked;
}

CheckedAst resolve_unchecked(Ast ast, const Declarations& declarations) {
  CheckedAst checked;
  checked.ast = std::move(ast);
  Checker(checked, declarations, true).run(nullptr);
  return checked;
}

std::string mistakes_text(const CheckedAst& checked) {
  std::string text;
  for (const Mistake& mistake : checked.mistakes) {
    if (!text.empty()) text += "; ";
    SourcePosition position = position_of(checked.ast.source, mistake.offset);
    text += fmt::format("{}:{}: {}", position.line, position.column, mistake.text);
  }
  return text;
}

bool is_assignable(const Type& to, const Type& from) {
  TypeArena types;
  return Unifier(types, kWork).assign(&from, &to);
}

}  // namespace seawall::cel
