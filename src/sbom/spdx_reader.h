// SPDX 2.x JSON as an inventory.
#pragma once

#include "doc/tree.h"
#include "sbom/collector.h"

namespace seawall::sbom {

void read_spdx(const doc::Node& root, Collector& collector);

}  // namespace seawall::sbom
