// What a policy selects, and when it is for a direction (after which what it does not allow is
// denied):
//
//   NetworkPolicy      podSelector, in its namespace; policyTypes, else Ingress, and Egress when it
//                      has egress rules (networking.k8s.io/v1, NetworkPolicySpec)
//   Cilium             endpointSelector of `spec` and of each of `specs`; enableDefaultDeny, else
//                      whether there are rules: `ingress: []` is none, `ingress: [{}]` is one that
//                      allows nothing. Label names may say their source ("k8s:app"), and there are
//                      labels for the namespace, its labels and the service account. nodeSelector
//                      selects no pods
//   Calico             selector, serviceAccountSelector, and namespaceSelector of the global kind,
//                      in a language of their own; `types`, else as Kubernetes does
//   administrators'    subject.namespaces or subject.pods; the directions that have rules
#include "model/facts_policies.h"

#include <algorithm>

#include "base/text.h"
#include "kube/label_selector.h"

namespace seawall::model {
namespace {

std::optional<std::string_view> text_of(const doc::Node* label) {
  if (!label || !label->is_string()) return std::nullopt;
  return label->as_string();
}

bool has_text(const doc::Node& list, std::string_view text) {
  auto same = [text](const doc::Node& item) { return item.as_string() == text; };
  return std::any_of(list.items().begin(), list.items().end(), same);
}

// `types` or `policyTypes`, with their default.
void set_directions(Policy& policy, std::string_view field, bool ingress_by_default) {
  const doc::Node& types = (*policy.rules)[field];
  bool has_egress = (*policy.rules)["egress"].size() > 0;
  policy.ingress = types.size() > 0 ? has_text(types, "Ingress") : ingress_by_default;
  policy.egress = types.size() > 0 ? has_text(types, "Egress") : has_egress;
}

// The name of a label without its source; nothing for sources other than Kubernetes.
std::optional<std::string_view> without_source(std::string_view key) {
  std::optional<Halves> halves = split_once(key, ":");
  if (!halves) return key;
  if (halves->first == "k8s" || halves->first == "any") return halves->second;
  return std::nullopt;
}

bool is_derived(std::string_view key) {
  return key.starts_with("io.kubernetes.pod.") || key.starts_with("io.cilium.");
}

// What labels a pod must have for the policy to select it, as written in its language.
void demanded(const Policy& policy, std::vector<LabelPair>& out) {
  if (policy.language == Policy::Language::kKubernetes)
    return demanded_pairs((*policy.rules)["podSelector"], out);
  if (policy.language == Policy::Language::kAdmin)
    return demanded_pairs(policy.rules->at({"subject", "pods", "podSelector"}), out);
  if (policy.language != Policy::Language::kCilium) return;
  demanded_pairs((*policy.rules)["endpointSelector"], out);
  for (LabelPair& pair : out) pair.key = without_source(pair.key).value_or("io.cilium.");
  std::erase_if(out, [](const LabelPair& pair) { return is_derived(pair.key); });
}

bool holds(const doc::Node& requirement, const LabelLookup& labels) {
  const doc::Node* key = requirement.find("key");
  if (!key || !key->is_string()) return false;
  std::string_view operation = requirement.text("operator");
  std::optional<std::string_view> label = labels(key->as_string());
  if (operation == "Exists") return label.has_value();
  if (operation == "DoesNotExist") return !label;
  const doc::Node& values = requirement["values"];
  if (values.size() == 0) return false;
  if (operation == "In") return label && has_text(values, *label);
  return operation == "NotIn" && (!label || !has_text(values, *label));
}

// Rules that allow something, in a list of a direction.
bool allows_something(const Policy& policy, std::string_view direction) {
  std::span<const doc::Node> rules = (*policy.rules)[direction].items();
  auto allows = [&](const doc::Node& rule) {
    if (policy.language == Policy::Language::kCilium) return rule.size() > 0;
    if (policy.language == Policy::Language::kCalico)
      return rule.text("action") != "Deny" && rule.text("action") != "Log";
    return true;
  };
  return std::any_of(rules.begin(), rules.end(), allows);
}

}  // namespace

bool selector_holds(const doc::Node& selector, const LabelLookup& labels) {
  for (const doc::Member& wanted : selector["matchLabels"].members()) {
    std::optional<std::string_view> label = labels(wanted.key);
    if (!label || !wanted.value.is_string() || *label != wanted.value.as_string()) return false;
  }
  std::span<const doc::Node> requirements = selector["matchExpressions"].items();
  return std::all_of(requirements.begin(), requirements.end(),
                     [&](const doc::Node& requirement) { return holds(requirement, labels); });
}

bool is_empty_selector(const doc::Node& selector) {
  return selector["matchLabels"].size() == 0 && selector["matchExpressions"].size() == 0;
}

bool selects_namespace(const doc::Node& selector, std::string_view name,
                       const kube::Object* object) {
  return selector_holds(selector, [&](std::string_view key) -> std::optional<std::string_view> {
    if (key == kNamespaceNameLabel) return name;
    return object ? text_of(object->metadata()["labels"].find(key)) : std::nullopt;
  });
}

PolicyIndex::PolicyIndex(const FactIndex& index) : index_(index) {
  for (Id id = 0; id < index.objects().size(); ++id) read(id);
  for (uint32_t i = 0; i < policies_.size(); ++i) {
    std::vector<LabelPair> pairs;
    demanded(policies_[i], pairs);
    by_pair_.add(policies_[i].name_space, pairs, i);
    by_namespace_.emplace_back(policies_[i].name_space, i);
  }
  by_pair_.finish();
  std::sort(by_namespace_.begin(), by_namespace_.end());
}

void PolicyIndex::read(Id id) {
  const kube::Object& object = index_.object(id);
  if (object.kind.find("NetworkPolicy") == std::string_view::npos) return;
  Policy policy;
  policy.object = id;
  policy.name_space = index_.name_space(id);
  policy.rules = &object.spec();
  if (object.kind == "NetworkPolicy" &&
      (object.group == "networking.k8s.io" || object.group == "extensions")) {
    set_directions(policy, "policyTypes", true);
    policies_.push_back(policy);
  } else if (object.group == "cilium.io" && (object.kind == "CiliumNetworkPolicy" ||
                                             object.kind == "CiliumClusterwideNetworkPolicy")) {
    read_cilium(id, object.spec());
    for (const doc::Node& rules : (*object.root)["specs"].items()) read_cilium(id, rules);
  } else if ((object.group == "projectcalico.org" || object.group == "crd.projectcalico.org") &&
             (object.kind == "NetworkPolicy" || object.kind == "GlobalNetworkPolicy")) {
    read_calico(policy, object.kind == "GlobalNetworkPolicy");
  } else if (object.group == "policy.networking.k8s.io") {
    policy.language = Policy::Language::kAdmin;
    policy.name_space = {};
    policy.ingress = object.spec()["ingress"].size() > 0;
    policy.egress = object.spec()["egress"].size() > 0;
    policies_.push_back(policy);
  }
}

void PolicyIndex::read_cilium(Id id, const doc::Node& rules) {
  if (!rules["endpointSelector"].is_object()) return;
  auto is_for = [&](std::string_view allow, std::string_view deny) {
    const doc::Node& written = rules["enableDefaultDeny"][allow];
    return written.as_bool(rules[allow].size() + rules[deny].size() > 0);
  };
  Policy policy;
  policy.object = id;
  policy.language = Policy::Language::kCilium;
  policy.name_space = index_.name_space(id);
  policy.rules = &rules;
  policy.ingress = is_for("ingress", "ingressDeny");
  policy.egress = is_for("egress", "egressDeny");
  policies_.push_back(policy);
}

void PolicyIndex::read_calico(Policy policy, bool global) {
  const doc::Node& spec = *policy.rules;
  // Policies of these kinds are for the interfaces of hosts.
  if (spec["preDNAT"].as_bool() || spec["doNotTrack"].as_bool()) return;
  policy.language = Policy::Language::kCalico;
  set_directions(policy, "types", spec["egress"].size() == 0 || spec["ingress"].size() > 0);
  policy.selector = parse(spec["selector"], policy);
  policy.accounts = parse(spec["serviceAccountSelector"], policy);
  if (global) policy.namespaces = parse(spec["namespaceSelector"], policy);
  policies_.push_back(policy);
}

const CalicoSelector* PolicyIndex::parse(const doc::Node& text, Policy& policy) {
  if (text.is_null() || (text.is_string() && trim(text.as_string()).empty())) return nullptr;
  Result<CalicoSelector> selector = CalicoSelector::parse(text.as_string());
  if (!text.is_string() || !selector) {
    policy.unreadable = true;
    return nullptr;
  }
  return &selectors_.emplace_back(std::move(*selector));
}

std::optional<std::string_view> PolicyIndex::namespace_label(std::string_view name_space,
                                                             std::string_view key) const {
  if (key == kNamespaceNameLabel) return name_space;
  const kube::Object* object = index_.find_namespace(name_space);
  return object ? text_of(object->metadata()["labels"].find(key)) : std::nullopt;
}

std::optional<std::string_view> PolicyIndex::cilium_label(const Pods& pods,
                                                          std::string_view key) const {
  constexpr std::string_view kOfNamespace = "io.cilium.k8s.namespace.labels.";
  std::optional<std::string_view> name = without_source(key);
  if (!name) return std::nullopt;
  if (*name == "io.kubernetes.pod.namespace") return pods.name_space;
  if (*name == "io.cilium.k8s.policy.serviceaccount") return pods.service_account();
  if (name->starts_with(kOfNamespace))
    return namespace_label(pods.name_space, name->substr(kOfNamespace.size()));
  return text_of(pods.labels->find(*name));
}

std::optional<std::string_view> PolicyIndex::calico_label(const Pods& pods,
                                                          std::string_view key) const {
  if (key == "projectcalico.org/namespace") return pods.name_space;
  if (key == "projectcalico.org/orchestrator") return "k8s";
  if (key == "projectcalico.org/serviceaccount") return pods.service_account();
  if (key == "pcns.projectcalico.org/name") return pods.name_space;
  if (key == "pcsa.projectcalico.org/name") return pods.service_account();
  if (key.starts_with("pcns.")) return namespace_label(pods.name_space, key.substr(5));
  if (!key.starts_with("pcsa.")) return text_of(pods.labels->find(key));
  const kube::Object* account =
      index_.find("", "ServiceAccount", pods.name_space, pods.service_account());
  return account ? text_of(account->metadata()["labels"].find(key.substr(5))) : std::nullopt;
}

bool PolicyIndex::admin_selects(const doc::Node& subject, const Pods& pods) const {
  const doc::Node& in_pods = subject["pods"];
  const doc::Node& namespaces =
      in_pods.is_object() ? in_pods["namespaceSelector"] : subject["namespaces"];
  if (!in_pods.is_object() && !namespaces.is_object()) return false;
  return selects_namespace(namespaces, pods.name_space, index_.find_namespace(pods.name_space)) &&
         kube::selects(in_pods["podSelector"], *pods.labels);
}

bool PolicyIndex::selects(const Policy& policy, const Pods& pods) const {
  switch (policy.language) {
    case Policy::Language::kKubernetes:
      return kube::selects((*policy.rules)["podSelector"], *pods.labels);
    case Policy::Language::kAdmin:
      return admin_selects((*policy.rules)["subject"], pods);
    case Policy::Language::kCilium:
      return selector_holds((*policy.rules)["endpointSelector"],
                            [&](std::string_view key) { return cilium_label(pods, key); });
    case Policy::Language::kCalico:
      break;
  }
  auto of_namespace = [&](std::string_view key) {
    return calico_label(pods, "pcns." + std::string(key));
  };
  auto of_account = [&](std::string_view key) {
    return calico_label(pods, "pcsa." + std::string(key));
  };
  auto of_pod = [&](std::string_view key) { return calico_label(pods, key); };
  return !policy.unreadable && (!policy.selector || policy.selector->selects(of_pod)) &&
         (!policy.namespaces || policy.namespaces->selects(of_namespace)) &&
         (!policy.accounts || policy.accounts->selects(of_account));
}

std::vector<const Policy*> PolicyIndex::selecting(const Pods& pods, Work& work) const {
  std::vector<uint32_t> candidates;
  by_pair_.candidates(pods.name_space, *pods.labels, candidates);
  if (!pods.name_space.empty()) by_pair_.candidates("", *pods.labels, candidates);
  std::vector<const Policy*> out;
  if (!work.spend(candidates.size() + 1)) return out;
  std::sort(candidates.begin(), candidates.end());
  for (uint32_t i : candidates)
    if (selects(policies_[i], pods)) out.push_back(&policies_[i]);
  return out;
}

std::vector<Id> PolicyIndex::in(std::string_view name_space) const {
  std::vector<Id> out;
  auto at = std::lower_bound(by_namespace_.begin(), by_namespace_.end(),
                             std::pair(name_space, uint32_t{0}));
  for (; at != by_namespace_.end() && at->first == name_space; ++at)
    if (out.empty() || out.back() != policies_[at->second].object)
      out.push_back(policies_[at->second].object);
  return out;
}

bool PolicyIndex::selects_every_pod(const Policy& policy, std::string_view name_space) const {
  switch (policy.language) {
    case Policy::Language::kKubernetes:
      return is_empty_selector((*policy.rules)["podSelector"]);
    case Policy::Language::kCilium:
      return is_empty_selector((*policy.rules)["endpointSelector"]);
    case Policy::Language::kAdmin:
      return false;  // its rules allow and deny one by one
    case Policy::Language::kCalico:
      break;
  }
  auto of_namespace = [&](std::string_view key) {
    return key == "projectcalico.org/name" ? std::optional(name_space)
                                           : namespace_label(name_space, key);
  };
  return !policy.unreadable && !policy.accounts &&
         (!policy.selector || policy.selector->is_all()) &&
         (!policy.namespaces || policy.namespaces->selects(of_namespace));
}

bool PolicyIndex::denies_all(std::string_view name_space, bool ingress, Work& work) const {
  for (std::string_view place : {name_space, std::string_view()}) {
    auto at =
        std::lower_bound(by_namespace_.begin(), by_namespace_.end(), std::pair(place, uint32_t{0}));
    for (; at != by_namespace_.end() && at->first == place; ++at) {
      if (!work.spend(1)) return false;
      const Policy& policy = policies_[at->second];
      if ((ingress ? policy.ingress : policy.egress) && selects_every_pod(policy, name_space) &&
          !allows_something(policy, ingress ? "ingress" : "egress"))
        return true;
    }
  }
  return false;
}

}  // namespace seawall::model
