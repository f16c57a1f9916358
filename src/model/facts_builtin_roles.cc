#include "model/facts_builtin_roles.h"

#include <array>

#include "base/text.h"
#include "doc/builder.h"

namespace seawall::model {
namespace {

constexpr std::array<std::string_view, kBuiltinRoles> kNames = {"cluster-admin", "admin", "edit",
                                                                "view"};

// A rule of `role` and of those before it in kNames, but for cluster-admin, which has its own.
struct Row {
  std::string_view role, group, resources, verbs;
};
constexpr std::string_view kRead = "get list watch";
constexpr std::string_view kWrite = "create delete deletecollection patch update";
constexpr std::string_view kAll = "create delete deletecollection get list patch update watch";

constexpr Row kRows[] = {
    {"cluster-admin", "*", "*", "*"},
    {"admin", "authorization.k8s.io", "localsubjectaccessreviews", "create"},
    {"admin", "rbac.authorization.k8s.io", "rolebindings roles", kAll},
    {"edit", "", "pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy", kRead},
    {"edit", "", "serviceaccounts", "impersonate"},
    {"edit", "", "pods pods/attach pods/exec pods/portforward pods/proxy", kWrite},
    {"edit", "", "pods/eviction serviceaccounts/token", "create"},
    {"edit", "",
     "configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale "
     "secrets serviceaccounts services services/proxy",
     kWrite},
    {"edit", "apps",
     "daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale "
     "statefulsets statefulsets/scale",
     kWrite},
    {"edit", "autoscaling", "horizontalpodautoscalers", kWrite},
    {"edit", "batch", "cronjobs jobs", kWrite},
    {"edit", "extensions",
     "daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies "
     "replicasets replicasets/scale replicationcontrollers/scale",
     kWrite},
    {"edit", "policy", "poddisruptionbudgets", kWrite},
    {"edit", "networking.k8s.io", "ingresses networkpolicies", kWrite},
    {"edit", "coordination.k8s.io", "leases", kAll},
    {"view", "",
     "bindings configmaps endpoints events limitranges namespaces namespaces/status "
     "persistentvolumeclaims persistentvolumeclaims/status pods pods/log pods/status "
     "replicationcontrollers replicationcontrollers/scale replicationcontrollers/status "
     "resourcequotas resourcequotas/status serviceaccounts services services/status",
     kRead},
    {"view", "discovery.k8s.io", "endpointslices", kRead},
    {"view", "apps",
     "controllerrevisions daemonsets daemonsets/status deployments deployments/scale "
     "deployments/status replicasets replicasets/scale replicasets/status statefulsets "
     "statefulsets/scale statefulsets/status",
     kRead},
    {"view", "autoscaling", "horizontalpodautoscalers horizontalpodautoscalers/status", kRead},
    {"view", "batch", "cronjobs cronjobs/status jobs jobs/status", kRead},
    {"view", "extensions",
     "daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses "
     "ingresses/status networkpolicies replicasets replicasets/scale replicasets/status "
     "replicationcontrollers/scale",
     kRead},
    {"view", "policy", "poddisruptionbudgets poddisruptionbudgets/status", kRead},
    {"view", "networking.k8s.io", "ingresses ingresses/status networkpolicies", kRead},
};

void add_list(doc::Builder& build, std::string_view key, std::string_view words) {
  build.key(key);
  build.begin_array();
  for (std::string_view word : split(words, ' ')) build.string(word);
  build.end_array();
}

void add_text(doc::Builder& build, std::string_view key, std::string_view value) {
  build.key(key);
  build.string(value);
}

void add_rules(doc::Builder& build, size_t place) {
  for (const Row& row : kRows) {
    size_t of = *find_builtin_role(row.role);
    if (of < place || (place == 0 && of != 0)) continue;
    build.begin_object();
    add_list(build, "apiGroups", row.group);
    add_list(build, "resources", row.resources);
    add_list(build, "verbs", row.verbs);
    build.end_object();
  }
  if (place != 0) return;
  build.begin_object();
  add_list(build, "nonResourceURLs", "*");
  add_list(build, "verbs", "*");
  build.end_object();
}

// Others may add to these roles by a label; what is added to `view` is also in `edit` and `admin`.
void add_aggregation(doc::Builder& build, size_t place) {
  build.key("aggregationRule");
  build.begin_object();
  build.key("clusterRoleSelectors");
  build.begin_array();
  for (size_t i = place; i < kBuiltinRoles; ++i) {
    build.begin_object();
    build.key("matchLabels");
    build.begin_object();
    add_text(build, "rbac.authorization.k8s.io/aggregate-to-" + std::string(kNames[i]), "true");
    build.end_object();
    build.end_object();
  }
  build.end_array();
  build.end_object();
}

doc::Document make(size_t place) {
  doc::Builder build;
  build.begin_object();
  add_text(build, "apiVersion", "rbac.authorization.k8s.io/v1");
  add_text(build, "kind", "ClusterRole");
  build.key("metadata");
  build.begin_object();
  add_text(build, "name", kNames[place]);
  build.end_object();
  build.key("rules");
  build.begin_array();
  add_rules(build, place);
  build.end_array();
  if (place != 0) add_aggregation(build, place);
  build.end_object();
  return build.finish();
}

}  // namespace

std::optional<size_t> find_builtin_role(std::string_view name) {
  for (size_t i = 0; i < kBuiltinRoles; ++i)
    if (kNames[i] == name) return i;
  return std::nullopt;
}

const kube::Object& builtin_role(size_t place) {
  static const std::array<doc::Document, kBuiltinRoles> kDocuments = {make(0), make(1), make(2),
                                                                      make(3)};
  static const std::array<kube::Object, kBuiltinRoles> kRoles = {
      *kube::as_object(kDocuments[0].root(), 0), *kube::as_object(kDocuments[1].root(), 0),
      *kube::as_object(kDocuments[2].root(), 0), *kube::as_object(kDocuments[3].root(), 0)};
  return kRoles[place];
}

}  // namespace seawall::model
