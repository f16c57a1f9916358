// Databases of pacman and portage.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "package/reader_testing.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* path : {"var/lib/pacman/local/a-1-1/desc", "var/lib/pacman/local/a-1-1/files",
                           "var/db/pkg/a/b-1/PF", "var/db/pkg/a/b-1/CONTENTS"})
    seawall::package::read_for_test(path, text);
  return 0;
}
