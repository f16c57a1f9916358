// Any text: what is accepted must have a canonical text that is read back as the same purl.
#include <cstdint>
#include <cstdlib>

#include "package/purl.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace package = seawall::package;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  seawall::Result<package::Purl> purl = package::parse_purl(text);
  if (!purl) return 0;
  seawall::Result<package::Purl> again = package::parse_purl(package::format_purl(*purl));
  if (!again || *again != *purl) std::abort();
  package::purl_of(package::package_of(*purl), nullptr);
  return 0;
}
