#include "policy/binding.h"

#include <algorithm>

#include "base/text.h"
#include "kube/label_selector.h"
#include "policy/match_resources.h"

namespace seawall::policy {
namespace {

Result<std::vector<Action>> read_actions(const doc::Node& list) {
  std::vector<Action> out;
  for (const doc::Node& item : list.items()) {
    std::string_view word = item.as_string();
    if (word == "Deny") {
      out.push_back(Action::kDeny);
    } else if (word == "Warn") {
      out.push_back(Action::kWarn);
    } else if (word == "Audit") {
      out.push_back(Action::kAudit);
    } else {
      return Error::make(Code::kInvalid, "spec.validationActions: no action '{}'",
                         printable(word, 40));
    }
  }
  auto has = [&](Action action) { return std::find(out.begin(), out.end(), action) != out.end(); };
  if (out.empty()) return Error(Code::kInvalid, "spec.validationActions is missing");
  if (has(Action::kDeny) && has(Action::kWarn))
    return Error(Code::kInvalid, "spec.validationActions: Deny and Warn exclude each other");
  return out;
}

std::string kind_key(std::string_view group, std::string_view version, std::string_view kind) {
  return fmt::format("{}/{}/{}", group, version, kind);
}

bool is_in_namespace(const kube::Object& object, const doc::Node& reference,
                     const Request& request) {
  if (kube::is_cluster_scoped(object)) return true;
  std::string_view wanted = reference.text("namespace");
  if (!wanted.empty()) return kube::namespace_of(object) == wanted;
  // Custom kinds may be cluster-scoped: without a namespace of their own they are found anywhere.
  if (object.name_space.empty()) return true;
  return object.name_space == request.name_space;
}

}  // namespace

Result<Binding> read_binding(const kube::Object& object) {
  const doc::Node& spec = object.spec();
  Binding binding;
  binding.name = object.name;
  binding.policy = spec.text("policyName");
  auto read = [&]() -> Status {
    if (binding.policy.empty()) return Error(Code::kInvalid, "spec.policyName is missing");
    binding.actions = TRY(read_actions(spec["validationActions"]));
    const doc::Node* resources = spec.find("matchResources");
    if (resources && !resources->is_null()) {
      TRY(check_match_resources(*resources).context("spec.matchResources"));
      binding.resources = resources;
    }
    const doc::Node* reference = spec.find("paramRef");
    if (!reference || reference->is_null()) return {};
    if (reference->text("name").empty() == (reference->find("selector") == nullptr))
      return Error(Code::kInvalid, "spec.paramRef needs either 'name' or 'selector'");
    binding.param_ref = reference;
    return kube::check_label_selector((*reference)["selector"]).context("spec.paramRef.selector");
  };
  TRY(read().context("binding {}", printable(object.name)));
  return binding;
}

Parameters::Parameters(std::span<const kube::Object> objects) {
  for (const kube::Object& object : objects)
    by_kind_[kind_key(object.group, object.version, object.kind)].push_back(&object);
  for (auto& [kind, list] : by_kind_) {
    (void)kind;
    std::stable_sort(list.begin(), list.end(), [](const auto* a, const auto* b) {
      return std::tie(a->name_space, a->name) < std::tie(b->name_space, b->name);
    });
  }
}

Parameters::Found Parameters::find(const CompiledPolicy& policy, const Binding& binding,
                                   const Request& request) const {
  Found found;
  if (!binding.param_ref) return found;
  const doc::Node& reference = *binding.param_ref;
  if (!policy.has_param_kind) {
    found.error = "the binding has a paramRef, the policy no paramKind";
    return found;
  }
  std::string_view name = reference.text("name");
  auto of_kind =
      by_kind_.find(kind_key(policy.param_group, policy.param_version, policy.param_kind));
  if (of_kind != by_kind_.end())
    for (const kube::Object* object : of_kind->second) {
      bool fits = name.empty() ? kube::selects(reference["selector"], object->metadata()["labels"])
                               : object->name == name;
      if (fits && is_in_namespace(*object, reference, request)) found.objects.push_back(object);
    }
  if (!found.objects.empty()) return found;
  if (reference.text("parameterNotFoundAction") == "Allow") {
    found.skip = true;
  } else {
    found.error = "no params found for policy binding with `Deny` parameterNotFoundAction";
  }
  return found;
}

}  // namespace seawall::policy
