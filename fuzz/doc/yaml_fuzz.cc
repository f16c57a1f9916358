// Both schemas; every tree can be written as JSON within its bounds, and that is YAML again.
#include <cstdint>

#include "base/result.h"
#include "doc/json_writer.h"
#include "doc/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall::doc;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  seawall::Limits limits;
  limits.alias_expansion = 10'000;
  for (YamlSchema schema : {YamlSchema::kKubectl, YamlSchema::kCore}) {
    seawall::Diagnostics remarks;
    auto documents = parse_yaml(text, limits, schema, &remarks);
    if (!documents.ok()) continue;
    for (const Document& document : *documents) {
      auto again = parse_json(to_json(document.root()), limits);
      CHECK(again.ok());
    }
  }
  return 0;
}
