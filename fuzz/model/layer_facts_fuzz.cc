#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "model/layer_facts.h"

// What decodes must encode to something that decodes to the same again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto facts = seawall::model::decode_layer_facts({reinterpret_cast<const char*>(data), size});
  if (!facts) return 0;
  std::string once = seawall::model::encode(*facts);
  auto again = seawall::model::decode_layer_facts(once);
  CHECK(again.ok());
  CHECK(seawall::model::encode(*again) == once);
  return 0;
}
