// cel-spec's conformance tests: every *.textproto below the folder (tests/simple/testdata there),
// each a cel.expr.conformance.test.SimpleTestFile. A case is compiled, checked unless it says not
// to, and run over its bindings. Expected is one of
//  - value, or result and deduced_type; nothing stands for `true`. Compared down to the kind of
//    every number;
//  - eval_error, any_eval_errors: the evaluation must end in an error, whatever its text, which is
//    that of no implementation. An expression that does not compile is no such error, unless the
//    text expected is the checker's own;
//  - unknown, any_unknowns: there are no unknown values here, skipped.
// Messages of protobuf are not a part of the language here. What makes or names one, or an enum or
// extension of one, is skipped. All libraries are there at once, as cel-go's own run has it.
#include <deque>

#include "base/file.h"
#include "base/text.h"
#include "cel/environment.h"
#include "conformance/cel_spec_values.h"
#include "conformance/suite.h"

namespace seawall::conformance {

namespace {

using cel::ExprId;
using cel::ExprKind;

// The packages of the messages that the tests use, of today and of older editions; then a digit.
constexpr std::string_view kPackages[] = {"cel.expr.conformance.proto",
                                          "google.api.expr.test.v1.proto"};

bool names_message(std::string_view name) {
  for (std::string_view package : kPackages)
    if (name.starts_with(package)) return true;
  return false;
}

// The same for a name as it stands in a container. Messages and enums begin with a capital; other
// names may be variables.
bool names_message(std::string_view name, std::string_view container) {
  if (name.starts_with('.')) return names_message(name.substr(1));
  if (names_message(name)) return true;
  for (size_t end = container.size(); end != 0;) {
    std::string whole = fmt::format("{}.{}", container.substr(0, end), name);
    for (std::string_view package : kPackages) {
      size_t first = package.size() + 2;  // after "2."
      if (whole.starts_with(package) && first < whole.size() && is_upper(whole[first])) return true;
    }
    size_t dot = container.substr(0, end).rfind('.');
    end = dot == std::string_view::npos ? 0 : dot;
  }
  return false;
}

// One test with what its declarations point into.
class SpecCase {
 public:
  explicit SpecCase(const TextprotoField& test) : test_(test) {}

  // Empty when the case passes; kUnsupported when it is to be skipped.
  Result<std::string> run();

 private:
  bool is_set(std::string_view flag) const { return test_[flag].text == "true"; }
  // What of the expression needs a message type; empty when nothing does.
  std::string needs_message(const cel::Ast& ast) const;
  bool is_declared(std::string_view name) const;
  Status declare();
  Status declare_function(const std::string& name, const TextprotoField& function);
  std::string uncompiled(const std::string& message) const;
  Status bind(cel::Evaluation& evaluation, const cel::Environment& environment);
  std::string compare_type(const cel::Type& got, const TextprotoField& expected);
  Result<std::string> evaluate(const cel::Environment& environment, const cel::Program& program);

