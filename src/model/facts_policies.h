// Which network policies select given pods, for which directions: those of Kubernetes, Cilium,
// Calico, and the cluster's administrators (AdminNetworkPolicy and its like). Private to this
// folder.
#pragma once

#include <deque>
#include <vector>

#include "model/calico_selector.h"
#include "model/facts_index.h"

namespace seawall::model {

// One rule set of a policy: its spec, or one of Cilium's `specs`.
struct Policy {
  enum class Language : uint8_t { kKubernetes, kCilium, kCalico, kAdmin };
  Id object = kNoId;
  Language language = Language::kKubernetes;
  std::string_view name_space;  // "": of the whole cluster
  const doc::Node* rules = nullptr;
  bool ingress = false, egress = false;  // the directions that it is for

  // Language::kCalico; nullptr: everything. `unreadable` selects nothing.
  const CalicoSelector *selector = nullptr, *namespaces = nullptr, *accounts = nullptr;
  bool unreadable = false;
};

class PolicyIndex {
 public:
  explicit PolicyIndex(const FactIndex& index);

  // Those that select `pods`, in the order of the set.
  std::vector<const Policy*> selecting(const Pods& pods, Work& work) const;
  // The objects that have rules for a namespace (not for the whole cluster).
  std::vector<Id> in(std::string_view name_space) const;
  // Whether some policy selects every pod of the namespace and allows nothing in that direction.
  bool denies_all(std::string_view name_space, bool ingress, Work& work) const;

 private:
  void read(Id id);
  void read_cilium(Id id, const doc::Node& rules);
  void read_calico(Policy policy, bool global);
  const CalicoSelector* parse(const doc::Node& text, Policy& policy);
  bool selects(const Policy& policy, const Pods& pods) const;
  bool admin_selects(const doc::Node& subject, const Pods& pods) const;
  bool selects_every_pod(const Policy& policy, std::string_view name_space) const;
  std::optional<std::string_view> namespace_label(std::string_view name_space,
                                                  std::string_view key) const;
  std::optional<std::string_view> cilium_label(const Pods& pods, std::string_view key) const;
  std::optional<std::string_view> calico_label(const Pods& pods, std::string_view key) const;

  const FactIndex& index_;
  std::vector<Policy> policies_;
  std::deque<CalicoSelector> selectors_;
  SelectorIndex by_pair_;
  std::vector<std::pair<std::string_view, uint32_t>> by_namespace_;  // sorted
};

// Every namespace has it; its value is the name.
constexpr std::string_view kNamespaceNameLabel = "kubernetes.io/metadata.name";

// Whether a namespace with that name (its object, or nullptr) has what a LabelSelector wants.
bool selects_namespace(const doc::Node& selector, std::string_view name,
                       const kube::Object* object);
// A LabelSelector over labels that are looked up.
bool selector_holds(const doc::Node& selector, const LabelLookup& labels);
// No requirement at all.
bool is_empty_selector(const doc::Node& selector);

}  // namespace seawall::model
