// Which overloads a call may mean. Every overload whose parameters take the arguments' types is a
// candidate; when the candidates give different types, the call is dyn and the evaluation decides.
#include <fmt/format.h>

#include "cel/checker_impl.h"

namespace seawall::cel {
namespace {

// The operators that are nodes of their own, with the overloads that cel-go declares for them.
class Builtins {
 public:
  std::span<const Overload* const> index() const { return index_; }
  std::span<const Overload* const> optional_index() const { return optional_index_; }
  std::span<const Overload* const> conditional() const { return conditional_; }

  static const Builtins& get() {
    static const Builtins builtins;
    return builtins;
  }

 private:
  Builtins() {
    const Type* a = types_.parameter("A");
    const Type* b = types_.parameter("B");
    const Type* list = types_.list_of(a);
    const Type* map = types_.map_of(a, b);
    const Type* optional_list = types_.optional_of(list);
    const Type* optional_map = types_.optional_of(map);
    const Type* optional_a = types_.optional_of(a);
    const Type* optional_b = types_.optional_of(b);
    index_ = {add("_[_]", {list, int_type()}, a), add("_[_]", {map, a}, b),
              add("_[_]", {optional_list, int_type()}, optional_a),
              add("_[_]", {optional_map, a}, optional_b)};
    optional_index_ = {add("_[?_]", {list, int_type()}, optional_a),
                       add("_[?_]", {optional_list, int_type()}, optional_a),
                       add("_[?_]", {map, a}, optional_b),
                       add("_[?_]", {optional_map, a}, optional_b)};
    conditional_ = {add("_?_:_", {bool_type(), a, a}, a)};
  }
  const Overload* add(std::string_view function, std::vector<const Type*> parameters,
                      const Type* result) {
    auto overload = std::make_unique<Overload>();
    overload->function = function;
    overload->id = function;
    overload->parameters = std::move(parameters);
    overload->result = result;
    kept_.push_back(std::move(overload));
    return kept_.back().get();
  }

  TypeArena types_;
  std::vector<std::unique_ptr<Overload>> kept_;
  std::vector<const Overload*> index_, optional_index_, conditional_;
};

}  // namespace

bool Checker::find_function(std::string_view name, bool member, Function& function) const {
  return in_container(name, [&](std::string_view candidate) {
    std::span<const Overload* const> wanted = declarations_.overloads(candidate, member);
    if (wanted.empty() && declarations_.overloads(candidate, !member).empty()) return false;
    function = {std::string(candidate), wanted};
    return true;
  });
}

bool Checker::matches(const Overload& overload, std::span<const Type* const> arguments,
                      const Type*& result) {
  if (overload.parameters.size() != arguments.size()) return false;
  if (lenient_) {
    result = dyn_type();
    return true;
  }
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (!unifier_.may_assign(arguments[i], overload.parameters[i])) return false;
  }
  Unifier::Names names;
  std::vector<const Type*> parameters;
  for (const Type* declared : overload.parameters) {
    parameters.push_back(unifier_.instantiate(declared, names));
  }
  if (!unifier_.assign_all(arguments, parameters)) return false;
  result = unifier_.resolve(unifier_.instantiate(overload.result, names));
  return true;
}

Checker::Resolution Checker::resolve(std::span<const Overload* const> overloads,
                                     std::span<const Type* const> arguments) {
  Resolution resolution;
  for (const Overload* overload : overloads) {
    const Type* result = nullptr;
    if (!matches(*overload, arguments, result)) continue;
    resolution.matching.push_back(overload);
    if (!resolution.result) {
      resolution.result = result;
    } else if (!same_type(*resolution.result, *result)) {
      resolution.result = dyn_type();
    }
  }
  return resolution;
}

void Checker::no_overload(ExprId at, std::string_view function,
                          std::span<const Type* const> arguments, bool member) {
  if (lenient_ || is_full()) return;
  std::string text;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (i == 0) text += member ? "" : "(";
    if (i > (member ? 1u : 0u)) text += ", ";
    text += type_name(*unifier_.resolve(arguments[i], true));
    if (i == 0 && member) text += ".(";
  }
  if (arguments.empty()) text += '(';
  mistake(at, fmt::format("found no matching overload for '{}' applied to '{})'", function, text));
}

const Type* Checker::conditional(ExprId at, const Type* condition, const Type* a, const Type* b) {
  const Type* arguments[] = {condition, a, b};
  Resolution resolution = resolve(Builtins::get().conditional(), arguments);
  if (resolution.result) return resolution.result;
  no_overload(at, "_?_:_", arguments, false);
  return error_type();
}

void Checker::index(ExprId id) {
  check_children(id);
  // Of what is dyn anything may come; so would the overloads say, at length.
  if (unifier_.resolve(type(child(id, 0)))->kind == TypeKind::kDyn) return set_type(id, dyn_type());
  const Type* arguments[] = {type(child(id, 0)), type(child(id, 1))};
  const Builtins& builtins = Builtins::get();
  bool optional = expr(id).flag;
  Resolution resolution =
      resolve(optional ? builtins.optional_index() : builtins.index(), arguments);
  if (!resolution.result) {
    no_overload(id, optional ? "_[?_]" : "_[_]", arguments, false);
    resolution.result = error_type();
  }
  set_type(id, resolution.result);
}

// `first`: the first child that is an argument.
void Checker::resolve_call(ExprId id, const Function& function, uint32_t first, bool member) {
  std::vector<const Type*> arguments;
  for (uint32_t i = first; i < expr(id).child_count; ++i) arguments.push_back(type(child(id, i)));
  Resolution resolution = resolve(function.overloads, arguments);
  Reference& made = reference(id);
  made.kind = ReferenceKind::kCall;
  made.first_overload = static_cast<uint32_t>(out_.overloads.size());
  made.overload_count = static_cast<uint32_t>(resolution.matching.size());
  made.function =
      function.overloads.empty() ? out_.texts.copy(function.name) : function.overloads[0]->function;
  out_.overloads.insert(out_.overloads.end(), resolution.matching.begin(),
                        resolution.matching.end());
  if (!resolution.result) no_overload(id, function.name, arguments, member);
  set_type(id, resolution.result ? resolution.result : error_type());
}

// a.b.c(x) where "a.b.c" is a function and a.b no value.
bool Checker::namespaced_call(ExprId id) {
  std::string prefix = qualified_name(child(id, 0));
  if (prefix.empty()) return false;
  Function function;
  if (!find_function(fmt::format("{}.{}", prefix, expr(id).text), false, function)) return false;
  reference(id).namespaced = true;
  resolve_call(id, function, 1, false);
  return true;
}

void Checker::call(ExprId id) {
  bool member = expr(id).flag;
  check_children(id, member ? 1 : 0);
  if (member && namespaced_call(id)) return;
  if (member) check(child(id, 0));
  Function function;
  if (find_function(expr(id).text, member, function)) {
    return resolve_call(id, function, 0, member);
  }
  Reference& made = reference(id);
  made.kind = ReferenceKind::kCall;
  made.function = expr(id).text;
  undeclared(id, expr(id).text);
}

}  // namespace seawall::cel