  const TextprotoField& test_;
  cel::TypeArena types_;
  cel::Memory memory_;
  std::deque<std::string> texts_;
  cel::EnvironmentOptions options_;
};

// The names that an expression starts from, and the messages that it makes.
std::string SpecCase::needs_message(const cel::Ast& ast) const {
  for (ExprId id = 0; id < ast.exprs.size(); ++id) {
    const cel::Expr& expr = ast[id];
    if (expr.kind == ExprKind::kMessage) return fmt::format("makes a message {}", expr.text);
    std::string name(expr.text);
    if (expr.kind == ExprKind::kSelect) {
      const cel::Expr* at = &expr;
      while (at->kind == ExprKind::kSelect) {
        at = &ast[ast.child(*at, 0)];
        name = fmt::format("{}.{}", at->text, name);
      }
      if (at->kind != ExprKind::kIdent) continue;
    } else if (expr.kind != ExprKind::kIdent && expr.kind != ExprKind::kCall) {
      continue;
    }
    if (!is_declared(name) && names_message(name, test_["container"].text))
      return fmt::format("names {}, of a protobuf package", name);
  }
  return "";
}

bool SpecCase::is_declared(std::string_view name) const {
  for (const TextprotoField& field : test_.fields)
    if (field.name == "type_env" && field["name"].text == name) return true;
  return false;
}

cel::Value no_implementation(cel::Call& call) {
  return make_error(cel::ErrorCode::kInvalid, "a function that is only declared", call.memory);
}

Status SpecCase::declare_function(const std::string& name, const TextprotoField& function) {
  for (const TextprotoField& field : function.fields) {
    if (field.name != "overloads") continue;
    cel::Overload overload;
    overload.function = texts_.emplace_back(name);
    overload.id = texts_.emplace_back(field["overload_id"].text);
    overload.member = field["is_instance_function"].text == "true";
    for (const TextprotoField& each : field.fields)
      if (each.name == "params") overload.parameters.push_back(TRY(spec_type(each, types_)));
    overload.result = TRY(spec_type(field["result_type"], types_));
    overload.implementation = no_implementation;
    options_.functions.push_back(std::move(overload));
  }
  return {};
}

Status SpecCase::declare() {
  for (const TextprotoField& field : test_.fields) {
    if (field.name != "type_env") continue;
    const std::string& name = field["name"].text;
    if (field.has("function")) {
      TRY(declare_function(name, field["function"]));
    } else {
      options_.variables.push_back({name, TRY(spec_type(field["ident"]["type"], types_))});
    }
  }
  // Without the checker, a binding is all that there is.
  for (const TextprotoField& field : test_.fields) {
    const std::string& name = field["key"].text;
    if (field.name == "bindings" && is_set("disable_check") && !is_declared(name))
      options_.variables.push_back({name, cel::dyn_type()});
  }
  options_.all_libraries = true;
  options_.container = test_["container"].text;
  options_.parse.macros = !is_set("disable_macros");
  return {};
}

Status SpecCase::bind(cel::Evaluation& evaluation, const cel::Environment& environment) {
  for (const TextprotoField& field : test_.fields) {
    if (field.name != "bindings") continue;
    const TextprotoField& bound = field["value"];
    if (bound.has("unknown")) return Error(Code::kUnsupported, "an unknown value");
    cel::Value value = bound.has("error")
                           ? make_error(cel::ErrorCode::kInvalid, "a bound error", memory_)
                           : TRY(spec_value(bound["value"], types_, memory_));
    const std::vector<cel::Variable>& variables = environment.variables();
    for (uint32_t slot = 0; slot < variables.size(); ++slot)
      if (variables[slot].name == field["key"].text) evaluation.bind(slot, value);
  }
  return {};
}

Result<std::string> SpecCase::evaluate(const cel::Environment& environment,
                                       const cel::Program& program) {
  cel::Evaluation evaluation(environment);
  TRY(bind(evaluation, environment));
  cel::Value got = evaluation.run(program);
  std::string text = got.is_error() ? "error: " + error_text(got.as_error())
                                    : to_text(got, evaluation.memory(), 400);
  if (test_.has("unknown") || test_.has("any_unknowns"))
    return Error(Code::kUnsupported, "expects an unknown value");
  if (test_.has("eval_error") || test_.has("any_eval_errors"))
    return got.is_error() ? "" : "want an error, got " + text;
  cel::Value want = cel::Value::boolean(true);
  if (test_.has("value")) want = TRY(spec_value(test_["value"], types_, memory_));
  if (test_.has("typed_result")) {
    if (!test_["typed_result"].has("result")) return std::string();
    want = TRY(spec_value(test_["typed_result"]["result"], types_, memory_));
  }
  if (is_same_value(want, got, memory_)) return std::string();
  return fmt::format("want {} of type {}, got {} of type {}", to_text(want, memory_, 400),
                     type_name(*type_of(want)), text, type_name(*type_of(got)));
}

std::string SpecCase::compare_type(const cel::Type& got, const TextprotoField& expected) {
  Result<const cel::Type*> want = spec_type(expected, types_);
  if (!want) return want.error().message();
  if (same_type(**want, got)) return "";
  return fmt::format("want the type {}, got {}", type_name(**want), type_name(got));
}

// The checker's refusal may be what the case is about.
std::string SpecCase::uncompiled(const std::string& message) const {
  for (const TextprotoField& error : test_["eval_error"].fields) {
    const std::string& wanted = error["message"].text;
    if (!wanted.empty() && message.find(wanted) != std::string::npos) return "";
  }
  return "does not compile: " + message;
}

Result<std::string> SpecCase::run() {
  const std::string& source = test_["expr"].text;
  TRY(declare());
  cel::Environment environment = TRY(cel::Environment::create(options_));
  if (Result<cel::Ast> ast = cel::parse(source, options_.parse)) {
    std::string why = needs_message(*ast);
    if (!why.empty()) return Error(Code::kUnsupported, why);
  }
  bool checked = !is_set("disable_check");
  Result<cel::Program> program =
      checked ? environment.compile(source) : environment.compile_unchecked(source);
  if (!program) return uncompiled(program.error().message());
  const TextprotoField& typed = test_["typed_result"];
  if (checked && typed.has("deduced_type")) {
    std::string difference = compare_type(*program->type(), typed["deduced_type"]);
    if (!difference.empty()) return difference;
  }
  if (is_set("check_only")) return std::string();
  return evaluate(environment, *program);
}

void run_case(const TextprotoField& test, const std::string& where, Outcomes& outcomes) {
  Result<std::string> difference = SpecCase(test).run();
  if (difference) {
    outcomes.check(difference->empty(), where,
                   fmt::format("{}: {}", test["expr"].text, *difference));
  } else if (difference.error().code() == Code::kUnsupported) {
    outcomes.skip(where, difference.error().message());
  } else {
    outcomes.fail(where, difference.error().message());
  }
}

Status run(const std::string& path, Outcomes& outcomes) {
  std::vector<std::string> files = TRY(files_below(path, ".textproto"));
  if (files.empty()) return Error::make(Code::kNotFound, "no cel-spec tests below {}", path);
  for (const std::string& file : files) {
    std::string text = TRY(read_file(file, TextprotoLimits().bytes));
    Result<TextprotoField> tests = parse_textproto(text);
    if (!tests) {
      outcomes.fail(file, tests.error().message());
      continue;
    }
    for (const TextprotoField& section : tests->fields) {
      if (section.name != "section") continue;
      for (const TextprotoField& test : section.fields) {
        if (test.name != "test") continue;
        run_case(
            test,
            fmt::format("{}:{} {}/{}", file, test.line, section["name"].text, test["name"].text),
            outcomes);
      }
    }
  }
  return {};
}

}  // namespace

const Suite& cel_spec_suite() {
  static const Suite suite{"cel-spec", "google/cel-spec's tests/simple folder", run};
  return suite;
}

}  // namespace seawall::conformance
