// Facts about what makes pods.
#include <algorithm>

#include "model/facts_permissions.h"
#include "model/facts_policies.h"
#include "model/facts_selecting.h"
#include "model/facts_values.h"

namespace seawall::model {
namespace {

using cel::Value;

Value selecting(const FactContext& context, const SelectingIndex& index) {
  std::vector<Id> out;
  for (const Pods& pods : context.pods) index.selecting(pods, context.work, out);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return object_list(context, out);
}

Value services(const FactContext& context) {
  return selecting(context, context.index.services());
}

Value budgets(const FactContext& context) {
  return selecting(context, context.index.budgets());
}

Value policies(const FactContext& context, bool all_kinds) {
  std::vector<Id> out;
  for (const Pods& pods : context.pods)
    for (const Policy* policy : context.index.policies().selecting(pods, context.work))
      if (all_kinds || policy->language == Policy::Language::kKubernetes)
        out.push_back(policy->object);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return object_list(context, out);
}

Value network_policies(const FactContext& context) {
  return policies(context, false);
}

Value all_policies(const FactContext& context) {
  return policies(context, true);
}

// Every pod that it makes is selected for the direction.
Value isolated(const FactContext& context, bool Policy::*direction) {
  auto is_isolated = [&](const Pods& pods) {
    std::vector<const Policy*> all = context.index.policies().selecting(pods, context.work);
    return std::any_of(all.begin(), all.end(),
                       [&](const Policy* policy) { return policy->*direction; });
  };
  return Value::boolean(std::all_of(context.pods.begin(), context.pods.end(), is_isolated));
}

Value ingress_isolated(const FactContext& context) {
  return isolated(context, &Policy::ingress);
}

Value egress_isolated(const FactContext& context) {
  return isolated(context, &Policy::egress);
}

const kube::Object* account_of(const FactContext& context, const Pods& pods) {
  return context.index.find("", "ServiceAccount", context.name_space, pods.service_account());
}

Value service_account(const FactContext& context) {
  return object_or_null(account_of(context, context.pods[0]));
}

Value automounts_token(const FactContext& context) {
  constexpr std::string_view kField = "automountServiceAccountToken";
  auto gets_token = [&](const Pods& pods) {
    const doc::Node* written = pods.spec->find(kField);
    if (written && written->kind() == doc::Kind::kBool) return written->as_bool();
    const kube::Object* account = account_of(context, pods);
    return !account || (*account->root)[kField].as_bool(true);
  };
  return Value::boolean(std::any_of(context.pods.begin(), context.pods.end(), gets_token));
}

Value rules(const FactContext& context) {
  return rules_of_account(context, context.pods[0].service_account());
}

Value autoscalers(const FactContext& context) {
  std::vector<Id> all =
      context.index.autoscalers_of(context.name_space, context.object.kind, context.object.name);
  std::erase_if(all, [&](Id id) {
    const doc::Node& target = context.index.object(id).spec()["scaleTargetRef"];
    return group_of(target.text("apiVersion")) != context.object.group;
  });
  return object_list(context, all);
}

Value owner(const FactContext& context) {
  return object_or_null(context.index.owner_of(context.object));
}

}  // namespace

std::span<const Fact> facts_of_workloads() {
  static constexpr Fact kFacts[] = {
      {"services", services},
      {"networkPolicies", network_policies},
      {"policies", all_policies},
      {"ingressIsolated", ingress_isolated},
      {"egressIsolated", egress_isolated},
      {"serviceAccount", service_account},
      {"automountsToken", automounts_token},
      {"rules", rules},
      {"exposures", exposures},
      {"configMaps", config_maps},
      {"secrets", secrets},
      {"persistentVolumeClaims", volume_claims},
      {"horizontalPodAutoscalers", autoscalers},
      {"podDisruptionBudgets", budgets},
      {"owner", owner},
  };
  return kFacts;
}

}  // namespace seawall::model
