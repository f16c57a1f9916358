// The Ruby that RubyGems generates.
#include "feed_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  seawall::package::feed_reader("gemspec", "specifications/x.gemspec", data, size);
  return 0;
}
