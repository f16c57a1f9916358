// yarn 1's grammar, and berry's YAML.
#include "feed_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  seawall::package::feed_reader("yarn-lock", "yarn.lock", data, size);
  return 0;
}
