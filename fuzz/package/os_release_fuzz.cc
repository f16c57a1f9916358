// os-release and the older files that name a distribution.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "package/os_release.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* path : {"etc/os-release", "etc/lsb-release", "etc/redhat-release",
                           "etc/debian_version", "etc/alpine-release", "etc/photon-release"})
    seawall::package::parse_distro_file(path, text);
  return 0;
}
