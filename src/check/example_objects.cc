#include "check/example_objects.h"

#include <algorithm>
#include <array>

#include "doc/builder.h"

namespace seawall::check {
namespace {

constexpr std::string_view kName = "example";
constexpr std::string_view kImage = "registry.example.com/app:1.0.0";

constexpr auto kVersions = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"ClusterRole", "rbac.authorization.k8s.io/v1"},
    {"ClusterRoleBinding", "rbac.authorization.k8s.io/v1"},
    {"ConfigMap", "v1"},
    {"CronJob", "batch/v1"},
    {"CustomResourceDefinition", "apiextensions.k8s.io/v1"},
    {"DaemonSet", "apps/v1"},
    {"Deployment", "apps/v1"},
    {"Endpoints", "v1"},
    {"EndpointSlice", "discovery.k8s.io/v1"},
    {"Gateway", "gateway.networking.k8s.io/v1"},
    {"GRPCRoute", "gateway.networking.k8s.io/v1"},
    {"HTTPRoute", "gateway.networking.k8s.io/v1"},
    {"HorizontalPodAutoscaler", "autoscaling/v2"},
    {"Ingress", "networking.k8s.io/v1"},
    {"IngressClass", "networking.k8s.io/v1"},
    {"Job", "batch/v1"},
    {"LimitRange", "v1"},
    {"MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1"},
    {"Namespace", "v1"},
    {"NetworkPolicy", "networking.k8s.io/v1"},
    {"Node", "v1"},
    {"PersistentVolume", "v1"},
    {"PersistentVolumeClaim", "v1"},
    {"Pod", "v1"},
    {"PodDisruptionBudget", "policy/v1"},
    {"PodSecurityPolicy", "policy/v1beta1"},
    {"PodTemplate", "v1"},
    {"PriorityClass", "scheduling.k8s.io/v1"},
    {"ReplicaSet", "apps/v1"},
    {"ReplicationController", "v1"},
    {"ResourceQuota", "v1"},
    {"Role", "rbac.authorization.k8s.io/v1"},
    {"RoleBinding", "rbac.authorization.k8s.io/v1"},
    {"RuntimeClass", "node.k8s.io/v1"},
    {"Secret", "v1"},
    {"Service", "v1"},
    {"ServiceAccount", "v1"},
    {"ServiceMonitor", "monitoring.coreos.com/v1"},
    {"StatefulSet", "apps/v1"},
    {"StorageClass", "storage.k8s.io/v1"},
    {"TCPRoute", "gateway.networking.k8s.io/v1alpha2"},
    {"TLSRoute", "gateway.networking.k8s.io/v1alpha2"},
    {"ValidatingAdmissionPolicy", "admissionregistration.k8s.io/v1"},
    {"ValidatingAdmissionPolicyBinding", "admissionregistration.k8s.io/v1"},
    {"ValidatingWebhookConfiguration", "admissionregistration.k8s.io/v1"},
});

// The kind whose pod template the short forms stand in.
constexpr std::array<std::string_view, 9> kWorkloads = {
    "Deployment", "Pod",     "DaemonSet",  "StatefulSet",
    "Job",        "CronJob", "ReplicaSet", "ReplicationController",
    "PodTemplate"};

std::string_view workload_kind(const Check& check) {
  const std::vector<std::string>& kinds = check.match.kinds;
  if (kinds.empty()) return kWorkloads[0];
  for (std::string_view kind : kWorkloads)
    if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return kind;
  return {};
}

Error wrong(const Check& check, const Example& example, std::string_view what) {
  return Error::make(Code::kInvalid, "{}:{}: {}", check.source, example.line, what);
}

class Writer {
 public:
  Writer(const Check& check, const Example& example) : check_(check), example_(example) {}

  Result<doc::Document> workload(const doc::Node& body) {
    std::string_view kind = workload_kind(check_);
    if (kind.empty())
      return wrong(check_, example_, "none of match.kinds is a workload of Kubernetes itself");
    if (!body.is_object()) return wrong(check_, example_, "the example's body is a mapping");
    build_.begin_object();
    text("apiVersion", api_version_of(kind));
    text("kind", kind);
    if (kind == "Pod") {
      pod_template(body, true);
    } else {
      named_metadata();
      if (kind == "PodTemplate") {
        build_.key("template");
        wrapped_template(body);
      } else if (kind == "CronJob") {
        open("spec");
        text("schedule", "0 4 * * *");
        open("jobTemplate");
        templated_spec(kind, body);
        build_.end_object();
        build_.end_object();
      } else {
        templated_spec(kind, body);
      }
    }
    build_.end_object();
    return build_.finish();
  }

