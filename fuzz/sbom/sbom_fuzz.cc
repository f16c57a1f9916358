// What is read from any document is written as CycloneDX that is valid, and read back the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sbom/sbom.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall::sbom;  // NOLINT: one function
  std::string_view text(reinterpret_cast<const char*>(data), size);
  seawall::Limits limits;
  (void)detect(text);
  auto inventory = read_sbom(text, "fuzz", limits);
  if (!inventory) return 0;
  std::string written = write_cyclonedx(*inventory, nullptr, 0, "0");
  auto faults = validate_cyclonedx(written, limits);
  if (!faults || !faults->empty()) std::abort();
  auto again = read_sbom(written, "fuzz", limits);
  if (!again || again->components.size() != inventory->components.size()) std::abort();
  std::string spdx = write_spdx(*inventory, 0, "0");
  again = read_sbom(spdx, "fuzz", limits);
  if (!again || again->components.size() != inventory->components.size()) std::abort();
  return 0;
}
