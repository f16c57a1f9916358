// Zstandard frames, in one piece.
#include "archive/stream.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall;
  Limits limits;
  limits.layer_bytes = 4 << 20;
  auto source = archive::decompress(
      archive::view_source(std::string_view(reinterpret_cast<const char*>(data), size)), limits);
  (void)archive::read_all(*source, limits.layer_bytes).ok();
  return 0;
}
