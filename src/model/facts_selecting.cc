#include "model/facts_selecting.h"

#include "kube/label_selector.h"

namespace seawall::model {
bool is_service(const kube::Object& object) {
  return object.kind == "Service" && object.group.empty();
}

const doc::Node* service_selector(const kube::Object& service) {
  const doc::Node& spec = service.spec();
  const doc::Node* selector = spec.find("selector");
  if (!selector || !selector->is_object() || selector->size() == 0) return nullptr;
  return spec.text("type") == "ExternalName" ? nullptr : selector;
}

const doc::Node* budget_selector(const kube::Object& budget) {
  const doc::Node* selector = budget.spec().find("selector");
  if (!selector || !selector->is_object()) return nullptr;
  bool empty =
      (*selector)["matchLabels"].size() == 0 && (*selector)["matchExpressions"].size() == 0;
  return empty && budget.version == "v1beta1" ? nullptr : selector;
}

SelectingIndex::SelectingIndex(const FactIndex& index, What what) : index_(index), what_(what) {
  bool services = what == What::kServices;
  std::vector<LabelPair> pairs;
  for (Id id : services ? index.names().of_kind("", "Service")
                        : index.names().of_kind("policy", "PodDisruptionBudget")) {
    const kube::Object& object = index.object(id);
    const doc::Node* selector = services ? service_selector(object) : budget_selector(object);
    if (!selector) continue;
    pairs.clear();
    if (services)
      pairs_of_map(*selector, pairs);
    else
      demanded_pairs(*selector, pairs);
    if (services && pairs.empty()) continue;
    selectors_.add(index.name_space(id), pairs, id);
  }
  selectors_.finish();
}

void SelectingIndex::selecting(const Pods& pods, Work& work, std::vector<Id>& out) const {
  std::vector<uint32_t> candidates;
  selectors_.candidates(pods.name_space, *pods.labels, candidates);
  if (!work.spend(candidates.size() + 1)) return;
  for (Id id : candidates) {
    const kube::Object& object = index_.object(id);
    bool selects = what_ == What::kServices ? has_labels(*pods.labels, *service_selector(object))
                                            : kube::selects(*budget_selector(object), *pods.labels);
    if (selects) out.push_back(id);
  }
}

}  // namespace seawall::model
