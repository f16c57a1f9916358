// Kubernetes' authorizer library (k8s.io/apiserver/pkg/cel/library/authz.go), with the selectors.
#include <cmath>

#include "base/text.h"
#include "cel/authorizer.h"
#include "cel/library_support.h"
#include "cel/named_format.h"

namespace seawall::cel {

namespace {

constexpr Type kAuthorizerType{TypeKind::kOpaque, "kubernetes.authorization.Authorizer", {}};
constexpr Type kPathCheckType{TypeKind::kOpaque, "kubernetes.authorization.PathCheck", {}};
constexpr Type kGroupCheckType{TypeKind::kOpaque, "kubernetes.authorization.GroupCheck", {}};
constexpr Type kResourceCheckType{TypeKind::kOpaque, "kubernetes.authorization.ResourceCheck", {}};
constexpr Type kDecisionType{TypeKind::kOpaque, "kubernetes.authorization.Decision", {}};

constexpr uint64_t kCheckCost = 350'000;  // two checks an expression, no more

// A question under construction: authorizer, path, group and resource checks differ in their type,
// that is, in which functions take them.
class QuestionValue final : public Opaque {
 public:
  QuestionValue(const Type* type, const Authorizer& authorizer, const AuthorizerQuestion& question)
      : authorizer(authorizer), question(question), type_(type) {}
  const Type* type() const override { return type_; }
  bool equals(const Opaque& other) const override { return this == &other; }
  std::string text() const override {
    return std::string(question.is_resource ? question.resource.resource : question.path);
  }

  const Authorizer& authorizer;
  const AuthorizerQuestion question;

 private:
  const Type* type_;
};

class DecisionValue final : public Opaque {
 public:
  explicit DecisionValue(const AuthorizerDecision& decision) : decision(decision) {}
  const Type* type() const override { return &kDecisionType; }
  bool equals(const Opaque& other) const override { return this == &other; }
  std::string text() const override { return decision.is_allowed ? "allowed" : "not allowed"; }

