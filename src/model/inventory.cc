#include "model/inventory.h"

#include <algorithm>
#include <tuple>

#include "package/purl.h"

namespace seawall::model {

const char* target_kind_name(TargetKind kind) {
  switch (kind) {
    case TargetKind::kImage:
      return "image";
    case TargetKind::kRootFilesystem:
      return "rootfs";
    case TargetKind::kProject:
      return "project";
    case TargetKind::kSbom:
      return "sbom";
  }
  return "unknown";
}

std::string purl_text(const Component& component, const Inventory& inventory) {
  if (!component.purl.empty()) return component.purl;
  return package::format_purl(
      package::purl_of(component.package, inventory.distro ? &*inventory.distro : nullptr));
}

void normalise(Inventory& inventory) {
  auto key = [](const Component& c) {
    const package::Package& p = c.package;
    return std::tie(p.type, p.name_space, p.name, p.version, p.architecture, p.path, p.line,
                    c.layer, p.scope, p.direct);
  };
  auto& components = inventory.components;
  std::stable_sort(components.begin(), components.end(),
                   [&](const Component& a, const Component& b) { return key(a) < key(b); });
  auto same = [](const Component& a, const Component& b) {
    return a.layer == b.layer && a.package == b.package && a.owner == b.owner && a.purl == b.purl;
  };
  components.erase(std::unique(components.begin(), components.end(), same), components.end());
  auto& diagnostics = inventory.diagnostics;
  std::stable_sort(
      diagnostics.begin(), diagnostics.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.path, a.line, a.message) < std::tie(b.path, b.line, b.message);
      });
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end()), diagnostics.end());
}

}  // namespace seawall::model
