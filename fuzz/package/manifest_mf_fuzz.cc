// Any text as a manifest, a properties file and a header list.
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "package/manifest_mf.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& [name, value] : seawall::package::parse_manifest(text).attributes)
    if (!seawall::is_valid_utf8(value)) std::abort();
  for (const auto& [name, value] : seawall::package::parse_properties(text))
    if (!seawall::is_valid_utf8(name) || !seawall::is_valid_utf8(value)) std::abort();
  seawall::package::header_clauses(text);
  return 0;
}
