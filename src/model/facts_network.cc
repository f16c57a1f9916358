// Facts about NetworkPolicies, Namespaces, PodDisruptionBudgets and HorizontalPodAutoscalers.
#include <algorithm>

#include "model/facts_policies.h"
#include "model/facts_selecting.h"
#include "model/facts_values.h"

namespace seawall::model {
namespace {

using cel::Value;

Value policy_workloads(const FactContext& context) {
  std::vector<const Pods*> out;
  context.index.pods().select(context.name_space, context.object.spec()["podSelector"],
                              context.work, out);
  return workload_list(context, out);
}

// The namespaces with pods that a selector selects, or might: all that is known of one that was not
// scanned is its name.
template <typename Visit>
void for_each_selected(const FactContext& context, const doc::Node& selector, Visit visit) {
  const FactIndex& index = context.index;
  std::span<const std::string_view> candidates = index.pods().namespaces();
  std::vector<LabelPair> pairs;
  demanded_pairs(selector, pairs);
  for (const LabelPair& pair : pairs) {
    if (pair.key != kNamespaceNameLabel) continue;
    auto range = std::equal_range(candidates.begin(), candidates.end(), pair.value);
    candidates = {range.first, range.second};
  }
  for (std::string_view name : candidates) {
    const kube::Object* object = index.find_namespace(name);
    bool unknown = !object && !index.options().in_cluster;
    if (!context.work.spend(1)) return;
    if ((unknown || selects_namespace(selector, name, object)) && !visit(name)) return;
  }
}

// Whether a peer's podSelector selects some pods, or might.
bool may_select_pods(const FactContext& context, const doc::Node& peer) {
  const doc::Node& namespaces = peer["namespaceSelector"];
  std::vector<const Pods*> found;
  auto look_in = [&](std::string_view name) {
    context.index.pods().select(name, peer["podSelector"], context.work, found);
    return found.empty();
  };
  if (namespaces.is_object())
    for_each_selected(context, namespaces, look_in);
  else
    look_in(context.name_space);
  return !found.empty();
}

Value peers_without_pods(const FactContext& context) {
  constexpr std::pair<std::string_view, std::string_view> kLists[] = {{"ingress", "from"},
                                                                      {"egress", "to"}};
  std::vector<Value> out;
  for (const auto& [rules, peers] : kLists)
    for (const doc::Node& rule : context.object.spec()[rules].items())
      for (const doc::Node& peer : rule[peers].items()) {
        const doc::Node& selector = peer["podSelector"];
        if (!selector.is_object() || is_empty_selector(selector)) continue;
        if (!may_select_pods(context, peer)) out.push_back(Value::from_node(peer));
      }
  return make_list(context, out);
}

Value namespace_policies(const FactContext& context) {
  std::vector<Id> out;
  for (std::string_view group : {"networking.k8s.io", "extensions"})
    for (Id id : context.index.names().in(group, "NetworkPolicy", context.object.name))
      out.push_back(id);
  std::sort(out.begin(), out.end());
  return object_list(context, out);
}

Value all_namespace_policies(const FactContext& context) {
  return object_list(context, context.index.policies().in(context.object.name));
}

Value namespace_workloads(const FactContext& context) {
  std::vector<const Pods*> out;
  for (const Pods& pods : context.index.pods().in(context.object.name)) out.push_back(&pods);
  return workload_list(context, out);
}

Value denies_ingress(const FactContext& context) {
  return Value::boolean(
      context.index.policies().denies_all(context.object.name, true, context.work));
}

Value denies_egress(const FactContext& context) {
  return Value::boolean(
      context.index.policies().denies_all(context.object.name, false, context.work));
}

Value budget_workloads(const FactContext& context) {
  std::vector<const Pods*> out;
  if (const doc::Node* selector = budget_selector(context.object))
    context.index.pods().select(context.name_space, *selector, context.work, out);
  return workload_list(context, out);
}

Value scale_target(const FactContext& context) {
  const doc::Node& target = context.object.spec()["scaleTargetRef"];
  return object_or_null(context.index.find(group_of(target.text("apiVersion")), target.text("kind"),
                                           context.name_space, target.text("name")));
}

}  // namespace

std::span<const Fact> facts_of_network_policy() {
  static constexpr Fact kFacts[] = {{"workloads", policy_workloads},
                                    {"peersWithoutPods", peers_without_pods}};
  return kFacts;
}

std::span<const Fact> facts_of_namespace() {
  static constexpr Fact kFacts[] = {{"networkPolicies", namespace_policies},
                                    {"policies", all_namespace_policies},
                                    {"workloads", namespace_workloads},
                                    {"defaultDenyIngress", denies_ingress},
                                    {"defaultDenyEgress", denies_egress}};
  return kFacts;
}

std::span<const Fact> facts_of_budget() {
  static constexpr Fact kFacts[] = {{"workloads", budget_workloads}};
  return kFacts;
}

std::span<const Fact> facts_of_autoscaler() {
  static constexpr Fact kFacts[] = {{"target", scale_target}};
  return kFacts;
}

}  // namespace seawall::model
