// Packages are identified by their purl, an external reference. What the document describes (the
// image, the project) is not among its packages. Annotations carry Seawall's properties; Trivy
// names the source package in `sourceInfo`.
#include "sbom/spdx_reader.h"

#include <map>
#include <set>

#include "base/text.h"
#include "sbom/component_properties.h"
#include "sbom/hashes.h"

namespace seawall::sbom {
namespace {

using doc::Node;
using package::Package;

std::string_view reference(const Node& node, std::string_view type) {
  for (const Node& entry : node["externalRefs"].items())
    if (entry.text("referenceType") == type) return entry.text("referenceLocator");
  return {};
}

// "seawall:package:path: usr/bin": name and value of an annotation.
std::optional<Halves> property_of(const Node& annotation) {
  std::string_view comment = annotation.text("comment");
  if (!comment.starts_with("seawall:")) return std::nullopt;
  return split_once(comment, ": ");
}

class Reader {
 public:
  explicit Reader(Collector& collector) : collector_(collector) {}

  void read(const Node& root) {
    for (const Node& id : root["documentDescribes"].items()) described_.insert(id.as_string());
    for (const Node& relationship : root["relationships"].items()) {
      std::string_view type = relationship.text("relationshipType");
      if (type == "DESCRIBES") described_.insert(relationship.text("relatedSpdxElement"));
      if (type == "DESCRIBED_BY") described_.insert(relationship.text("spdxElementId"));
    }
    for (const Node& license : root["hasExtractedLicensingInfos"].items())
      extracted_[license.text("licenseId")] = license;
    for (const Node& package : root["packages"].items())
      if (!one(package, root["packages"].size())) return;
    for (const Node& annotation : root["annotations"].items())
      if (std::optional<Halves> property = property_of(annotation))
        if (property->first == kDiagnostic)
          collector_.problem(fmt::format("when it was made: {}", property->second), true);
  }

 private:
  bool one(const Node& node, size_t all) {
    std::string_view purpose = node.text("primaryPackagePurpose");
    std::string_view purl = reference(node, "purl");
    // Some documents describe each of their packages: then none is the target.
    bool target = described_.count(node.text("SPDXID")) > 0 && described_.size() < all;
    // The specification's text has the dash, its JSON schema the underscore.
    if (purpose == "OPERATING-SYSTEM" || purpose == "OPERATING_SYSTEM") {
      system(node);
      return true;
    }
    bool image =
        purpose == "CONTAINER" || purl.starts_with("pkg:oci/") || purl.starts_with("pkg:docker/");
    if (target && (image || purl.empty())) return true;
    if (purl.empty() && node.text("name").empty()) {
      collector_.skip_nameless();
      return true;
    }
    if (image ||
        (purl.empty() && !purpose.empty() && purpose != "LIBRARY" && purpose != "FRAMEWORK")) {
      collector_.skip(fmt::format("of purpose {}", image ? "CONTAINER" : purpose));
      return true;
    }
    model::Component out = component(node, purl);
    out.package.local |= target;
    return collector_.add(std::move(out));
  }

  model::Component component(const Node& node, std::string_view purl) {
    model::Component out;
    std::string fault = collector_.identify(purl, node.text("name"), node.text("versionInfo"), out);
    Package& package = out.package;
    for (const Node& checksum : node["checksums"].items()) {
      std::string digest = digest_of(checksum.text("algorithm"), checksum.text("checksumValue"));
      if (!digest.empty()) package.digests.push_back(std::move(digest));
    }
    source(node.text("sourceInfo"), package);
    for (const Node& annotation : node["annotations"].items())
      if (std::optional<Halves> property = property_of(annotation))
        apply_property(property->first, property->second, out);
    if (package.licenses.empty()) licenses(node, package);
    collector_.settle(fault, out);
    return out;
  }

  void licenses(const Node& node, Package& package) {
    for (const char* field : {"licenseDeclared", "licenseConcluded"}) {
      std::string_view text = node.text(field);
      if (says_nothing(text)) continue;
      auto extracted = extracted_.find(text);
      std::string_view name =
          extracted == extracted_.end() ? std::string_view() : extracted->second.text("name");
      package.licenses.emplace_back(says_nothing(name) ? text : name);
      return;
    }
  }

  static void source(std::string_view info, Package& package) {
    constexpr std::string_view kBuiltFrom = "built package from: ";
    if (!info.starts_with(kBuiltFrom)) return;
    auto halves = split_last(info.substr(kBuiltFrom.size()), " ");
    if (!halves) return;
    if (halves->first != package.name) package.source_name = halves->first;
    if (halves->second != package.version) package.source_version = halves->second;
  }

  void system(const Node& node) {
    package::Distro distro;
    distro.name = node.text("summary");
    distro.cpe = reference(node, "cpe23Type");
    if (distro.cpe.empty()) distro.cpe = reference(node, "cpe22Type");
    for (const Node& annotation : node["annotations"].items()) {
      std::optional<Halves> property = property_of(annotation);
      if (!property) continue;
      if (property->first == "seawall:distro:id-like")
        distro.id_like.emplace_back(property->second);
      if (property->first == "seawall:distro:codename") distro.codename = property->second;
      if (property->first == "seawall:distro:path") distro.path = property->second;
    }
    collector_.distro(node.text("name"), node.text("versionInfo"), std::move(distro));
  }

  Collector& collector_;
  std::set<std::string_view> described_;
  std::map<std::string_view, Node> extracted_;
};

}  // namespace

void read_spdx(const Node& root, Collector& collector) {
  Reader(collector).read(root);
}

}  // namespace seawall::sbom
