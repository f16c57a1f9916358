// Kubernetes objects as read from files or an API server: views into document trees, nothing
// copied.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "doc/tree.h"

namespace seawall::kube {

// Where objects came from.
struct SourceFile {
  std::string path;      // relative to what was scanned: "deploy/web.yaml"; of a rendered chart the
                         // template, as far as the renderer tells: "chart/templates/web.yaml"
  std::string renderer;  // "helm", "kustomize", or empty: lines are those of the file itself
};

struct Object {
  const doc::Node* root = nullptr;  // the object; lives in its Manifests
  uint32_t file = 0;                // into Manifests::files
  // Views into the document; empty when absent. `group` and `version` are apiVersion's halves:
  // "apps" and "v1", "" and "v1".
  std::string_view api_version, group, version, kind, name, name_space;
  // Of an object that was rendered, where its source is known: the source's root, and its file in
  // Manifests::origins. Values there may differ from what was rendered.
  const doc::Node* origin = nullptr;
  uint32_t origin_file = 0;

  doc::Position position() const { return root->position(); }
  const doc::Node& metadata() const { return (*root)["metadata"]; }
  const doc::Node& spec() const { return (*root)["spec"]; }
};

// The object that `root` is, or nothing when it has no apiVersion and kind (both non-empty
// strings).
std::optional<Object> as_object(const doc::Node& root, uint32_t file);

// "metadata.namespace", or "default" for namespaced kinds without one (what kubectl would do with
// no other context). Empty for the cluster-scoped kinds that Kubernetes itself defines.
std::string_view namespace_of(const Object& object);
bool is_cluster_scoped(const Object& object);

// A pod specification inside an object.
struct PodTemplate {
  const doc::Node* metadata = nullptr;  // of the template; a shared null node when absent
  const doc::Node* spec = nullptr;      // the PodSpec, an object
  std::string path;                     // of the thing that holds both: "" (Pod), "spec.template"
};

// Where user-declared kinds keep pod templates: {"argoproj.io", "Rollout", "spec.template"}.
struct TemplatePath {
  std::string group, kind, path;
};

// Pod, PodTemplate, ReplicationController, ReplicaSet, Deployment, DaemonSet, StatefulSet, Job,
// CronJob in every API version they ever had, and what `declared` names. Empty for other kinds and
// where the specification is no object; one per path that exists.
std::vector<PodTemplate> pod_templates(const Object& object,
                                       std::span<const TemplatePath> declared = {});

enum class ContainerType : uint8_t { kRegular, kInit, kSidecar, kEphemeral };
const char* container_type_name(ContainerType type);  // "regular", "init", "sidecar", "ephemeral"

struct Container {
  const doc::Node* root = nullptr;  // an object
  ContainerType type = ContainerType::kRegular;
  std::string_view list;  // "containers", "initContainers", "ephemeralContainers"
  uint32_t index = 0;     // in that list
  std::string_view name() const { return root->text("name"); }
};

// Calls `visit` for every container of a PodSpec: init, regular, ephemeral. Entries that are no
// objects are passed over (readers report them). A sidecar is an init container with
// `restartPolicy: Always`.
void for_each_container(const doc::Node& pod_spec,
                        const std::function<void(const Container&)>& visit);

}  // namespace seawall::kube
