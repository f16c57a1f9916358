// rpm header blobs.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "package/rpm_header.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto header = seawall::package::RpmHeader::create(text);
  if (!header) return 0;
  header->evr();
  seawall::package::parse_source_rpm(header->text(seawall::package::RpmHeader::kSourceRpm));
  (void)header->for_each_file([](std::string_view) {});
  return 0;
}
