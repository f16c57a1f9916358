// Any text as each of the lock files and catalogs of Java build tools.
#include <cstdint>

#include "package/reader.h"

namespace seawall::package {
const Reader& gradle_lock_reader();
const Reader& gradle_catalog_reader();
const Reader& sbt_lock_reader();
}  // namespace seawall::package

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  seawall::package::File file;
  file.path = "gradle.lockfile";
  file.content = {reinterpret_cast<const char*>(data), size};
  for (const auto* reader :
       {&seawall::package::gradle_lock_reader(), &seawall::package::gradle_catalog_reader(),
        &seawall::package::sbt_lock_reader()}) {
    seawall::package::Facts facts;
    (void)reader->read(file, {}, facts).ok();
  }
  return 0;
}
