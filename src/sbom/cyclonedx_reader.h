// CycloneDX JSON, 1.2 to 1.7, as an inventory.
#pragma once

#include "doc/tree.h"
#include "sbom/collector.h"

namespace seawall::sbom {

void read_cyclonedx(const doc::Node& root, Collector& collector);

}  // namespace seawall::sbom
