// Who is meant by a binding (kubernetes/plugin/pkg/auth/authorizer/rbac and
// pkg/registry/rbac/validation): a ServiceAccount subject without a namespace is in that of the
// RoleBinding; every service account is the user system:serviceaccount:NAMESPACE:NAME, in the
// groups system:serviceaccounts, system:serviceaccounts:NAMESPACE and system:authenticated.
//
// The controller of aggregated ClusterRoles replaces the rules of a role by the union of the rules
// of all ClusterRoles that one of its selectors selects. What it has computed before stands in the
// rules of live ones, so both are taken together.
#include "model/facts_permissions.h"

#include <algorithm>
#include <set>

#include "doc/compare.h"
#include "kube/label_selector.h"
#include "model/facts_builtin_roles.h"

namespace seawall::model {
namespace {

constexpr size_t kMostRules = 100'000;

bool is_cluster_role(const kube::Object& object) {
  return object.kind == "ClusterRole" && object.group == kRbacGroup;
}

// Collects rules, each once.
class RuleSet {
 public:
  bool add_all(const doc::Node& rules) {
    for (const doc::Node& rule : rules.items()) {
      if (!rule.is_object()) continue;
      if (out_.rules.size() == kMostRules) {
        out_.too_many = true;
        return false;
      }
      text_.clear();
      doc::append_canonical(rule, text_);
      if (seen_.insert(text_).second) out_.rules.push_back(&rule);
    }
    return true;
  }
  RoleRules take() { return std::move(out_); }

 private:
  RoleRules out_;
  std::set<std::string> seen_;
  std::string text_;
};

}  // namespace

PermissionIndex::PermissionIndex(const FactIndex& index) : index_(index) {
  for (std::string_view kind : {"RoleBinding", "ClusterRoleBinding"})
    for (Id id : index.names().of_kind(kRbacGroup, kind)) read_binding(id);
  std::sort(subjects_.begin(), subjects_.end());
  std::sort(references_.begin(), references_.end());
  for (Id id : index.names().of_kind(kRbacGroup, "ClusterRole"))
    role_labels_.add("", index.object(id).metadata()["labels"], id);
  role_labels_.finish();
}

void PermissionIndex::read_binding(Id id) {
  const kube::Object& binding = index_.object(id);
  for (const doc::Node& subject : (*binding.root)["subjects"].items()) {
    std::string_view kind = subject.text("kind");
    std::string_view name_space;
    if (kind == "ServiceAccount") {
      name_space = subject.text("namespace");
      if (name_space.empty()) name_space = index_.name_space(id);
    } else if (kind != "Group" && kind != "User") {
      continue;
    }
    subjects_.push_back({kind[0], name_space, subject.text("name"), id});
  }
  const doc::Node& role = (*binding.root)["roleRef"];
  bool cluster_role = role.text("kind") == "ClusterRole";
  references_.push_back({cluster_role, cluster_role ? std::string_view() : index_.name_space(id),
                         role.text("name"), id});
}

void PermissionIndex::add_subject(std::vector<Id>& out, char kind, std::string_view name_space,
                                  std::string_view name) const {
  Subject wanted{kind, name_space, name, 0};
  auto at = std::lower_bound(subjects_.begin(), subjects_.end(), wanted);
  for (; at != subjects_.end() && at->kind == kind && at->name_space == name_space &&
         at->name == name;
       ++at)
    out.push_back(at->binding);
}

std::vector<Id> PermissionIndex::bindings_of_account(std::string_view name_space,
                                                     std::string_view name) const {
  std::string user = "system:serviceaccount:" + std::string(name_space) + ":" + std::string(name);
  std::string group = "system:serviceaccounts:" + std::string(name_space);
  std::vector<Id> out;
  add_subject(out, 'S', name_space, name);
  add_subject(out, 'U', "", user);
  add_subject(out, 'G', "", group);
  add_subject(out, 'G', "", "system:serviceaccounts");
  add_subject(out, 'G', "", "system:authenticated");
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<Id> PermissionIndex::bindings_of_role(const kube::Object& role) const {
  bool cluster_role = is_cluster_role(role);
  std::string_view name_space = kube::namespace_of(role);
  auto at = std::lower_bound(references_.begin(), references_.end(),
                             Reference{cluster_role, name_space, role.name, 0});
  std::vector<Id> out;
  for (; at != references_.end() && at->cluster_role == cluster_role &&
         at->name_space == name_space && at->name == role.name;
       ++at)
    out.push_back(at->binding);
  return out;
}

const kube::Object* PermissionIndex::role_of(const kube::Object& binding) const {
  const doc::Node& reference = (*binding.root)["roleRef"];
  std::string_view kind = reference.text("kind");
  if (kind == "ClusterRole") return index_.find(kRbacGroup, kind, "", reference.text("name"));
  if (kind != "Role" || binding.kind != "RoleBinding") return nullptr;
  return index_.find(kRbacGroup, kind, kube::namespace_of(binding), reference.text("name"));
}

std::shared_ptr<const RoleRules> PermissionIndex::rules_of(const kube::Object& role) const {
  Id id = index_.id_of(role);
  if (id != kNoId) return kept_rules(id, role);
  std::lock_guard lock(mutex_);
  return std::make_shared<const RoleRules>(compute_rules(role));
}

std::shared_ptr<const RoleRules> PermissionIndex::builtin_rules(const kube::Object& binding) const {
  const doc::Node& role = (*binding.root)["roleRef"];
  std::optional<size_t> place = find_builtin_role(role.text("name"));
  if (!place || role.text("kind") != "ClusterRole" || index_.options().in_cluster)
    return std::make_shared<const RoleRules>();
  return kept_rules(kNoId - 1 - static_cast<Id>(*place), builtin_role(*place));
}

std::shared_ptr<const RoleRules> PermissionIndex::kept_rules(Id id,
                                                             const kube::Object& role) const {
  std::lock_guard lock(mutex_);
  std::shared_ptr<const RoleRules>& known = rules_[id];
  if (!known) known = std::make_shared<const RoleRules>(compute_rules(role));
  return known;
}

RoleRules PermissionIndex::compute_rules(const kube::Object& role) const {
  RuleSet out;
  std::vector<const kube::Object*> waiting = {&role};
  std::set<const doc::Node*> seen = {role.root};
  while (!waiting.empty()) {
    const kube::Object& next = *waiting.back();
    waiting.pop_back();
    if (!out.add_all((*next.root)["rules"])) break;
    if (!is_cluster_role(next)) continue;
    size_t looked_at = next.root == role.root ? 0 : (*next.root)["rules"].size() + 1;
    const doc::Node& selectors = next.root->at({"aggregationRule", "clusterRoleSelectors"});
    for (const doc::Node& selector : selectors.items()) {
      std::vector<LabelPair> pairs;
      demanded_pairs(selector, pairs);
      std::span<const Id> all = index_.names().of_kind(kRbacGroup, "ClusterRole");
      std::vector<Id> candidates = pairs.empty() ? std::vector<Id>(all.begin(), all.end())
                                                 : role_labels_.candidates("", pairs);
      looked_at += candidates.size();
      for (Id id : candidates) {
        const kube::Object& part = index_.object(id);
        if (kube::selects(selector, part.metadata()["labels"]) && seen.insert(part.root).second)
          waiting.push_back(&part);
      }
    }
    if (looked_at > aggregations_left_) return RoleRules{{}, true};
    aggregations_left_ -= looked_at;
  }
  return out.take();
}

}  // namespace seawall::model
