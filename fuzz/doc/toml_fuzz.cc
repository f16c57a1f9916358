#include <cstdint>

#include "base/result.h"
#include "doc/json_writer.h"
#include "doc/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall::doc;
  auto document =
      parse_toml(std::string_view(reinterpret_cast<const char*>(data), size), seawall::Limits{});
  if (!document.ok()) return 0;
  CHECK(parse_json(to_json(document->root()), seawall::Limits{}).ok());
  return 0;
}