  // `only`: the one object of the example, whose kind the check may tell.
  Result<doc::Document> object(const doc::Node& body, bool only) {
    if (!body.is_object()) return wrong(check_, example_, "an object is a mapping");
    const std::vector<std::string>& kinds = check_.match.kinds;
    std::string_view kind = body.text("kind");
    if (kind.empty() && only && kinds.size() == 1) kind = kinds[0];
    if (kind.empty()) return wrong(check_, example_, "the object has no 'kind'");
    std::string version(body.text("apiVersion"));
    if (version.empty()) version = api_version_of(kind);
    if (version.empty() && check_.match.groups.size() == 1)
      version = check_.match.groups[0] + "/v1";
    if (version.empty()) return wrong(check_, example_, "the object has no 'apiVersion'");
    build_.begin_object(body.position());
    if (!body.find("apiVersion")) text("apiVersion", version);
    if (!body.find("kind")) text("kind", kind);
    if (!body.find("metadata")) metadata(doc::Node());
    for (const doc::Member& member : body.members()) {
      if (member.key == "metadata") {
        metadata(member.value);
      } else {
        keep(member);
      }
    }
    build_.end_object();
    return build_.finish();
  }

 private:
  void text(std::string_view key, std::string_view value) {
    build_.key(key);
    build_.string(value);
  }
  void open(std::string_view key) {
    build_.key(key);
    build_.begin_object();
  }
  void keep(const doc::Member& member) {
    build_.key(member.key, member.key_position);
    build_.value(member.value);
  }
  void named_metadata() { metadata(doc::Node()); }
  // Those given, and a name.
  void metadata(const doc::Node& given) {
    open("metadata");
    if (!given.find("name")) text("name", kName);
    for (const doc::Member& member : given.members()) keep(member);
    build_.end_object();
  }
  void labels(std::string_view key) {
    open(key);
    text("app", kName);
    build_.end_object();
  }

  void templated_spec(std::string_view kind, const doc::Node& body) {
    open("spec");
    if (kind != "Job" && kind != "CronJob") {
      open("selector");
      if (kind == "ReplicationController") {
        text("app", kName);
      } else {
        labels("matchLabels");
      }
      build_.end_object();
    }
    if (kind == "StatefulSet") text("serviceName", kName);
    build_.key("template");
    wrapped_template(body);
    build_.end_object();
  }
  void wrapped_template(const doc::Node& body) {
    build_.begin_object();
    pod_template(body, false);
    build_.end_object();
  }
  // `metadata` and `spec` of a Pod, or of a template.
  void pod_template(const doc::Node& body, bool is_pod) {
    const doc::Node& given = (*example_.root)["metadata"];
    if (is_pod) {
      metadata(given);
    } else {
      open("metadata");
      if (!given.find("labels")) labels("labels");
      for (const doc::Member& member : given.members()) keep(member);
      build_.end_object();
    }
    open("spec");
    if (example_.form == "container") {
      container_list(body);
    } else {
      for (const doc::Member& member : body.members()) keep(member);
      if (!body.find("containers")) {
        build_.key("containers");
        build_.begin_array();
        container(doc::Node(), false);
        build_.end_array();
      }
    }
    build_.end_object();
  }
  void container_list(const doc::Node& body) {
    std::string_view type = example_.root->text("type");
    bool sidecar = type == "sidecar";
    build_.key(type == "init" || sidecar ? "initContainers"
               : type == "ephemeral"     ? "ephemeralContainers"
                                         : "containers");
    build_.begin_array();
    container(body, sidecar);
    build_.end_array();
  }
  void container(const doc::Node& given, bool sidecar) {
    build_.begin_object(given.position());
    if (!given.find("name")) text("name", "app");
    if (!given.find("image")) text("image", kImage);
    if (sidecar && !given.find("restartPolicy")) text("restartPolicy", "Always");
    for (const doc::Member& member : given.members()) keep(member);
    build_.end_object();
  }

  const Check& check_;
  const Example& example_;
  doc::Builder build_;
};

}  // namespace

std::string_view api_version_of(std::string_view kind) {
  for (const auto& [name, version] : kVersions)
    if (name == kind) return version;
  return {};
}

Result<std::vector<doc::Document>> expand_example(const Check& check, const Example& example,
                                                  const doc::Node& body) {
  Writer writer(check, example);
  std::vector<doc::Document> documents;
  if (example.form == "container" || example.form == "pod") {
    documents.push_back(TRY(writer.workload(body)));
  } else if (example.form == "object") {
    documents.push_back(TRY(writer.object(body, true)));
  } else if (example.form == "objects" && body.is_array()) {
    for (const doc::Node& item : body.items())
      documents.push_back(TRY(writer.object(item, body.size() == 1)));
  } else {
    return wrong(check, example, fmt::format("'{}' stands for no objects", example.form));
  }
  return documents;
}

}  // namespace seawall::check
