#include <cstdint>
#include <string_view>

#include "sbom/cyclonedx_schema.h"
#include "sbom/sbom.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  seawall::Limits limits;
  (void)seawall::sbom::validate_cyclonedx(text, limits);
  for (std::string_view version : {"1.2", "1.7"})
    (void)seawall::sbom::validate_cyclonedx_as(text, version, limits);
  return 0;
}
