// An inventory as SPDX 2.3 JSON (https://spdx.github.io/spdx-spec/v2.3/).
//
// The document describes the target, which contains the operating system and every package. The
// purl is an external reference; what neither it nor a field can say is an annotation
// "seawall:...: value". Licences that SPDX does not know are LicenseRefs, whose text is what the
// package declares. Nothing is claimed that is not known: NOASSERTION.
#include <fmt/format.h>

#include <map>

#include "base/clock.h"
#include "base/hash.h"
#include "doc/json_writer.h"
#include "sbom/component_properties.h"
#include "sbom/hashes.h"
#include "sbom/licenses.h"
#include "sbom/names.h"
#include "sbom/sbom.h"
#include "sbom/uuid.h"

namespace seawall::sbom {
namespace {

using doc::JsonWriter;

constexpr const char* kNothing = "NOASSERTION";
constexpr const char* kDocument = "SPDXRef-DOCUMENT";
constexpr const char* kRoot = "SPDXRef-Target";
constexpr const char* kSystem = "SPDXRef-OperatingSystem";
constexpr std::string_view kNoNamespace =
    "https://spdx.org/spdxdocs/seawall-00000000-0000-0000-0000-000000000000";

class Writer {
 public:
  Writer(const model::Inventory& inventory, UnixSeconds created, std::string_view tool_version)
      : inventory_(inventory),
        created_(format_rfc3339(created)),
        tool_(fmt::format("Tool: seawall-{}", tool_version)),
        json_(out_, JsonWriter::Style::kPretty) {
    for (const std::string& reference : component_references(inventory))
      ids_.push_back("SPDXRef-Package-" + to_hex(sha256(reference)).substr(0, 20));
  }

  std::string write() {
    json_.begin_object();
    json_.member("spdxVersion", "SPDX-2.3");
    json_.member("dataLicense", "CC0-1.0");
    json_.member("SPDXID", kDocument);
    json_.member("name", inventory_.target);
    json_.member("documentNamespace", kNoNamespace);
    size_t name_end = out_.size() - 1;
    creation_info();
    packages();
    relationships();
    extracted_licenses();
    incompleteness();
    json_.end_object();
    out_ += '\n';
    std::string uuid = uuid_of(out_);
    out_.replace(name_end - uuid.size(), uuid.size(), uuid);
    return std::move(out_);
  }

 private:
  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) json_.member(name, value);
  }

  void creation_info() {
    json_.key("creationInfo");
    json_.begin_object();
    json_.member("created", created_);
    json_.key("creators");
    json_.begin_array();
    json_.string(tool_);
    json_.end_array();
    json_.end_object();
  }

  void begin_package(std::string_view id, std::string_view name, std::string_view version,
                     std::string_view purpose) {
    json_.begin_object();
    json_.member("SPDXID", id);
    json_.member("name", name);
    text("versionInfo", version);
    json_.member("primaryPackagePurpose", purpose);
    json_.member("downloadLocation", kNothing);
    json_.member("filesAnalyzed", false);
    json_.member("licenseConcluded", kNothing);
    json_.member("copyrightText", kNothing);
    json_.member("supplier", kNothing);
  }

  void checksums(const std::vector<std::string>& digests) {
    json_.key("checksums");
    json_.begin_array();
    for (const std::string& digest : digests) {
      Hash hash = hash_of(digest);
      if (hash.content.empty()) continue;
      json_.begin_object();
      json_.member("algorithm", hash.spdx);
      json_.member("checksumValue", hash.content);
      json_.end_object();
    }
    json_.end_array();
  }

  void external_reference(std::string_view category, std::string_view type,
                          std::string_view locator) {
    json_.key("externalRefs");
    json_.begin_array();
    if (!locator.empty()) {
      json_.begin_object();
      json_.member("referenceCategory", category);
      json_.member("referenceType", type);
      json_.member("referenceLocator", locator);
      json_.end_object();
    }
    json_.end_array();
  }

  void annotations(const std::vector<Property>& properties) {
    json_.key("annotations");
    json_.begin_array();
    for (const auto& [name, value] : properties) {
      json_.begin_object();
      json_.member("annotationDate", created_);
      json_.member("annotationType", "OTHER");
      json_.member("annotator", tool_);
      json_.member("comment", fmt::format("{}: {}", name, value));
      json_.end_object();
    }
    json_.end_array();
  }

