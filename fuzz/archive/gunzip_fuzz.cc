// Gzip (and, by its magic number, anything else that decompress() takes) in chunks of a size that
// the first byte chooses; the outcome must not depend on that size.
#include <cstdlib>

#include "archive/stream.h"

namespace {

using namespace seawall;

class Chunks final : public archive::ByteSource {
 public:
  Chunks(std::string_view bytes, size_t size) : rest_(bytes), size_(size) {}
  Result<std::string_view> read() override {
    const std::string_view chunk = rest_.substr(0, size_);
    rest_.remove_prefix(chunk.size());
    return chunk;
  }

 private:
  std::string_view rest_;
  size_t size_;
};

Result<std::string> unpack(std::string_view bytes, size_t chunk) {
  Limits limits;
  limits.layer_bytes = 4 << 20;
  auto source = archive::decompress(std::make_unique<Chunks>(bytes, chunk), limits);
  return archive::read_all(*source, limits.layer_bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Result<std::string> whole = unpack(bytes, 1 << 20);
  const Result<std::string> pieces = unpack(bytes, data[0] + size_t{1});
  if (whole.ok() != pieces.ok()) std::abort();
  if (whole.ok() && *whole != *pieces) std::abort();
  return 0;
}
