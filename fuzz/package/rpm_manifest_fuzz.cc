// rpm manifests of distroless images.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "package/reader_testing.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  seawall::package::read_for_test("var/lib/rpmmanifest/container-manifest-2", text);
  return 0;
}