  void packages() {
    json_.key("packages");
    json_.begin_array();
    target();
    if (inventory_.distro) system(*inventory_.distro);
    for (size_t i = 0; i < ids_.size(); ++i) one(inventory_.components[i], ids_[i]);
    json_.end_array();
  }

  void target() {
    const auto& image = inventory_.image;
    begin_package(kRoot, inventory_.target, image ? image->digest : "",
                  image ? "CONTAINER" : "APPLICATION");
    json_.member("licenseDeclared", kNothing);
    if (image) {
      checksums({image->digest});
      external_reference("PACKAGE-MANAGER", "purl", image_purl(*image));
    }
    annotations({{"seawall:target:kind", model::target_kind_name(inventory_.kind)}});
    json_.end_object();
  }

  void system(const package::Distro& distro) {
    begin_package(kSystem, distro.id, distro.version_id, "OPERATING-SYSTEM");
    json_.member("licenseDeclared", kNothing);
    text("summary", distro.name);
    if (distro.cpe.starts_with("cpe:2.3:")) {
      external_reference("SECURITY", "cpe23Type", distro.cpe);
    } else {
      external_reference("SECURITY", "cpe22Type", distro.cpe);
    }
    std::vector<Property> properties;
    for (const std::string& like : distro.id_like)
      properties.emplace_back("seawall:distro:id-like", like);
    if (!distro.codename.empty())
      properties.emplace_back("seawall:distro:codename", distro.codename);
    if (!distro.path.empty()) properties.emplace_back("seawall:distro:path", distro.path);
    annotations(properties);
    json_.end_object();
  }

  void one(const model::Component& component, const std::string& id) {
    const package::Package& package = component.package;
    std::string purl = model::purl_text(component, inventory_);
    begin_package(id, package.name.empty() ? purl : package.name,
                  package.range ? "" : package.version, "LIBRARY");
    std::vector<ExtractedLicense> extracted;
    std::string expression = spdx_expression(package.licenses, extracted);
    json_.member("licenseDeclared", expression);
    std::vector<Property> properties = component_properties(component, inventory_, purl);
    bool plain = package.licenses.empty() ||
                 (package.licenses.size() == 1 && package.licenses[0] == expression);
    if (!plain)
      for (const std::string& license : package.licenses)
        properties.emplace_back(kDeclaredLicense, license);
    for (ExtractedLicense& license : extracted) extracted_[license.id] = std::move(license.text);
    checksums(package.digests);
    external_reference("PACKAGE-MANAGER", "purl", purl);
    annotations(properties);
    json_.end_object();
  }

  void relationship(std::string_view from, std::string_view type, std::string_view to) {
    json_.begin_object();
    json_.member("spdxElementId", from);
    json_.member("relationshipType", type);
    json_.member("relatedSpdxElement", to);
    json_.end_object();
  }

  void relationships() {
    json_.key("relationships");
    json_.begin_array();
    relationship(kDocument, "DESCRIBES", kRoot);
    if (inventory_.distro) relationship(kRoot, "CONTAINS", kSystem);
    for (const std::string& id : ids_) relationship(kRoot, "CONTAINS", id);
    json_.end_array();
  }

  void extracted_licenses() {
    if (extracted_.empty()) return;
    json_.key("hasExtractedLicensingInfos");
    json_.begin_array();
    for (const auto& [id, license] : extracted_) {
      json_.begin_object();
      json_.member("licenseId", id);
      json_.member("name", license.empty() ? kNothing : license);
      json_.member("extractedText", license.empty() ? kNothing : license);
      json_.end_object();
    }
    json_.end_array();
  }

  void incompleteness() {
    std::vector<Property> properties;
    for (const Diagnostic& diagnostic : inventory_.diagnostics)
      if (diagnostic.incomplete)
        properties.emplace_back(kDiagnostic,
                                fmt::format("{}: {}", diagnostic.path, diagnostic.message));
    if (!properties.empty()) annotations(properties);
  }

  const model::Inventory& inventory_;
  std::string created_, tool_;
  std::string out_;
  JsonWriter json_;
  std::vector<std::string> ids_;
  std::map<std::string, std::string> extracted_;  // by identifier
};

}  // namespace

std::string write_spdx(const model::Inventory& inventory, UnixSeconds created,
                       std::string_view tool_version) {
  return Writer(inventory, created, tool_version).write();
}

}  // namespace seawall::sbom
