// What the facts of all objects are computed from: the objects by name, pods by label, and the
// larger indexes, each built when it is first asked for. Shared by threads. Private to this folder.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "kube/object.h"
#include "model/facts.h"
#include "model/label_index.h"

namespace seawall::model {

using Id = uint32_t;  // a place in the set of objects
constexpr Id kNoId = ~Id{0};

// How many comparisons may still be made. Who spends more than there is gets an error value in the
// end, so that hostile sets cost bounded time and no answer is cut short in silence.
struct Work {
  uint64_t left = 0;
  bool exhausted = false;
  bool spend(uint64_t steps) {
    if (steps > left) exhausted = true;
    left -= exhausted ? left : steps;
    return !exhausted;
  }
};

// A value that is made once, by whichever thread asks first.
template <typename T>
class Once {
 public:
  template <typename Make>
  const T& get(Make make) const {
    std::call_once(once_, [&] { value_ = make(); });
    return *value_;
  }

 private:
  mutable std::once_flag once_;
  mutable std::unique_ptr<const T> value_;
};

// Pods that are made alike: a pod template, or one Pod.
struct Pods {
  Id object = kNoId;  // kNoId: of an object that is not in the set
  std::string_view name_space;
  const doc::Node* labels = nullptr;
  const doc::Node* spec = nullptr;
  std::string_view service_account() const;  // its name; "default" when none is named
};
// Those of one object.
std::vector<Pods> pods_of(const kube::Object& object, Id id,
                          std::span<const kube::TemplatePath> templates);

// Objects by group, kind, namespace and name.
class NameIndex {
 public:
  NameIndex(std::span<const kube::Object> objects, std::span<const std::string_view> namespaces);
  std::span<const Id> of_kind(std::string_view group, std::string_view kind) const;
  std::span<const Id> in(std::string_view group, std::string_view kind,
                         std::string_view name_space) const;
  std::span<const Id> named(std::string_view group, std::string_view kind,
                            std::string_view name_space, std::string_view name) const;

 private:
  std::span<const kube::Object> objects_;
  std::span<const std::string_view> namespaces_;
  std::vector<Id> sorted_;
};

// Every set of pods, by namespace and label.
class PodIndex {
 public:
  PodIndex(std::span<const kube::Object> objects, std::span<const kube::TemplatePath> templates);
  const std::vector<Pods>& all() const { return all_; }  // by namespace, then object
  std::span<const Pods> in(std::string_view name_space) const;
  // The namespaces that have pods, sorted.
  const std::vector<std::string_view>& namespaces() const { return with_pods_; }
  // Those of a namespace that a LabelSelector selects; appended.
  void select(std::string_view name_space, const doc::Node& selector, Work& work,
              std::vector<const Pods*>& out) const;
  // The same for a plain map of labels; an empty one selects nothing.
  void select_by_map(std::string_view name_space, const doc::Node& labels, Work& work,
                     std::vector<const Pods*>& out) const;
  // Those that run under a service account.
  std::vector<const Pods*> under(std::string_view name_space, std::string_view account) const;

 private:
  std::vector<Pods> all_;
  std::vector<std::string_view> with_pods_;
  LabelIndex labels_, accounts_;
};

class PolicyIndex;
class RouteIndex;
class PermissionIndex;
class SelectingIndex;

class FactIndex {
 public:
  FactIndex(std::span<const kube::Object> objects, FactOptions options);
  ~FactIndex();

  std::span<const kube::Object> objects() const { return objects_; }
  const FactOptions& options() const { return options_; }
  const kube::Object& object(Id id) const { return objects_[id]; }
  std::string_view name_space(Id id) const { return namespaces_[id]; }
  Id id_of(const kube::Object& object) const;  // kNoId when it is not in the set

  // kube::namespace_of(), but "" also for the kinds that others define without a namespace.
  static std::string_view scope_of(const kube::Object& object);
  // How many objects there are of each kind, in the order of the kinds.
  const std::vector<std::pair<std::string_view, size_t>>& kinds() const;

  const NameIndex& names() const;
  const PodIndex& pods() const;
  const PolicyIndex& policies() const;         // facts_policies.h
  const RouteIndex& routes() const;            // facts_routes.h
  const PermissionIndex& permissions() const;  // facts_permissions.h
  const SelectingIndex& services() const;      // facts_selecting.h
  const SelectingIndex& budgets() const;
  // HorizontalPodAutoscalers whose scaleTargetRef has that kind and name.
  std::vector<Id> autoscalers_of(std::string_view name_space, std::string_view kind,
                                 std::string_view name) const;

  // The first object of that name, or nullptr.
  const kube::Object* find(std::string_view group, std::string_view kind,
                           std::string_view name_space, std::string_view name) const;
  const kube::Object* find_namespace(std::string_view name) const;
  // The workload that `object` says owns it, or nullptr.
  const kube::Object* owner_of(const kube::Object& object) const;
  // The workloads that the pods are of, in the order of the set; those that another of them owns
  // are left out (the Pods of a ReplicaSet of a Deployment are the Deployment's).
  std::vector<Id> workloads_of(const std::vector<const Pods*>& pods, Work& work) const;

 private:
  std::span<const kube::Object> objects_;
  FactOptions options_;
  std::vector<std::string_view> namespaces_;  // by Id; "" for cluster-scoped objects
  Once<std::vector<std::pair<std::string_view, size_t>>> kinds_;
  Once<NameIndex> names_;
  Once<PodIndex> pods_;
  Once<PolicyIndex> policies_;
  Once<RouteIndex> routes_;
  Once<PermissionIndex> permissions_;
  Once<SelectingIndex> services_, budgets_;
  Once<LabelIndex> autoscalers_;
};

// "apps" of "apps/v1", "" of "v1".
std::string_view group_of(std::string_view api_version);

}  // namespace seawall::model
