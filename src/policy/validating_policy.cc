#include "policy/validating_policy.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "cel/lazy_programs.h"
#include "policy/binding.h"
#include "policy/compiled_policy.h"
#include "policy/match_resources.h"

namespace seawall::policy {

const char* action_name(Action action) {
  switch (action) {
    case Action::kWarn:
      return "Warn";
    case Action::kAudit:
      return "Audit";
    default:
      return "Deny";
  }
}

bool Review::denied() const {
  return std::any_of(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) {
    return std::find(outcome.actions.begin(), outcome.actions.end(), Action::kDeny) !=
           outcome.actions.end();
  });
}

struct PolicySet::State {
  State(cel::Environment made, Parameters parameters, PolicyOptions given)
      : environment(std::move(made)), parameters(std::move(parameters)), options(given) {}
  cel::Environment environment;
  std::vector<CompiledPolicy> policies;
  std::vector<std::vector<Binding>> bindings;  // by policy
  Parameters parameters;
  PolicyOptions options;
  Diagnostics remarks;
};

namespace {

bool is_admission_kind(const kube::Object& object, std::string_view kind) {
  return object.group == "admissionregistration.k8s.io" && object.kind == kind;
}

}  // namespace

PolicySet::PolicySet(std::unique_ptr<State> state) : state_(std::move(state)) {}
PolicySet::~PolicySet() = default;
PolicySet::PolicySet(PolicySet&&) noexcept = default;
PolicySet& PolicySet::operator=(PolicySet&&) noexcept = default;

Result<PolicySet> PolicySet::create(std::span<const kube::Object> objects, PolicyOptions options) {
  auto state = std::make_unique<State>(TRY(policy_environment()), Parameters(objects), options);
  std::map<std::string, size_t, std::less<>> by_name;
  for (const kube::Object& object : objects) {
    if (!is_admission_kind(object, "ValidatingAdmissionPolicy")) continue;
    CompiledPolicy policy = TRY(compile_policy(object, state->environment));
    if (!by_name.emplace(policy.name, state->policies.size()).second)
      return Error::make(Code::kInvalid, "policy {}: the name comes twice", printable(policy.name));
    state->policies.push_back(std::move(policy));
  }
  state->bindings.resize(state->policies.size());
  for (const kube::Object& object : objects) {
    if (!is_admission_kind(object, "ValidatingAdmissionPolicyBinding")) continue;
    Binding binding = TRY(read_binding(object));
    auto found = by_name.find(binding.policy);
    if (found == by_name.end()) {
      state->remarks.push_back({Code::kNotFound, "",
                                fmt::format("binding {}: there is no policy {}",
                                            printable(binding.name), printable(binding.policy)),
                                object.position().line, false});
      continue;
    }
    state->bindings[found->second].push_back(std::move(binding));
  }
  for (size_t i = 0; i < state->policies.size(); ++i) {
    if (!state->bindings[i].empty()) continue;
    const std::string& name = state->policies[i].name;
    if (options.bind_unbound) {
      state->bindings[i].push_back({"", name, {Action::kDeny}, nullptr, nullptr});
    } else {
      state->remarks.push_back({Code::kNotFound, "",
                                fmt::format("policy {}: no binding enforces it", printable(name)),
                                0, false});
    }
  }
  return PolicySet(std::move(state));
}

size_t PolicySet::policies() const {
  return state_->policies.size();
}
const Diagnostics& PolicySet::remarks() const {
  return state_->remarks;
}

// What is judged just now, and where the answers go.
struct Judged {
  const CompiledPolicy& policy;
  const Binding& binding;
  const kube::Object* parameter;
  Review& review;
};

struct PolicySet::Reviewer::State {
  explicit State(const PolicySet::State& set)
      : set(set), evaluation(set.environment), variables(evaluation) {}

  void bind(const Request& request, const doc::Node& request_node);
  void review_binding(const CompiledPolicy& policy, const Binding& binding, const Request& request,
                      Review& review);
  void review_with(const Judged& judged);
  cel::Value run(const cel::Program& program);
  bool conditions_hold(const Judged& judged);
  void validate(const Judged& judged, size_t index);
  void annotate(const Judged& judged, const cel::NamedProgram& annotation);
  std::string message_of(const Validation& validation);
  void fail(const Judged& judged, std::string message);

  const PolicySet::State& set;
  cel::Evaluation evaluation;
  cel::LazyPrograms variables;
  uint64_t budget = 0;  // cost that is left for the binding at hand
};

void PolicySet::Reviewer::State::bind(const Request& request, const doc::Node& request_node) {
  auto value = [](const doc::Node* node) {
    return node ? cel::Value::from_node(*node) : cel::Value::null();
  };
  evaluation.bind(kObject, value(request.object));
  evaluation.bind(kOldObject, value(request.old_object));
  evaluation.bind(kRequest, cel::Value::from_node(request_node));
  evaluation.bind(kParams, cel::Value::null());
  evaluation.bind(kNamespaceObject, value(request.namespace_object));
}

cel::Value PolicySet::Reviewer::State::run(const cel::Program& program) {
  evaluation.set_cost_limit(std::min(budget, set.options.expression_cost));
  cel::Value value = evaluation.run(program);
  budget -= std::min(budget, evaluation.cost());
  return value;
}

