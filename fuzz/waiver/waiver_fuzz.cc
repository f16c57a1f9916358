#include <cstdint>
#include <string_view>

#include "waiver/waiver.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto waivers = seawall::waiver::parse_waivers(text, "w.yaml", seawall::Limits{});
  if (!waivers) return 0;
  seawall::finding::Finding finding;
  finding.id = "CVE-2021-44228";
  finding.subject.path = "app/lib/log4j.jar";
  for (const auto& waiver : *waivers) (void)seawall::waiver::matches(waiver, finding);
  return 0;
}
