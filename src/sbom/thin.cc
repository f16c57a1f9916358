#include "base/text.h"
#include "doc/json_writer.h"
#include "doc/parse.h"
#include "package/purl.h"
#include "sbom/sbom.h"
#include "sbom/uuid.h"
namespace seawall::sbom {
std::string write_cyclonedx(const model::Inventory& inventory, const std::vector<finding::Finding>*,
                            UnixSeconds created, std::string_view tool_version) {
  std::string out;
  doc::JsonWriter json(out, doc::JsonWriter::Style::kPretty);
  json.begin_object();
  json.member("bomFormat", "CycloneDX");
  json.member("specVersion", "1.6");
  json.member("version", 1);
  json.key("metadata");
  json.begin_object();
  json.member("timestamp", format_rfc3339(created));
  (void)tool_version;
  json.end_object();
  json.key("components");
  json.begin_array();
  for (const auto& component : inventory.components) {
    json.begin_object();
    json.member("type", "library");
    json.member("name", component.package.name);
    json.member("version", component.package.version);
    json.member("purl", model::purl_text(component, inventory));
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return out + "\n";
}
std::string write_spdx(const model::Inventory&, UnixSeconds, std::string_view) {
  return "{}\n";
}
Result<model::Inventory> read_sbom(std::string_view text, const std::string& target,
                                   const Limits& limits) {
  doc::Document document = TRY(doc::parse_json(text, limits, false));
  model::Inventory inventory;
  inventory.kind = model::TargetKind::kSbom;
  inventory.target = target;
  for (const doc::Node& node : document.root()["components"].items()) {
    auto purl = package::parse_purl(node.text("purl"));
    if (!purl) continue;
    model::Component component;
    component.package = package::package_of(*purl);
    component.purl = node.text("purl");
    inventory.components.push_back(std::move(component));
  }
  model::normalise(inventory);
  return inventory;
}
}  // namespace seawall::sbom
