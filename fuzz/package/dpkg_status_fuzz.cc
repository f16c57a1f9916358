// dpkg and opkg status files, status.d, file lists.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "package/reader_testing.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* path : {"var/lib/dpkg/status", "var/lib/dpkg/status.d/a", "usr/lib/opkg/status",
                           "var/lib/dpkg/info/a.list", "var/lib/dpkg/status.d/a.md5sums"})
    seawall::package::read_for_test(path, text);
  return 0;
}
