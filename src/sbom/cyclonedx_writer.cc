// An inventory as CycloneDX 1.6 JSON (https://cyclonedx.org/docs/1.6/json/).
//
// The image (or folder) is metadata.component; everything found in it is a component that it
// depends on. The purl carries a package's identity; what a purl cannot say follows as properties
// named seawall:*. When something could not be read, the composition says "incomplete" and the
// document's properties say what.
#include "base/clock.h"
#include "base/text.h"
#include "doc/json_writer.h"
#include "sbom/component_properties.h"
#include "sbom/cyclonedx_vulnerabilities.h"
#include "sbom/hashes.h"
#include "sbom/licenses.h"
#include "sbom/names.h"
#include "sbom/sbom.h"
#include "sbom/uuid.h"

namespace seawall::sbom {
namespace {

using doc::JsonWriter;

constexpr std::string_view kNoSerial = "urn:uuid:00000000-0000-0000-0000-000000000000";
constexpr std::string_view kRoot = "seawall:target";
constexpr std::string_view kSystem = "seawall:distro";
constexpr size_t kLongestVersion = 1024;  // in the schema

const char* root_type(model::TargetKind kind) {
  switch (kind) {
    case model::TargetKind::kImage:
      return "container";
    case model::TargetKind::kRootFilesystem:
      return "platform";
    default:
      return "application";
  }
}

bool is_incomplete(const model::Inventory& inventory) {
  for (const Diagnostic& diagnostic : inventory.diagnostics)
    if (diagnostic.incomplete) return true;
  return false;
}

class Writer {
 public:
  Writer(const model::Inventory& inventory, std::string_view tool_version)
      : inventory_(inventory),
        tool_version_(tool_version),
        json_(out_, JsonWriter::Style::kPretty),
        references_(component_references(inventory)),
        root_(kRoot) {}

  std::string write(const std::vector<finding::Finding>* findings, UnixSeconds created) {
    json_.begin_object();
    json_.member("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
    json_.member("bomFormat", "CycloneDX");
    json_.member("specVersion", "1.6");
    json_.member("serialNumber", kNoSerial);
    size_t serial = out_.size() - 1 - kNoSerial.size();
    json_.member("version", 1);
    metadata(created);
    components();
    dependencies();
    compositions();
    if (findings) write_vulnerabilities(json_, inventory_, references_, root_, *findings);
    json_.end_object();
    out_ += '\n';
    out_.replace(serial, kNoSerial.size(), "urn:uuid:" + uuid_of(out_));
    return std::move(out_);
  }

 private:
  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) json_.member(name, value);
  }
  void version(const std::string& value) {
    if (!value.empty() && value.size() <= kLongestVersion) json_.member("version", value);
  }
  void hashes(const std::vector<std::string>& digests) {
    bool any = false;
    for (const std::string& digest : digests) {
      Hash hash = hash_of(digest);
      if (hash.content.empty()) continue;
      if (!any) {
        json_.key("hashes");
        json_.begin_array();
        any = true;
      }
      json_.begin_object();
      json_.member("alg", hash.cyclonedx);
      json_.member("content", hash.content);
      json_.end_object();
    }
    if (any) json_.end_array();
  }

  void metadata(UnixSeconds created) {
    json_.key("metadata");
    json_.begin_object();
    json_.member("timestamp", format_rfc3339(created));
    json_.key("tools");
    json_.begin_object();
    json_.key("components");
    json_.begin_array();
    json_.begin_object();
    json_.member("type", "application");
    json_.member("name", "seawall");
    text("version", tool_version_);
    json_.end_object();
    json_.end_array();
    json_.end_object();
    root();
    std::vector<Property> properties;
    for (const Diagnostic& diagnostic : inventory_.diagnostics)
      if (diagnostic.incomplete)
        properties.emplace_back(kDiagnostic,
                                fmt::format("{}: {}", diagnostic.path, diagnostic.message));
    write_properties(json_, properties);
    json_.end_object();
  }

