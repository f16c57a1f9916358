// A macro takes the nodes of its arguments, already parsed (inner macros first), and makes one node
// of them. Variables are arguments that must be plain names. Comprehensions are not unfolded into
// loops over an accumulator, as cel-go does: the kinds of Macro keep their meaning, and what is
// checked and evaluated is the same.
#include "cel/macros.h"

#include <fmt/format.h>

#include <array>

namespace seawall::cel {
namespace {

constexpr std::string_view kNotAName = "argument must be a simple name";
constexpr std::string_view kNotAnIdentifier = "argument is not an identifier";
constexpr int64_t kMostSlots = 10'000;  // cel.index(9999)

class Expander {
 public:
  Expander(AstBuilder& builder, const MacroCall& call) : builder_(builder), call_(call) {}

  const Expr& expr(ExprId id) const { return builder_.ast()[id]; }
  size_t count() const { return call_.arguments.size(); }
  ExprId argument(size_t index) const { return call_.arguments[index]; }
  const Expr& argument_expr(size_t index) const { return expr(argument(index)); }
  const MacroCall& call() const { return call_; }
  AstBuilder& builder() { return builder_; }

  bool receiver_is(std::string_view name) const {
    const Expr& receiver = expr(call_.receiver);
    return receiver.kind == ExprKind::kIdent && receiver.text == name;
  }
  MacroMistake mistake(ExprId at, std::string_view text) const {
    return {expr(at).offset, std::string(text)};
  }
  bool is_name(size_t index) const {
    const Expr& e = argument_expr(index);
    return e.kind == ExprKind::kIdent && !e.text.starts_with('.');
  }

  // The macro's node: `variables` of its first arguments are names, the others its children, after
  // the receiver if it is one of them.
  Expansion node(Macro macro, size_t variables, bool with_receiver, std::string_view complaint) {
    std::array<std::string_view, 2> names;
    for (size_t i = 0; i < variables; ++i) {
      if (!is_name(i)) return mistake(argument(i), complaint);
      names[i] = argument_expr(i).text;
    }
    if (variables == 2 && names[0] == names[1]) {
      return mistake(argument(1), fmt::format("duplicate variable name: {}", names[1]));
    }
    std::vector<ExprId> children;
    if (with_receiver) children.push_back(call_.receiver);
    std::span<const ExprId> rest = call_.arguments.subspan(variables);
    children.insert(children.end(), rest.begin(), rest.end());
    Expr made = make_expr(ExprKind::kMacro, call_.offset);
    made.macro = macro;
    builder_.set_names(made, std::span(names).first(variables));
    return builder_.add(made, children);
  }

