#include "policy/compiled_policy.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "policy/match_resources.h"

namespace seawall::policy {
namespace {

const cel::Type* authorizer_type() {
  static cel::TypeArena arena;
  static const cel::Type* const type = arena.opaque("kubernetes.authorization.Authorizer");
  return type;
}

// Compiles the expressions of one policy; errors name the field.
class PolicyCompiler {
 public:
  PolicyCompiler(const kube::Object& policy, const cel::Environment& environment)
      : spec_(policy.spec()), environment_(environment) {
    out_.name = policy.name;
  }

  Result<CompiledPolicy> compile() {
    TRY(read_matching());
    TRY(read_param_kind());
    out_.conditions = TRY(named("matchConditions", "name", "expression", cel::bool_type()));
    out_.variables = TRY(named("variables", "name", "expression", nullptr));
    TRY(read_validations());
    out_.annotations = TRY(named("auditAnnotations", "key", "valueExpression", nullptr));
    if (out_.validations.empty() && out_.annotations.empty())
      return Error(Code::kInvalid, "spec has neither 'validations' nor 'auditAnnotations'");
    return std::move(out_);
  }

 private:
  Status read_matching() {
    std::string_view policy = spec_.text("failurePolicy");
    if (policy != "" && policy != "Fail" && policy != "Ignore")
      return Error::make(Code::kInvalid, "spec.failurePolicy: '{}' is neither Fail nor Ignore",
                         printable(policy, 40));
    out_.fails_closed = policy != "Ignore";
    out_.constraints = &spec_["matchConstraints"];
    if (!out_.constraints->is_object())
      return Error(Code::kInvalid, "spec.matchConstraints is missing");
    return check_match_resources(*out_.constraints).context("spec.matchConstraints");
  }

  Status read_param_kind() {
    const doc::Node* kind = spec_.find("paramKind");
    if (!kind || kind->is_null()) return {};
    out_.has_param_kind = true;
    out_.param_kind = kind->text("kind");
    std::string_view version = kind->text("apiVersion");
    std::optional<Halves> halves = split_once(version, "/");
    out_.param_group = halves ? halves->first : std::string_view();
    out_.param_version = halves ? halves->second : version;
    if (out_.param_kind.empty() || version.empty())
      return Error(Code::kInvalid, "spec.paramKind needs 'apiVersion' and 'kind'");
    return {};
  }

  Result<cel::Program> program(const doc::Node& node, std::string_view field,
                               std::string_view place, const cel::Type* expected) const {
    const doc::Node* expression = node.find(field);
    if (!expression || !expression->is_string() || trim(expression->as_string()).empty())
      return Error::make(Code::kInvalid, "{}.{} is missing", place, field);
    return environment_.compile(expression->as_string(), expected).context("{}.{}", place, field);
  }

  Result<std::vector<cel::NamedProgram>> named(std::string_view list, std::string_view name_field,
                                               std::string_view expression_field,
                                               const cel::Type* expected) const {
    std::vector<cel::NamedProgram> out;
    for (const doc::Node& item : spec_[list].items()) {
      std::string place = fmt::format("spec.{}[{}]", list, out.size());
      std::string name(item.text(name_field));
      if (name.empty()) return Error::make(Code::kInvalid, "{}.{} is missing", place, name_field);
      auto same = [&](const cel::NamedProgram& other) { return other.name == name; };
      if (std::any_of(out.begin(), out.end(), same))
        return Error::make(Code::kInvalid, "{}.{}: '{}' comes twice", place, name_field,
                           printable(name, 60));
      out.push_back({name, TRY(program(item, expression_field, place, expected))});
    }
    return out;
  }

  Status read_validations() {
    constexpr std::array<std::string_view, 5> kReasons = {"", "Invalid", "Forbidden",
                                                          "Unauthorized", "RequestEntityTooLarge"};
    for (const doc::Node& item : spec_["validations"].items()) {
      std::string place = fmt::format("spec.validations[{}]", out_.validations.size());
      Validation validation{TRY(program(item, "expression", place, cel::bool_type())), std::nullopt,
                            std::string(item.text("message")), std::string(item.text("reason"))};
      if (std::find(kReasons.begin(), kReasons.end(), validation.reason) == kReasons.end())
        return Error::make(Code::kInvalid, "{}.reason: '{}' is not known", place,
                           printable(validation.reason, 40));
      if (!item.text("messageExpression").empty())
        validation.message_program =
            TRY(program(item, "messageExpression", place, cel::string_type()));
      out_.validations.push_back(std::move(validation));
    }
    return {};
  }

  const doc::Node& spec_;
  const cel::Environment& environment_;
  CompiledPolicy out_;
};

}  // namespace

Result<cel::Environment> policy_environment() {
  cel::EnvironmentOptions options;
  options.variables.resize(kSlots);
  options.variables[kObject] = {"object"};
  options.variables[kOldObject] = {"oldObject"};
  options.variables[kRequest] = {"request"};
  options.variables[kParams] = {"params"};
  options.variables[kNamespaceObject] = {"namespaceObject"};
  options.variables[kVariables] = {"variables"};
  options.variables[kAuthorizer] = {"authorizer", authorizer_type()};
  return cel::Environment::create(std::move(options));
}

Result<CompiledPolicy> compile_policy(const kube::Object& policy,
                                      const cel::Environment& environment) {
  return PolicyCompiler(policy, environment).compile().context("policy {}", printable(policy.name));
}

}  // namespace seawall::policy
