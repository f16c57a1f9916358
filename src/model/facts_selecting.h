// Which Services and PodDisruptionBudgets select given pods. Private to this folder.
#pragma once

#include <vector>

#include "model/facts_index.h"

namespace seawall::model {

// The Service itself, of Kubernetes' core group (Knative has a kind of that name).
bool is_service(const kube::Object& object);
// What selects by a Service: nullptr when it selects nothing (no selector, ExternalName).
const doc::Node* service_selector(const kube::Object& service);
// What selects by a PodDisruptionBudget: nullptr when it selects nothing. An empty selector selects
// everything, but nothing under policy/v1beta1.
const doc::Node* budget_selector(const kube::Object& budget);

class SelectingIndex {
 public:
  enum class What { kServices, kBudgets };
  SelectingIndex(const FactIndex& index, What what);
  // Appends those that select `pods`, in the order of the set.
  void selecting(const Pods& pods, Work& work, std::vector<Id>& out) const;

 private:
  const FactIndex& index_;
  What what_;
  SelectorIndex selectors_;
};

}  // namespace seawall::model
