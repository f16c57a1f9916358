#include "doc/parse.h"
#include "sbom/collector.h"
#include "sbom/cyclonedx_reader.h"
#include "sbom/sbom.h"
#include "sbom/spdx_reader.h"

namespace seawall::sbom {

Result<model::Inventory> read_sbom(std::string_view text, const std::string& target,
                                   const Limits& limits) {
  doc::Document document = TRY(doc::parse_json(text, limits, false));
  const doc::Node& root = document.root();
  Collector collector(target, limits);
  if (root.text("bomFormat") == "CycloneDX") {
    read_cyclonedx(root, collector);
  } else if (root.text("spdxVersion").starts_with("SPDX-2.")) {
    read_spdx(root, collector);
  } else {
    return Error(Code::kUnsupported,
                 "neither CycloneDX JSON (\"bomFormat\") nor SPDX 2 JSON (\"spdxVersion\")");
  }
  return collector.finish();
}

}  // namespace seawall::sbom
