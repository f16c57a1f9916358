// Cabal's constraints.
#include "feed_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  seawall::package::feed_reader("cabal-freeze", "cabal.project.freeze", data, size);
  return 0;
}
