// What pods name: ConfigMaps, Secrets, PersistentVolumeClaims.
#include <array>
#include <set>
#include <tuple>

#include "model/facts_values.h"

namespace seawall::model {
namespace {

using cel::Value;

// Volume sources that hold the name of a Secret, and where.
struct SecretVolume {
  std::string_view source, object, field;
};
constexpr std::array<SecretVolume, 9> kSecretVolumes = {{
    {"secret", "", "secretName"},
    {"azureFile", "", "secretName"},
    {"cephfs", "secretRef", "name"},
    {"csi", "nodePublishSecretRef", "name"},
    {"flexVolume", "secretRef", "name"},
    {"iscsi", "secretRef", "name"},
    {"rbd", "secretRef", "name"},
    {"scaleIO", "secretRef", "name"},
    {"storageos", "secretRef", "name"},
}};

// Collects the references to one kind, each (name, how, optional) once.
class References {
 public:
  References(const FactContext& context, std::string_view kind) : context_(context), kind_(kind) {}

  void add(std::string_view name, std::string_view how, bool optional) {
    if (name.empty() || !seen_.insert({name, how, optional}).second) return;
    const kube::Object* object = context_.index.find("", kind_, context_.name_space, name);
    out_.push_back(make_fields(context_, {{"name", Value::string(name)},
                                          {"object", object_or_null(object)},
                                          {"how", Value::string(how)},
                                          {"optional", Value::boolean(optional)}}));
  }
  void add(const doc::Node& reference, std::string_view how) {
    add(reference.text("name"), how, reference["optional"].as_bool());
  }
  Value take() { return make_list(context_, out_); }

 private:
  const FactContext& context_;
  std::string_view kind_;
  std::set<std::tuple<std::string_view, std::string_view, bool>> seen_;
  std::vector<Value> out_;
};

// env and envFrom of every container, projected volumes.
void add_common(const FactContext& context, std::string_view env_field, std::string_view from_field,
                std::string_view projected_field, References& out) {
  for (const Pods& pods : context.pods) {
    kube::for_each_container(*pods.spec, [&](const kube::Container& container) {
      for (const doc::Node& variable : (*container.root)["env"].items())
        out.add(variable.at({"valueFrom", env_field}), "env");
      for (const doc::Node& source : (*container.root)["envFrom"].items())
        out.add(source[from_field], "envFrom");
    });
    for (const doc::Node& volume : (*pods.spec)["volumes"].items())
      for (const doc::Node& source : volume.at({"projected", "sources"}).items())
        out.add(source[projected_field], "projected");
  }
}

}  // namespace

Value config_maps(const FactContext& context) {
  References out(context, "ConfigMap");
  add_common(context, "configMapKeyRef", "configMapRef", "configMap", out);
  for (const Pods& pods : context.pods)
    for (const doc::Node& volume : (*pods.spec)["volumes"].items())
      out.add(volume["configMap"], "volume");
  return out.take();
}

Value secrets(const FactContext& context) {
  References out(context, "Secret");
  add_common(context, "secretKeyRef", "secretRef", "secret", out);
  for (const Pods& pods : context.pods) {
    for (const doc::Node& volume : (*pods.spec)["volumes"].items())
      for (const SecretVolume& known : kSecretVolumes) {
        const doc::Node& source = volume[known.source];
        const doc::Node& holder = known.object.empty() ? source : source[known.object];
        out.add(holder.text(known.field), "volume", source["optional"].as_bool());
      }
    for (const doc::Node& secret : (*pods.spec)["imagePullSecrets"].items())
      out.add(secret.text("name"), "imagePullSecrets", false);
  }
  return out.take();
}

Value volume_claims(const FactContext& context) {
  std::vector<Value> out;
  std::set<std::string_view> seen;
  for (const Pods& pods : context.pods)
    for (const doc::Node& volume : (*pods.spec)["volumes"].items()) {
      std::string_view name = volume.at({"persistentVolumeClaim", "claimName"}).as_string();
      if (name.empty() || !seen.insert(name).second) continue;
      const kube::Object* claim =
          context.index.find("", "PersistentVolumeClaim", context.name_space, name);
      out.push_back(
          make_fields(context, {{"name", Value::string(name)}, {"object", object_or_null(claim)}}));
    }
  return make_list(context, out);
}

}  // namespace seawall::model
