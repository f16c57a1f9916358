// Any text as an expression: no crash, and what is accepted stays within its limits. Then the
// checker sees it, with few declarations.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cel/ast_text.h"
#include "cel/checker.h"
#include "cel/parser.h"

namespace seawall::cel {
namespace {

// Every name of one letter is a variable, of one type or another; every function is there.
class FewDeclarations : public Declarations {
 public:
  FewDeclarations() {
    const Type* a = types_.parameter("A");
    variables_ = {dyn_type(), int_type(), types_.list_of(int_type()),
                  types_.map_of(string_type(), dyn_type()), types_.optional_of(list_type())};
    const Type* list = types_.list_of(a);
    add({a}, a);
    add({a, a}, bool_type());
    add({list, list}, list);
    add({a, list}, types_.map_of(a, list));
  }
  std::optional<uint32_t> variable(std::string_view name) const override {
    if (name.size() != 1) return std::nullopt;
    return static_cast<uint32_t>(static_cast<unsigned char>(name[0]) % variables_.size());
  }
  const Type* variable_type(uint32_t slot) const override { return variables_[slot]; }
  const Constant* constant(std::string_view) const override { return nullptr; }
  std::span<const Overload* const> overloads(std::string_view, bool) const override {
    return overloads_;
  }

 private:
  void add(std::vector<const Type*> parameters, const Type* result) {
    auto overload = std::make_unique<Overload>();
    overload->function = "f";
    overload->parameters = std::move(parameters);
    overload->result = result;
    overloads_.push_back(overload.get());
    kept_.push_back(std::move(overload));
  }

  TypeArena types_;
  std::vector<const Type*> variables_;
  std::vector<std::unique_ptr<Overload>> kept_;
  std::vector<const Overload*> overloads_;
};

}  // namespace
}  // namespace seawall::cel

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view source(reinterpret_cast<const char*>(data), size);
  seawall::cel::ParseLimits limits;
  seawall::Result<seawall::cel::Ast> ast = seawall::cel::parse(source, limits);
  if (!ast) return 0;
  CHECK(ast->exprs.size() <= limits.nodes);
  for (const seawall::cel::Expr& expr : ast->exprs) CHECK(expr.offset <= size);
  CHECK(!seawall::cel::ast_text(*ast).empty());
  static const seawall::cel::FewDeclarations declarations;
  seawall::cel::CheckedAst checked = seawall::cel::check(std::move(ast).value(), declarations);
  CHECK(checked.mistakes.size() <= seawall::cel::CheckedAst::kMostMistakes);
  seawall::cel::mistakes_text(checked);
  for (const seawall::cel::Type* type : checked.types_of) seawall::cel::type_name(*type);
  CHECK(seawall::cel::resolve_unchecked(std::move(checked.ast), declarations).mistakes.empty());
  return 0;
}
