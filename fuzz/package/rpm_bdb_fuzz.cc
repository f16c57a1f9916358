// rpm databases in the form of bdb, down to the packages' files.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "package/rpm_database.h"
#include "package/rpm_header.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  uint64_t bytes = 0;
  (void)seawall::package::for_each_bdb_header(text, {}, [&](std::string_view blob) {
    bytes += blob.size();
    auto header = seawall::package::RpmHeader::create(blob);
    if (header) (void)header->for_each_file([](std::string_view) {});
  });
  CHECK(bytes <= size);  // nothing is read twice
  return 0;
}