  void root() {
    json_.key("component");
    json_.begin_object();
    json_.member("type", root_type(inventory_.kind));
    json_.member("bom-ref", root_);
    json_.member("name", inventory_.target);
    std::vector<Property> properties;
    properties.emplace_back("seawall:target:kind", model::target_kind_name(inventory_.kind));
    if (inventory_.image) {
      const image::Image& image = *inventory_.image;
      text("version", image.digest);
      hashes({image.digest});
      text("purl", image_purl(image));
      image_properties(image, properties);
    }
    write_properties(json_, properties);
    json_.end_object();
  }

  static void image_properties(const image::Image& image, std::vector<Property>& out) {
    if (!image.config_digest.empty())
      out.emplace_back("seawall:image:config-digest", image.config_digest);
    for (const std::string& tag : image.repo_tags) out.emplace_back("seawall:image:tag", tag);
    if (!image.os.empty()) out.emplace_back("seawall:image:os", image.os);
    if (!image.architecture.empty())
      out.emplace_back("seawall:image:architecture", image.architecture);
    for (const image::Layer& layer : image.layers)
      out.emplace_back("seawall:image:layer", layer.digest.empty() ? layer.diff_id : layer.digest);
  }

  void components() {
    json_.key("components");
    json_.begin_array();
    if (inventory_.distro) system(*inventory_.distro);
    for (size_t i = 0; i < inventory_.components.size(); ++i)
      one(inventory_.components[i], references_[i]);
    json_.end_array();
  }

  void system(const package::Distro& distro) {
    json_.begin_object();
    json_.member("type", "operating-system");
    json_.member("bom-ref", kSystem);
    json_.member("name", distro.id);
    version(distro.version_id);
    text("description", distro.name);
    text("cpe", distro.cpe);
    std::vector<Property> properties;
    for (const std::string& like : distro.id_like)
      properties.emplace_back("seawall:distro:id-like", like);
    if (!distro.codename.empty())
      properties.emplace_back("seawall:distro:codename", distro.codename);
    if (!distro.path.empty()) properties.emplace_back("seawall:distro:path", distro.path);
    write_properties(json_, properties);
    json_.end_object();
  }

  void one(const model::Component& component, const std::string& reference) {
    const package::Package& package = component.package;
    std::string purl = model::purl_text(component, inventory_);
    json_.begin_object();
    json_.member("type", "library");
    json_.member("bom-ref", reference);
    text("group", package.name_space);
    json_.member("name", package.name);
    if (!package.range) version(package.version);
    if (package.scope == package::Scope::kOptional) json_.member("scope", "optional");
    if (package.scope == package::Scope::kDevelopment || package.scope == package::Scope::kTest)
      json_.member("scope", "excluded");
    hashes(package.digests);
    bool exact = write_cyclonedx_licenses(json_, package.licenses);
    json_.member("purl", purl);
    std::vector<Property> properties = component_properties(component, inventory_, purl);
    if (!exact)
      for (const std::string& license : package.licenses)
        properties.emplace_back(kDeclaredLicense, license);
    write_properties(json_, properties);
    json_.end_object();
  }

  void dependencies() {
    json_.key("dependencies");
    json_.begin_array();
    json_.begin_object();
    json_.member("ref", root_);
    json_.key("dependsOn");
    json_.begin_array();
    if (inventory_.distro) json_.string(kSystem);
    for (const std::string& reference : references_) json_.string(reference);
    json_.end_array();
    json_.end_object();
    json_.end_array();
  }

  void compositions() {
    if (!is_incomplete(inventory_)) return;
    json_.key("compositions");
    json_.begin_array();
    json_.begin_object();
    json_.member("aggregate", "incomplete");
    json_.key("assemblies");
    json_.begin_array();
    json_.string(root_);
    json_.end_array();
    json_.end_object();
    json_.end_array();
  }

  const model::Inventory& inventory_;
  std::string_view tool_version_;
  std::string out_;
  JsonWriter json_;
  std::vector<std::string> references_;
  std::string root_;
};

}  // namespace

std::string write_cyclonedx(const model::Inventory& inventory,
                            const std::vector<finding::Finding>* findings, UnixSeconds created,
                            std::string_view tool_version) {
  return Writer(inventory, tool_version).write(findings, created);
}

}  // namespace seawall::sbom
