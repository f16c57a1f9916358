#include "kube/object.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace seawall::kube {
namespace {

const doc::Node kAbsent{};

// Kinds that Kubernetes itself defines without a namespace.
constexpr auto kClusterScoped = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"", "ComponentStatus"},
    {"", "Namespace"},
    {"", "Node"},
    {"", "PersistentVolume"},
    {"admissionregistration.k8s.io", "MutatingAdmissionPolicy"},
    {"admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding"},
    {"admissionregistration.k8s.io", "MutatingWebhookConfiguration"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"},
    {"admissionregistration.k8s.io", "ValidatingWebhookConfiguration"},
    {"apiextensions.k8s.io", "CustomResourceDefinition"},
    {"apiregistration.k8s.io", "APIService"},
    {"certificates.k8s.io", "CertificateSigningRequest"},
    {"certificates.k8s.io", "ClusterTrustBundle"},
    {"flowcontrol.apiserver.k8s.io", "FlowSchema"},
    {"flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration"},
    {"gateway.networking.k8s.io", "GatewayClass"},
    {"networking.k8s.io", "IngressClass"},
    {"networking.k8s.io", "IPAddress"},
    {"networking.k8s.io", "ServiceCIDR"},
    {"node.k8s.io", "RuntimeClass"},
    {"policy", "PodSecurityPolicy"},
    {"policy.networking.k8s.io", "AdminNetworkPolicy"},
    {"policy.networking.k8s.io", "BaselineAdminNetworkPolicy"},
    {"policy.networking.k8s.io", "ClusterNetworkPolicy"},
    {"rbac.authorization.k8s.io", "ClusterRole"},
    {"rbac.authorization.k8s.io", "ClusterRoleBinding"},
    {"resource.k8s.io", "DeviceClass"},
    {"resource.k8s.io", "ResourceSlice"},
    {"scheduling.k8s.io", "PriorityClass"},
    {"storage.k8s.io", "CSIDriver"},
    {"storage.k8s.io", "CSINode"},
    {"storage.k8s.io", "StorageClass"},
    {"storage.k8s.io", "VolumeAttachment"},
    {"storage.k8s.io", "VolumeAttributesClass"},
    {"storagemigration.k8s.io", "StorageVersionMigration"},
});

// Where the built-in kinds keep their pod templates, in every group that ever served them.
struct BuiltIn {
  std::string_view kind, path;
  std::array<std::string_view, 2> groups;
};
constexpr std::array<BuiltIn, 9> kBuiltIn = {{
    {"Pod", "", {"", ""}},
    {"PodTemplate", "template", {"", ""}},
    {"ReplicationController", "spec.template", {"", ""}},
    {"ReplicaSet", "spec.template", {"apps", "extensions"}},
    {"Deployment", "spec.template", {"apps", "extensions"}},
    {"DaemonSet", "spec.template", {"apps", "extensions"}},
    {"StatefulSet", "spec.template", {"apps", "apps"}},
    {"Job", "spec.template", {"batch", "batch"}},
    {"CronJob", "spec.jobTemplate.spec.template", {"batch", "batch"}},
}};

// The node at a dotted path; the root for the empty path, the absent node when a part is missing.
const doc::Node& node_at(const doc::Node& root, std::string_view path) {
  const doc::Node* node = &root;
  if (path.empty()) return *node;
  for (std::string_view key : split(path, '.')) node = &(*node)[key];
  return *node;
}

void add_template(const doc::Node& root, std::string_view path, std::vector<PodTemplate>& out) {
  const doc::Node& holder = node_at(root, path);
  const doc::Node* spec = holder.find("spec");
  if (!spec || !spec->is_object()) return;
  const doc::Node* metadata = holder.find("metadata");
  out.push_back({metadata ? metadata : &kAbsent, spec, std::string(path)});
}

}  // namespace

std::optional<Object> as_object(const doc::Node& root, uint32_t file) {
  Object object;
  object.root = &root;
  object.file = file;
  object.api_version = root.text("apiVersion");
  object.kind = root.text("kind");
  if (object.api_version.empty() || object.kind.empty()) return std::nullopt;
  std::optional<Halves> halves = split_once(object.api_version, "/");
  object.group = halves ? halves->first : std::string_view();
  object.version = halves ? halves->second : object.api_version;
  object.name = root["metadata"].text("name");
  object.name_space = root["metadata"].text("namespace");
  return object;
}

bool is_cluster_scoped(const Object& object) {
  std::pair<std::string_view, std::string_view> wanted{object.group, object.kind};
  return std::find(kClusterScoped.begin(), kClusterScoped.end(), wanted) != kClusterScoped.end();
}

std::string_view namespace_of(const Object& object) {
  if (is_cluster_scoped(object)) return {};
  return object.name_space.empty() ? std::string_view("default") : object.name_space;
}

std::vector<PodTemplate> pod_templates(const Object& object,
                                       std::span<const TemplatePath> declared) {
  std::vector<PodTemplate> out;
  for (const BuiltIn& known : kBuiltIn)
    if (known.kind == object.kind &&
        (object.group == known.groups[0] || object.group == known.groups[1]))
      add_template(*object.root, known.path, out);
  for (const TemplatePath& named : declared)
    if (named.kind == object.kind && named.group == object.group)
      add_template(*object.root, named.path, out);
  return out;
}

const char* container_type_name(ContainerType type) {
  switch (type) {
    case ContainerType::kInit:
      return "init";
    case ContainerType::kSidecar:
      return "sidecar";
    case ContainerType::kEphemeral:
      return "ephemeral";
    default:
      return "regular";
  }
}

void for_each_container(const doc::Node& pod_spec,
                        const std::function<void(const Container&)>& visit) {
  constexpr std::array<std::pair<std::string_view, ContainerType>, 3> kLists = {
      {{"initContainers", ContainerType::kInit},
       {"containers", ContainerType::kRegular},
       {"ephemeralContainers", ContainerType::kEphemeral}}};
  for (const auto& [list, type] : kLists) {
    uint32_t index = 0;
    for (const doc::Node& node : pod_spec[list].items()) {
      Container container{&node, type, list, index++};
      if (!node.is_object()) continue;
      if (type == ContainerType::kInit && node.text("restartPolicy") == "Always")
        container.type = ContainerType::kSidecar;
      visit(container);
    }
  }
}

}  // namespace seawall::kube