// An expression gave no answer: the failure policy decides.
void PolicySet::Reviewer::State::fail(const Judged& judged, std::string message) {
  if (!judged.policy.fails_closed) {
    judged.review.ignored.push_back(fmt::format("policy {}: {}", judged.policy.name, message));
    return;
  }
  Outcome outcome;
  outcome.policy = judged.policy.name;
  outcome.binding = judged.binding.name;
  outcome.actions = judged.binding.actions;
  outcome.message = std::move(message);
  outcome.reason = "Invalid";
  outcome.parameter = judged.parameter ? judged.parameter->name : "";
  outcome.error = true;
  judged.review.outcomes.push_back(std::move(outcome));
}

// False: the policy does not apply. One condition that is false outweighs the errors of others.
bool PolicySet::Reviewer::State::conditions_hold(const Judged& judged) {
  budget = set.options.conditions_cost;
  std::string error;
  for (const cel::NamedProgram& condition : judged.policy.conditions) {
    cel::Value value = run(condition.program);
    if (value.is_false()) return false;
    if (value.is_true() || !error.empty()) continue;
    error = fmt::format("matchCondition '{}': {}", condition.name,
                        value.is_error() ? cel::error_text(value.as_error()) : "is no bool");
  }
  if (error.empty()) return true;
  fail(judged, std::move(error));
  return false;
}

std::string PolicySet::Reviewer::State::message_of(const Validation& validation) {
  if (validation.message_program) {
    cel::Value value = run(*validation.message_program);
    if (value.kind() == cel::Kind::kString) {
      std::string_view text = trim(value.as_text());
      constexpr size_t kLongest = 5 * 1024;  // as the API server
      if (!text.empty() && text.size() <= kLongest && text.find('\n') == std::string_view::npos)
        return std::string(text);
    }
  }
  if (!validation.message.empty()) return validation.message;
  return fmt::format("failed expression: {}", trim(validation.program.source()));
}

void PolicySet::Reviewer::State::validate(const Judged& judged, size_t index) {
  const Validation& validation = judged.policy.validations[index];
  cel::Value value = run(validation.program);
  if (value.is_true()) return;
  if (!value.is_false()) {
    fail(judged,
         fmt::format("expression '{}' resulted in error: {}", trim(validation.program.source()),
                     value.is_error() ? cel::error_text(value.as_error()) : "no bool"));
    return;
  }
  Outcome outcome;
  outcome.policy = judged.policy.name;
  outcome.binding = judged.binding.name;
  outcome.actions = judged.binding.actions;
  outcome.message = message_of(validation);
  outcome.reason = validation.reason.empty() ? "Invalid" : validation.reason;
  outcome.parameter = judged.parameter ? judged.parameter->name : "";
  outcome.validation = static_cast<uint32_t>(index);
  judged.review.outcomes.push_back(std::move(outcome));
}

void PolicySet::Reviewer::State::annotate(const Judged& judged,
                                          const cel::NamedProgram& annotation) {
  cel::Value value = run(annotation.program);
  if (value.kind() == cel::Kind::kNull) return;
  if (value.kind() == cel::Kind::kString) {
    constexpr size_t kLongest = 10 * 1024;  // as the API server
    std::string_view text = value.as_text().substr(0, kLongest);
    if (!trim(text).empty())
      judged.review.annotations.push_back(
          {fmt::format("{}/{}", judged.policy.name, annotation.name), std::string(text)});
    return;
  }
  fail(judged, fmt::format("auditAnnotation '{}': {}", annotation.name,
                           value.is_error() ? cel::error_text(value.as_error())
                                            : "is neither string nor null"));
}

void PolicySet::Reviewer::State::review_with(const Judged& judged) {
  evaluation.bind(kParams, judged.parameter ? cel::Value::from_node(*judged.parameter->root)
                                            : cel::Value::null());
  variables.begin(judged.policy.variables);
  evaluation.bind(kVariables, cel::Value::lazy_map(&variables));
  if (!conditions_hold(judged)) return;
  budget = set.options.binding_cost;
  for (size_t i = 0; i < judged.policy.validations.size(); ++i) validate(judged, i);
  for (const cel::NamedProgram& annotation : judged.policy.annotations)
    annotate(judged, annotation);
}

void PolicySet::Reviewer::State::review_binding(const CompiledPolicy& policy,
                                                const Binding& binding, const Request& request,
                                                Review& review) {
  if (binding.resources && !matches_resources(*binding.resources, request)) return;
  Judged judged{policy, binding, nullptr, review};
  Parameters::Found found = set.parameters.find(policy, binding, request);
  if (found.skip) return;
  if (!found.error.empty()) {
    fail(judged, std::move(found.error));
    return;
  }
  if (found.objects.empty()) return review_with(judged);
  for (const kube::Object* parameter : found.objects) {
    evaluation.forget();
    review_with({policy, binding, parameter, review});
  }
}

PolicySet::Reviewer::Reviewer(const PolicySet& policies)
    : state_(std::make_unique<State>(*policies.state_)) {}
PolicySet::Reviewer::~Reviewer() = default;

Review PolicySet::Reviewer::review(const Request& request) {
  Review review;
  doc::Document document = request_document(request);
  state_->bind(request, document.root());
  const PolicySet::State& set = state_->set;
  for (size_t i = 0; i < set.policies.size(); ++i) {
    if (!matches_resources(*set.policies[i].constraints, request)) continue;
    for (const Binding& binding : set.bindings[i]) {
      state_->evaluation.forget();
      state_->review_binding(set.policies[i], binding, request, review);
    }
  }
  for (uint32_t slot = 0; slot < kSlots; ++slot) state_->evaluation.unbind(slot);
  return review;
}

}  // namespace seawall::policy
