// pip's requirements files and the specifiers in them.
#include "feed_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  seawall::package::feed_reader("requirements", "requirements.txt", data, size);
  return 0;
}
