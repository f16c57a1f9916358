// RBAC: which bindings name a subject or a role, and what rules a role has. Private to this folder.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "doc/tree.h"
#include "model/facts_index.h"

namespace seawall::model {

constexpr std::string_view kRbacGroup = "rbac.authorization.k8s.io";

// The rules of a role, as written; of an aggregated ClusterRole also those of every ClusterRole
// that it selects, theirs computed first. No rule comes twice.
struct RoleRules {
  std::vector<const doc::Node*> rules;
  bool too_many = false;  // beyond 100,000, or too many aggregated in all: not all are here
};

class PermissionIndex {
 public:
  explicit PermissionIndex(const FactIndex& index);

  // Bindings that name the service account, as itself, as a user, or through a group that every
  // service account, or every one of the namespace, is in; in the order of the set.
  std::vector<Id> bindings_of_account(std::string_view name_space, std::string_view name) const;
  // Bindings whose roleRef names it.
  std::vector<Id> bindings_of_role(const kube::Object& role) const;
  // What the roleRef of a binding names, or nullptr.
  const kube::Object* role_of(const kube::Object& binding) const;

  std::shared_ptr<const RoleRules> rules_of(const kube::Object& role) const;
  // The rules that a binding's role has in every cluster, though it is not in the set (view, edit,
  // admin, cluster-admin), with what ClusterRoles of the set add to them; none for other names, and
  // in a live cluster, where it would be seen.
  std::shared_ptr<const RoleRules> builtin_rules(const kube::Object& binding) const;

 private:
  struct Subject {
    char kind = 0;  // 'S'erviceAccount, 'G'roup, 'U'ser
    std::string_view name_space, name;
    Id binding = kNoId;
    friend bool operator<(const Subject& a, const Subject& b) {
      return std::tie(a.kind, a.name_space, a.name, a.binding) <
             std::tie(b.kind, b.name_space, b.name, b.binding);
    }
  };
  struct Reference {
    bool cluster_role = false;
    std::string_view name_space, name;  // namespace "" for ClusterRoles
    Id binding = kNoId;
    friend bool operator<(const Reference& a, const Reference& b) {
      return std::tie(a.cluster_role, a.name_space, a.name, a.binding) <
             std::tie(b.cluster_role, b.name_space, b.name, b.binding);
    }
  };
  void read_binding(Id id);
  void add_subject(std::vector<Id>& out, char kind, std::string_view name_space,
                   std::string_view name) const;
  std::shared_ptr<const RoleRules> kept_rules(Id id, const kube::Object& role) const;
  // With mutex_ locked.
  RoleRules compute_rules(const kube::Object& role) const;

  const FactIndex& index_;
  std::vector<Subject> subjects_;      // sorted
  std::vector<Reference> references_;  // sorted
  LabelIndex role_labels_;             // of ClusterRoles
  mutable std::mutex mutex_;           // of what follows
  // Rules that may still be looked at for aggregation: roles may select each other many times over.
  mutable uint64_t aggregations_left_ = 20'000'000;
  mutable std::map<Id, std::shared_ptr<const RoleRules>>
      rules_;  // shared: readers outlast the lock
};

}  // namespace seawall::model
