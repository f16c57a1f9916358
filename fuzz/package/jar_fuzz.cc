// Any bytes as a Java archive, with small bounds so that nested ones reach them.
#include <cstdint>

#include "package/jar_walk.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  seawall::package::File file;
  file.path = "fuzz-1.0.jar";
  file.content = {reinterpret_cast<const char*>(data), size};
  seawall::Limits limits;
  limits.kept_file_bytes = 1u << 20;
  limits.kept_layer_bytes = 4u << 20;
  seawall::package::Facts facts;
  (void)seawall::package::walk_jar(file, limits, facts).ok();
  return 0;
}
