#include "cel/checker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "cel/ast_text.h"
#include "cel/parser.h"
#include "cel/test_cases.h"

namespace seawall::cel {
namespace {

// A few variables of each kind, and enough functions to tell overloads apart.
class TestDeclarations : public Declarations {
 public:
  TestDeclarations() {
    add_variable("i", int_type());
    add_variable("s", string_type());
    add_variable("b", bool_type());
    add_variable("d", dyn_type());
    add_variable("l", types_.list_of(int_type()));
    add_variable("m", types_.map_of(string_type(), int_type()));
    add_variable("mm", types_.map_of(string_type(), types_.map_of(string_type(), bool_type())));
    add_variable("o", types_.optional_of(int_type()));
    add_variable("om", types_.optional_of(types_.map_of(string_type(), int_type())));
    add_variable("w", types_.wrapper_of(int_type()));
    add_variable("ws", types_.wrapper_of(string_type()));
    add_variable("t", timestamp_type());
    add_variable("a.b", int_type());
    add_variable("a.b.c.d", string_type());
    add_variable("x.y.n", uint_type());
    add_variable("x.n", bytes_type());
    add_variable("n", double_type());
    add_variable("q", types_.opaque("net.IP"));
    add_variable("msg", types_.message("test.Message"));
    for (const Type* type : {int_type(), string_type(), dyn_type()}) {
      std::string name = type == dyn_type() ? "type" : type_name(*type);
      constants_[name].name = constants_.find(name)->first;
      constants_[name].type = type == dyn_type() ? type_type() : types_.type_of(type);
    }
    operators();
    functions();
  }

  std::string_view container() const override { return container_; }
  std::optional<uint32_t> variable(std::string_view name) const override {
    for (uint32_t i = 0; i < variables_.size(); ++i) {
      if (variables_[i].first == name) return i;
    }
    return std::nullopt;
  }
  const Type* variable_type(uint32_t slot) const override { return variables_[slot].second; }
  const Constant* constant(std::string_view name) const override {
    auto found = constants_.find(std::string(name));
    return found == constants_.end() ? nullptr : &found->second;
  }
  std::span<const Overload* const> overloads(std::string_view name, bool member) const override {
    auto found = overloads_.find({std::string(name), member});
    if (found == overloads_.end()) return {};
    return found->second;
  }
  const Type* message_type(std::string_view name) const override {
    return name == "test.Message" ? variables_.back().second : nullptr;
  }
  const Type* field_type(const Type& type, std::string_view field) const override {
    if (type.kind != TypeKind::kMessage || field == "none") return nullptr;
    return field == "id" ? int_type() : dyn_type();
  }

  bool mixed_literals() const override { return mixed_; }

  std::string container_;
  bool mixed_ = true;

 private:
  void add_variable(std::string name, const Type* type) { variables_.emplace_back(name, type); }
  void function(std::string_view name, std::string_view id, bool member,
                std::vector<const Type*> parameters, const Type* result) {
    Overload overload;
    overload.function = name;
    overload.id = id;
    overload.member = member;
    overload.parameters = std::move(parameters);
    overload.result = result;
    kept_.push_back(std::make_unique<Overload>(std::move(overload)));
    overloads_[{std::string(name), member}].push_back(kept_.back().get());
  }
  void operators() {
    const Type* a = types_.parameter("A");
    const Type* list = types_.list_of(a);
    const Type* map = types_.map_of(a, types_.parameter("B"));
    for (const Type* type : {int_type(), uint_type(), double_type(), string_type(), bytes_type()}) {
      function("_+_", "add", false, {type, type}, type);
      function("_<_", "less", false, {type, type}, bool_type());
      function("_>_", "greater", false, {type, type}, bool_type());
    }
    function("_+_", "add_list", false, {list, list}, list);
    function("_==_", "equals", false, {a, a}, bool_type());
    function("_!=_", "not_equals", false, {a, a}, bool_type());
    function("@in", "in_list", false, {a, list}, bool_type());
    function("@in", "in_map", false, {a, map}, bool_type());
    function("!_", "logical_not", false, {bool_type()}, bool_type());
    function("-_", "negate_int", false, {int_type()}, int_type());
    function("-_", "negate_double", false, {double_type()}, double_type());
  }
  void functions() {
    const Type* t = types_.parameter("T");
    const Type* u = types_.parameter("U");
    const Type* v = types_.parameter("V");
    const Type* optional = types_.optional_of(t);
    function("size", "size_list", false, {types_.list_of(t)}, int_type());
    function("size", "size_map", false, {types_.map_of(t, u)}, int_type());
    function("size", "size_string", false, {string_type()}, int_type());
    function("size", "list_size", true, {types_.list_of(t)}, int_type());
    function("dyn", "to_dyn", false, {t}, dyn_type());
    function("type", "type", false, {t}, types_.type_of(t));
    function("startsWith", "starts_with", true, {string_type(), string_type()}, bool_type());
    function("optional.of", "optional_of", false, {t}, optional);
    function("optional.none", "optional_none", false, {}, optional);
    function("orValue", "optional_or_value", true, {optional, t}, t);
    function("or", "optional_or", true, {optional, optional}, optional);
    const Type* tuv[] = {t, u, v};
    const Type* ttt[] = {t, t, t};
    function("tuple", "tuple_T_U_V", false, {t, u, v}, types_.opaque("tuple", tuv));
    function("sort", "sort_tuple", false, {types_.opaque("tuple", ttt)},
             types_.opaque("tuple", ttt));
    function("fn", "fn_string_int", false, {string_type(), int_type()}, string_type());
    function("ip", "ip", false, {string_type()}, types_.opaque("net.IP"));
    function("ip.isCanonical", "ip_is_canonical", false, {string_type()}, bool_type());
    function("x.y.f", "f", false, {int_type()}, int_type());
    function("i.f", "shadowed", false, {int_type()}, string_type());
  }

