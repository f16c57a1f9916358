// Any text as a selector of a Calico policy; what is accepted is asked about some labels.
#include <cstdint>
#include <cstdlib>

#include "model/calico_selector.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto selector = seawall::model::CalicoSelector::parse(text);
  if (!selector) return 0;
  bool selected = selector->selects([](std::string_view key) -> std::optional<std::string_view> {
    if (key.size() % 2 == 0) return std::nullopt;
    return key;
  });
  if (selector->is_all() && !selected) std::abort();
  return 0;
}
