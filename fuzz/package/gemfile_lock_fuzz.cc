// Bundler's lock file.
#include "feed_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  seawall::package::feed_reader("gemfile-lock", "Gemfile.lock", data, size);
  return 0;
}
