// go.mod, with the same bytes as go.sum.
#include "feed_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  seawall::package::feed_reader("go-mod", "go.mod", data, size);
  return 0;
}