  const AuthorizerDecision decision;
};

Value with(Call& call, const Type* type, const AuthorizerQuestion& question) {
  return make_opaque<QuestionValue>(call.memory, type, opaque_of<QuestionValue>(call[0]).authorizer,
                                    question);
}

AuthorizerQuestion question_of(Call& call) {
  return opaque_of<QuestionValue>(call[0]).question;
}

Value path(Call& call) {
  AuthorizerQuestion question = question_of(call);
  question.path = call[1].as_text();
  if (trim(question.path).empty()) return invalid(call.memory, "path must not be empty");
  return with(call, &kPathCheckType, question);
}

Value group(Call& call) {
  AuthorizerQuestion question = question_of(call);
  question.is_resource = true;
  question.resource.group = call[1].as_text();
  return with(call, &kGroupCheckType, question);
}

Value resource(Call& call) {
  AuthorizerQuestion question = question_of(call);
  question.resource.resource = call[1].as_text();
  if (trim(question.resource.resource).empty())
    return invalid(call.memory, "resource must not be empty");
  return with(call, &kResourceCheckType, question);
}

template <std::string_view AuthorizerResource::*part>
Value set_resource_part(Call& call) {
  AuthorizerQuestion question = question_of(call);
  question.resource.*part = call[1].as_text();
  return with(call, &kResourceCheckType, question);
}

template <std::string_view AuthorizerQuestion::*selector>
Value set_selector(Call& call) {
  AuthorizerQuestion question = question_of(call);
  question.*selector = call[1].as_text();
  return with(call, &kResourceCheckType, question);
}

// authorizer.serviceAccount(NAMESPACE, NAME): asks for that account from here on.
Value service_account(Call& call) {
  std::string_view space = call[1].as_text();
  std::string_view name = call[2].as_text();
  if (!check_dns1123_subdomain(name).empty())
    return invalid(call.memory, "Invalid service account name");
  if (!check_dns1123_label(space).empty())
    return invalid(call.memory, "Invalid service account namespace");
  Value full_name = make_string({"system:serviceaccount:", space, ":", name}, call.memory);
  Value own_group = make_string({"system:serviceaccounts:", space}, call.memory);
  auto* groups = call.memory.allocate<std::string_view>(2);
  if (full_name.is_error() || own_group.is_error() || !groups) return out_of_memory();
  groups[0] = "system:serviceaccounts";
  groups[1] = own_group.as_text();
  AuthorizerQuestion question;
  question.user = {.name = full_name.as_text(), .groups = {groups, 2}};
  return with(call, &kAuthorizerType, question);
}

Value check(Call& call) {
  AuthorizerQuestion question = question_of(call);
  question.verb = call[1].as_text();
  const Authorizer& authorizer = opaque_of<QuestionValue>(call[0]).authorizer;
  return make_opaque<DecisionValue>(call.memory, authorizer.authorize(question, call.memory));
}

const AuthorizerDecision& decision_of(Call& call) {
  return opaque_of<DecisionValue>(call[0]).decision;
}
Value errored(Call& call) {
  return Value::boolean(decision_of(call).error.has_value());
}
Value error(Call& call) {
  return Value::string(decision_of(call).error.value_or(""));
}
Value allowed(Call& call) {
  return Value::boolean(decision_of(call).is_allowed);
}
Value reason(Call& call) {
  return Value::string(decision_of(call).reason);
}

uint64_t cost_of_check(std::span<const Value>, const Value&) {
  return kCheckCost;
}

// A list of requirements, each of two characters at the least: 50 for every struct and list made.
uint64_t cost_of_selector(std::span<const Value> arguments, const Value&) {
  constexpr uint64_t kList = 10, kRequirement = 50;
  uint64_t length = size_for_cost(arguments[1]);
  return kList + part_of(length, 10) + part_of(length, 2) * kRequirement;
}

std::vector<Overload> overloads(TypeArena&) {
  const Type* text = string_type();
  const Type* check_type = &kResourceCheckType;
  OverloadList list;
  list.member("path", "authorizer_path", {&kAuthorizerType, text}, &kPathCheckType, path);
  list.member("group", "authorizer_group", {&kAuthorizerType, text}, &kGroupCheckType, group);
  list.member("serviceAccount", "authorizer_serviceaccount", {&kAuthorizerType, text, text},
              &kAuthorizerType, service_account);
  list.member("resource", "groupcheck_resource", {&kGroupCheckType, text}, check_type, resource);
  list.member("subresource", "resourcecheck_subresource", {check_type, text}, check_type,
              set_resource_part<&AuthorizerResource::subresource>);
  list.member("namespace", "resourcecheck_namespace", {check_type, text}, check_type,
              set_resource_part<&AuthorizerResource::space>);
  list.member("name", "resourcecheck_name", {check_type, text}, check_type,
              set_resource_part<&AuthorizerResource::name>);
  list.member("fieldSelector", "authorizer_fieldselector", {check_type, text}, check_type,
              set_selector<&AuthorizerQuestion::field_selector>, cost_of_selector);
  list.member("labelSelector", "authorizer_labelselector", {check_type, text}, check_type,
              set_selector<&AuthorizerQuestion::label_selector>, cost_of_selector);
  list.member("check", "pathcheck_check", {&kPathCheckType, text}, &kDecisionType, check,
              cost_of_check);
  list.member("check", "resourcecheck_check", {check_type, text}, &kDecisionType, check,
              cost_of_check);
  list.member("errored", "decision_errored", {&kDecisionType}, bool_type(), errored);
  list.member("error", "decision_error", {&kDecisionType}, text, error);
  list.member("allowed", "decision_allowed", {&kDecisionType}, bool_type(), allowed);
  list.member("reason", "decision_reason", {&kDecisionType}, text, reason);
  return list.take();
}

}  // namespace

const Type* authorizer_type() {
  return &kAuthorizerType;
}
const Type* resource_check_type() {
  return &kResourceCheckType;
}

Value make_authorizer(const Authorizer& authorizer, const AuthorizerUser& user, Memory& memory) {
  return make_opaque<QuestionValue>(memory, &kAuthorizerType, authorizer,
                                    AuthorizerQuestion{.user = user, .verb = {}});
}

Value make_request_resource(const Authorizer& authorizer, const AuthorizerUser& user,
                            const AuthorizerResource& request, Memory& memory) {
  AuthorizerQuestion question{.user = user, .verb = {}, .is_resource = true};
  question.resource = request;
  return make_opaque<QuestionValue>(memory, &kResourceCheckType, authorizer, question);
}

const Library& authorizer_library() {
  static const Library library{.name = "kubernetes.authz",
                               .kubernetes_minor = 27,
                               .kubernetes = true,
                               .overloads = overloads,
                               .constants = nullptr};
  return library;
}

}  // namespace seawall::cel
