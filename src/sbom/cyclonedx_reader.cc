// Components may nest; each with a purl is a package. What purls do not say, tools put into
// properties: Seawall's own (component_properties.h), Trivy's (aquasecurity:trivy:*) and Syft's
// (syft:*). Trivy also writes a component for each lock file, which "depends on" what it locks:
// that gives the packages their path.
#include "sbom/cyclonedx_reader.h"

#include <map>

#include "base/text.h"
#include "sbom/component_properties.h"
#include "sbom/hashes.h"

namespace seawall::sbom {
namespace {

using doc::Node;
using package::Package;

bool is_package_type(std::string_view type) {
  return type == "library" || type == "framework" || type == "application" || type.empty();
}

std::vector<std::string> licenses_of(const Node& component) {
  std::vector<std::string> out;
  for (const Node& choice : component["licenses"].items()) {
    const Node& license = choice["license"];
    for (std::string_view text :
         {choice.text("expression"), license.text("id"), license.text("name")}) {
      bool first = !text.empty() && !says_nothing(text);
      if (!first) continue;
      out.emplace_back(text);
      break;
    }
  }
  return out;
}

// [epoch:]version[-release] of Trivy's three properties.
struct SourceVersion {
  std::string_view epoch, version, release;
  std::string text() const {
    std::string out;
    if (!epoch.empty() && epoch != "0") out = fmt::format("{}:", epoch);
    out += version;
    if (!release.empty()) out += fmt::format("-{}", release);
    return out;
  }
};

class Reader {
 public:
  explicit Reader(Collector& collector) : collector_(collector) {}

  void read(const Node& root) {
    paths(root);
    const Node& subject = root["metadata"]["component"];
    subject_component(subject);
    for (const Node& component : subject["components"].items())
      if (!one(component)) return;
    for (const Node& component : root["components"].items())
      if (!one(component)) return;
    completeness(root);
  }

 private:
  // What lock files of Trivy's documents "depend on".
  void paths(const Node& root) {
    std::map<std::string_view, std::string_view> files;  // bom-ref -> path
    for (const Node& component : root["components"].items())
      if (component.text("type") == "application" && component.text("purl").empty())
        files[component.text("bom-ref")] = component.text("name");
    if (files.empty()) return;
    for (const Node& entry : root["dependencies"].items()) {
      auto file = files.find(entry.text("ref"));
      if (file == files.end()) continue;
      for (const Node& target : entry["dependsOn"].items())
        paths_.emplace(target.as_string(), file->second);
    }
  }

  // The thing itself is listed when it is a package: its own source, from no registry.
  void subject_component(const Node& subject) {
    std::string_view purl = subject.text("purl");
    if (purl.empty() || purl.starts_with("pkg:oci/") || purl.starts_with("pkg:docker/")) return;
    model::Component component;
    std::string fault =
        collector_.identify(purl, subject.text("name"), subject.text("version"), component);
    collector_.settle(fault, component);
    component.package.licenses = licenses_of(subject);
    component.package.local = true;
    collector_.add(std::move(component));
  }

  bool one(const Node& node) {
    std::string_view type = node.text("type");
    bool file = is_lock_file(node);
    if (type == "operating-system") {
      system(node);
    } else if (node.text("purl").empty() && node.text("name").empty()) {
      collector_.skip_nameless();
    } else if (file || (node.text("purl").empty() && !is_package_type(type)) ||
               type == "container") {
      if (!file) collector_.skip(fmt::format("of type {}", type));
    } else if (!collector_.add(component(node))) {
      return false;
    }
    for (const Node& nested : node["components"].items())
      if (!one(nested)) return false;
    return true;
  }

  static bool is_lock_file(const Node& node) {
    if (node.text("type") != "application" || !node.text("purl").empty()) return false;
    for (const Node& property : node["properties"].items())
      if (property.text("name") == "aquasecurity:trivy:Class") return true;
    return false;
  }

  model::Component component(const Node& node) {
    model::Component out;
    std::string name(node.text("name"));
    std::string fault = collector_.identify(node.text("purl"), name, node.text("version"), out);
    Package& package = out.package;
    if (package.type == "generic" && node.text("purl").empty())
      package.name_space = node.text("group");
    for (const Node& hash : node["hashes"].items()) {
      std::string digest = digest_of(hash.text("alg"), hash.text("content"));
      if (!digest.empty()) package.digests.push_back(std::move(digest));
    }
    if (node.text("scope") == "optional") package.scope = package::Scope::kOptional;
    auto path = paths_.find(node.text("bom-ref"));
    if (path != paths_.end()) package.path = path->second;
    properties(node, out);
    if (package.licenses.empty()) package.licenses = licenses_of(node);
    collector_.settle(fault, out);
    return out;
  }

  static void properties(const Node& node, model::Component& component) {
    Package& package = component.package;
    SourceVersion source;
    for (const Node& property : node["properties"].items()) {
      std::string_view name = property.text("name");
      std::string_view value = property.text("value");
      if (name.starts_with("seawall:")) {
        apply_property(name, value, component);
      } else if (name == "aquasecurity:trivy:SrcName") {
        if (value != package.name) package.source_name = value;
      } else if (name == "aquasecurity:trivy:SrcVersion") {
        source.version = value;
      } else if (name == "aquasecurity:trivy:SrcRelease") {
        source.release = value;
      } else if (name == "aquasecurity:trivy:SrcEpoch") {
        source.epoch = value;
      } else if (name == "aquasecurity:trivy:Modularitylabel") {
        package.module = value;
      } else if (name == "aquasecurity:trivy:FilePath" || name == "syft:location:0:path") {
        package.path = value.substr(value.starts_with('/') ? 1 : 0);
      } else if (name == "syft:metadata:source" || name == "syft:metadata:originPackage") {
        if (package.source_name.empty() && value != package.name) package.source_name = value;
      } else if (name == "syft:metadata:sourceVersion") {
        if (package.source_version.empty() && value != package.version)
          package.source_version = value;
      }
    }
    std::string version = source.text();
    if (!version.empty() && version != package.version) package.source_version = version;
  }

  void system(const Node& node) {
    package::Distro distro;
    distro.name = node.text("description");
    distro.cpe = node.text("cpe");
    for (const Node& property : node["properties"].items()) {
      std::string_view name = property.text("name");
      std::string_view value = property.text("value");
      if (name == "seawall:distro:id-like" || name.starts_with("syft:distro:idLike:"))
        distro.id_like.emplace_back(value);
      if (name == "seawall:distro:codename" || name == "syft:distro:versionCodename")
        distro.codename = value;
      if (name == "seawall:distro:path") distro.path = value;
    }
    collector_.distro(node.text("name"), node.text("version"), std::move(distro));
  }

  // A document that says of itself that things are missing makes an answer that does.
  void completeness(const Node& root) {
    bool said = false;
    for (const Node& property : root["metadata"]["properties"].items()) {
      if (property.text("name") != kDiagnostic) continue;
      collector_.problem(fmt::format("when it was made: {}", property.text("value")), true);
      said = true;
    }
    if (said) return;
    for (const Node& composition : root["compositions"].items())
      if (composition.text("aggregate").starts_with("incomplete") && !said) {
        collector_.problem("the document says that it is incomplete", true);
        said = true;
      }
  }

  Collector& collector_;
  std::map<std::string_view, std::string_view> paths_;  // bom-ref -> file that declares it
};

}  // namespace

void read_cyclonedx(const Node& root, Collector& collector) {
  Reader(collector).read(root);
}

}  // namespace seawall::sbom
