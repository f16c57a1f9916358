// Every element can be walked, and has a line within the text.
#include <algorithm>
#include <cstdint>

#include "doc/xml.h"

namespace {

void walk(const seawall::doc::XmlDocument& document, const seawall::doc::XmlElement& element,
          size_t lines) {
  CHECK(document.line(element) <= lines);
  (void)element.text();
  (void)element.attribute("a");
  for (auto child = element.child(); child; child = child.next()) walk(document, child, lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto document = seawall::doc::XmlDocument::parse(text, seawall::Limits{});
  if (!document.ok()) return 0;
  walk(*document, document->root(), size + 1);
  return 0;
}