 private:
  AstBuilder& builder_;
  const MacroCall& call_;
};

Expansion has(Expander& x) {
  Expr select = x.argument_expr(0);
  // An optional selection tells by itself whether the field is there.
  if (select.kind != ExprKind::kSelect || select.flag) {
    return x.mistake(x.argument(0), "invalid argument to has() macro");
  }
  ExprId operand = x.builder().ast().child(select, 0);
  return x.builder().add(make_expr(ExprKind::kHas, select.offset, select.text), {operand});
}

template <Macro macro>
Expansion quantifier(Expander& x) {
  return x.node(macro, x.count() - 1, true, kNotAName);
}
template <Macro macro>
Expansion transform(Expander& x) {
  return x.node(macro, 2, true, kNotAName);
}
template <Macro macro>
Expansion over_list(Expander& x) {
  return x.node(macro, 1, true, kNotAnIdentifier);
}

Expansion sort_by(Expander& x) {
  switch (x.expr(x.call().receiver).kind) {
    case ExprKind::kNull:
    case ExprKind::kBool:
    case ExprKind::kInt:
    case ExprKind::kUint:
    case ExprKind::kDouble:
    case ExprKind::kString:
    case ExprKind::kBytes:
    case ExprKind::kMap:
    case ExprKind::kMessage:
      return x.mistake(x.call().receiver,
                       "sortBy can only be applied to a list, identifier, comprehension, call or "
                       "select expression");
    default:
      return x.node(Macro::kSortBy, 1, true, kNotAnIdentifier);
  }
}

Expansion opt_map(Expander& x) {
  if (!x.call().optionals) return {};
  return x.node(Macro::kOptMap, 1, true, "optMap() variable name must be a simple identifier");
}
Expansion opt_flat_map(Expander& x) {
  if (!x.call().optionals) return {};
  return x.node(Macro::kOptFlatMap, 1, true,
                "optFlatMap() variable name must be a simple identifier");
}

Expansion bind(Expander& x) {
  if (!x.receiver_is("cel")) return {};
  return x.node(Macro::kBind, 1, false, "cel.bind() variable names must be simple identifiers");
}

Expansion block(Expander& x) {
  if (!x.receiver_is("cel")) return {};
  Expr list = x.argument_expr(0);
  if (list.kind != ExprKind::kList || list.optional_mask != 0) {
    return x.mistake(x.argument(0), "cel.block requires the first arg to be a list literal");
  }
  std::vector<ExprId> children;
  std::vector<std::string_view> names;
  for (uint32_t i = 0; i < list.child_count; ++i) {
    children.push_back(x.builder().ast().child(list, i));
    names.push_back(x.builder().keep(fmt::format("@index{}", i)));
  }
  children.push_back(x.argument(1));
  Expr made = make_expr(ExprKind::kMacro, x.call().offset);
  made.macro = Macro::kBlock;
  x.builder().set_names(made, names);
  return x.builder().add(made, children);
}

// cel.index(0) and its like: names of variables that cannot be written otherwise.
Expansion hidden_name(Expander& x, std::string_view prefix) {
  if (!x.receiver_is("cel")) return {};
  std::string name(prefix);
  for (size_t i = 0; i < x.count(); ++i) {
    const Expr& number = x.argument_expr(i);
    if (number.kind != ExprKind::kInt || number.integer < 0 || number.integer > kMostSlots) {
      return x.mistake(
          x.argument(i),
          fmt::format("cel.{} requires {} non-negative int constant {}", x.call().name,
                      x.count() == 1 ? "a single" : "two", x.count() == 1 ? "arg" : "args"));
    }
    if (i > 0 || x.count() > 1) name += ':';
    name += fmt::format("{}", number.integer);
  }
  return x.builder().add(make_expr(ExprKind::kIdent, x.call().offset, x.builder().keep(name)));
}
Expansion index(Expander& x) {
  return hidden_name(x, "@index");
}
Expansion iter_var(Expander& x) {
  return hidden_name(x, "@it");
}
Expansion accu_var(Expander& x) {
  return hidden_name(x, "@ac");
}

bool may_be_number(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kNull:
    case ExprKind::kBool:
    case ExprKind::kString:
    case ExprKind::kBytes:
    case ExprKind::kList:
    case ExprKind::kMap:
    case ExprKind::kMessage:
      return false;
    default:
      return true;
  }
}

bool is_list_of_numbers(Expander& x, const Expr& list) {
  if (list.kind != ExprKind::kList || list.child_count == 0) return false;
  for (uint32_t i = 0; i < list.child_count; ++i) {
    if (!may_be_number(x.expr(x.builder().ast().child(list, i)))) return false;
  }
  return true;
}

// math.greatest(a), (a, b), (a, b, c ...): the last becomes a call with one list.
Expansion extreme(Expander& x, std::string_view function) {
  if (!x.receiver_is("math")) return {};
  if (x.count() == 0) {
    return x.mistake(x.call().receiver,
                     fmt::format("{}() requires at least one argument", function));
  }
  if (x.count() == 1) {
    if (!may_be_number(x.argument_expr(0)) && !is_list_of_numbers(x, x.argument_expr(0))) {
      return x.mistake(x.argument(0), fmt::format("{}() invalid single argument value", function));
    }
    return x.builder().add_call(function, x.call().offset, x.call().arguments);
  }
  for (size_t i = 0; i < x.count(); ++i) {
    if (may_be_number(x.argument_expr(i))) continue;
    return x.mistake(x.argument(i),
                     fmt::format("{}() simple literal arguments must be numeric", function));
  }
  if (x.count() == 2) return x.builder().add_call(function, x.call().offset, x.call().arguments);
  ExprId list = x.builder().add(make_expr(ExprKind::kList, x.call().offset), x.call().arguments);
  return x.builder().add_call(function, x.call().offset, {&list, 1});
}
Expansion greatest(Expander& x) {
  return extreme(x, "math.greatest");
}
Expansion least(Expander& x) {
  return extreme(x, "math.least");
}

struct Entry {
  std::string_view name;
  bool member;
  size_t least, most;  // arguments
  Expansion (*expand)(Expander& x);
};
constexpr size_t kMany = SIZE_MAX;

constexpr Entry kMacros[] = {
    {"has", false, 1, 1, has},
    {"all", true, 2, 3, quantifier<Macro::kAll>},
    {"exists", true, 2, 3, quantifier<Macro::kExists>},
    {"exists_one", true, 2, 3, quantifier<Macro::kExistsOne>},
    {"existsOne", true, 2, 3, quantifier<Macro::kExistsOne>},
    {"map", true, 2, 3, over_list<Macro::kMap>},
    {"filter", true, 2, 2, over_list<Macro::kFilter>},
    {"transformList", true, 3, 4, transform<Macro::kTransformList>},
    {"transformMap", true, 3, 4, transform<Macro::kTransformMap>},
    {"transformMapEntry", true, 3, 4, transform<Macro::kTransformMapEntry>},
    {"sortBy", true, 2, 2, sort_by},
    {"optMap", true, 2, 2, opt_map},
    {"optFlatMap", true, 2, 2, opt_flat_map},
    {"bind", true, 3, 3, bind},
    {"block", true, 2, 2, block},
    {"index", true, 1, 1, index},
    {"iterVar", true, 2, 2, iter_var},
    {"accuVar", true, 2, 2, accu_var},
    {"greatest", true, 0, kMany, greatest},
    {"least", true, 0, kMany, least},
};

}  // namespace

Expansion expand_macro(AstBuilder& builder, const MacroCall& call) {
  bool member = call.receiver != kNoExpr;
  size_t count = call.arguments.size();
  for (const Entry& entry : kMacros) {
    if (entry.name != call.name || entry.member != member) continue;
    if (count < entry.least || count > entry.most) return {};
    Expander expander(builder, call);
    return entry.expand(expander);
  }
  return {};
}

}  // namespace seawall::cel
