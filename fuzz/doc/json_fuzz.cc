// JSON with and without positions give the same tree, and what is written reads back the same.
#include <cstdint>

#include "base/result.h"
#include "doc/compare.h"
#include "doc/json_writer.h"
#include "doc/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall::doc;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  seawall::Diagnostics remarks;
  auto document = parse_json(text, seawall::Limits{}, true, &remarks);
  auto bare = parse_json(text, seawall::Limits{}, false);
  CHECK(document.ok() == bare.ok());
  if (!document.ok()) return 0;
  CHECK(equal(document->root(), bare->root()));
  for (auto style : {JsonWriter::Style::kCompact, JsonWriter::Style::kPretty}) {
    auto again = parse_json(to_json(document->root(), style), seawall::Limits{});
    CHECK(again.ok());
    CHECK(equal(document->root(), again->root()));
  }
  return 0;
}
