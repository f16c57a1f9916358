// Every finding has an id and is of the code stage.
#include <cstdint>

#include "kube/sarif.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  Diagnostics remarks;
  auto findings = kube::read_sarif(text, "a.sarif", Limits{}, remarks);
  if (!findings.ok()) return 0;
  for (const finding::Finding& one : *findings) CHECK(one.stage == finding::Stage::kCode);
  return 0;
}