  TypeArena types_;
  std::vector<std::pair<std::string, const Type*>> variables_;
  std::map<std::string, Constant> constants_;
  std::map<std::pair<std::string, bool>, std::vector<const Overload*>> overloads_;
  std::vector<std::unique_ptr<Overload>> kept_;
};

std::string checked(std::string_view source, const TestDeclarations& declarations) {
  Result<Ast> ast = parse(source);
  if (!ast) return "!!" + ast.error().message();
  CheckedAst result = check(std::move(ast).value(), declarations);
  if (!result.mistakes.empty()) return "!" + mistakes_text(result);
  return type_name(*result.type(result.ast.root));
}
std::string repeat(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Checker, Cases) {
  TestDeclarations declarations;
  std::vector<Case> cases = read_cases("check.txt");
  EXPECT_GT(cases.size(), 100u);
  for (const Case& c : cases) {
    EXPECT_EQ(checked(c.expression, declarations), c.expected) << "line " << c.line;
  }
}

TEST(Checker, NamesInAContainer) {
  TestDeclarations declarations;
  declarations.container_ = "x.y";
  EXPECT_EQ(checked("n", declarations), "uint");
  EXPECT_EQ(checked(".n", declarations), "double");
  EXPECT_EQ(checked("x.n", declarations), "bytes");
  EXPECT_EQ(checked("y.n", declarations), "uint");
  EXPECT_EQ(checked("f(1)", declarations), "int");
  EXPECT_EQ(checked(".f(1)", declarations),
            "!1:3: undeclared reference to '.f' (in container 'x.y')");
  EXPECT_EQ(checked("z", declarations), "!1:1: undeclared reference to 'z' (in container 'x.y')");
  EXPECT_EQ(checked("[1].exists(n, n == 1)", declarations), "bool");
  EXPECT_EQ(checked("[1].exists(n, .n == 1.0)", declarations), "bool");
}

TEST(Checker, LiteralsOfOneType) {
  TestDeclarations declarations;
  declarations.mixed_ = false;
  EXPECT_EQ(checked("[1, 'a', 2]", declarations), "!1:5: expected type 'int' but found 'string'");
  EXPECT_EQ(checked("{'a': 1, 2: 1}", declarations),
            "!1:10: expected type 'string' but found 'int'");
  EXPECT_EQ(checked("{'a': 1, 'b': 1u}", declarations),
            "!1:15: expected type 'int' but found 'uint'");
  EXPECT_EQ(checked("[1, dyn('a')]", declarations), "list(dyn)");
  EXPECT_EQ(checked("[o, null, optional.none()]", declarations), "list(optional_type(int))");
}

TEST(Checker, References) {
  TestDeclarations declarations;
  CheckedAst result = check(parse("a.b + l.map(e, e)[0]").value(), declarations);
  EXPECT_EQ(mistakes_text(result), "");
  const Expr& add = result.ast[result.ast.root];
  const Reference& name = result.reference(result.ast.child(add, 0));
  EXPECT_EQ(name.kind, ReferenceKind::kVariable);
  EXPECT_EQ(name.slot, *declarations.variable("a.b"));
  const Reference& call = result.reference(result.ast.root);
  EXPECT_EQ(call.function, "_+_");
  EXPECT_EQ(result.candidates(call).size(), 1u);
  EXPECT_EQ(result.local_count, 1u);

  result = check(parse("ip.isCanonical('::1') && d.size() == 1").value(), declarations);
  const Reference& canonical = result.reference(result.ast.child(result.ast[result.ast.root], 0));
  EXPECT_EQ(canonical.function, "ip.isCanonical");
  EXPECT_TRUE(canonical.namespaced);
}

TEST(Checker, LocalsThatMeetHaveSlotsOfTheirOwn) {
  TestDeclarations declarations;
  CheckedAst result =
      check(parse("l.all(e, l.exists(i, v, e == i + v)) && l.all(e, e > 0)").value(), declarations);
  EXPECT_EQ(mistakes_text(result), "");
  EXPECT_EQ(result.local_count, 3u);
}

TEST(Checker, Expected) {
  TestDeclarations declarations;
  EXPECT_EQ(mistakes_text(check(parse("1").value(), declarations, bool_type())),
            "1:1: expected type 'bool' but found 'int'");
  EXPECT_EQ(mistakes_text(check(parse("dyn(1)").value(), declarations, bool_type())), "");
  EXPECT_EQ(mistakes_text(check(parse("1 > 0").value(), declarations, bool_type())), "");
}

TEST(Checker, UncheckedResolvesNamesOnly) {
  TestDeclarations declarations;
  CheckedAst result = resolve_unchecked(
      parse("1 + 's' || nothing || a.b.c.d.e || none(1) || ip.isCanonical(1, 2)").value(),
      declarations);
  EXPECT_TRUE(result.mistakes.empty());
  const Expr& root = result.ast[result.ast.root];
  auto child = [&](uint32_t i) { return result.ast.child(root, i); };
  EXPECT_EQ(result.candidates(result.reference(child(0))).size(), 6u);
  EXPECT_EQ(result.reference(child(1)).kind, ReferenceKind::kUndeclared);
  EXPECT_EQ(result.reference(result.ast.child(result.ast[child(2)], 0)).kind,
            ReferenceKind::kVariable);
  EXPECT_EQ(result.reference(child(3)).kind, ReferenceKind::kCall);
  EXPECT_EQ(result.reference(child(3)).overload_count, 0u);
  EXPECT_TRUE(result.reference(child(4)).namespaced);
  EXPECT_EQ(result.type(result.ast.root)->kind, TypeKind::kDyn);
}

TEST(Checker, TellsAllMistakesToALimit) {
  TestDeclarations declarations;
  EXPECT_EQ(checked("p + q.r == 1\n  || u", declarations),
            "!1:1: undeclared reference to 'p' (in container ''); "
            "1:6: type 'net.IP' does not support field selection; "
            "2:6: undeclared reference to 'u' (in container '')");
  CheckedAst result = check(parse("[" + repeat("p,", 10000) + "]").value(), declarations);
  EXPECT_EQ(result.mistakes.size(), CheckedAst::kMostMistakes);
}

// Each step doubles the type.
TEST(Checker, HugeTypesAreBounded) {
  TestDeclarations declarations;
  std::string source;
  for (int i = 1; i <= 100; ++i)
    source += fmt::format("cel.bind(v{}, {{v{}: v{}}}, ", i, i - 1, i - 1);
  source = "cel.bind(v0, {}, " + source + "v100 == v99" + repeat(")", 101);
  EXPECT_EQ(checked(source, declarations), "bool");
}

// Each variable stands for a deep type that ends in the next.
TEST(Checker, DeepTypesAreBounded) {
  TestDeclarations declarations;
  std::string slots, equal;
  for (int i = 0; i < 500; ++i) {
    slots += "[],";
    equal += fmt::format("cel.index({}) == {}cel.index({}){},", i, repeat("[", 200), i + 1,
                         repeat("]", 200));
  }
  EXPECT_THAT(checked(fmt::format("cel.block([{}[]], [{}])", slots, equal), declarations),
              testing::EndsWith("the types of the expression are too large"));
}

TEST(Checker, LargeExpressions) {
  TestDeclarations declarations;
  EXPECT_EQ(checked("[" + repeat("d[0] + d,", 20000) + "]", declarations), "list(dyn)");
  EXPECT_EQ(checked("1" + repeat(" + 1", 900), declarations), "int");
  EXPECT_EQ(checked("b" + repeat(" && b", 50000), declarations), "bool");
  EXPECT_EQ(checked("d" + repeat(".a", 900), declarations), "dyn");
}

}  // namespace
}  // namespace seawall::cel
