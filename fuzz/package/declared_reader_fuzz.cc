// Any bytes to the readers of project files: the first line names one; without a known name all of
// them read the whole.
#include "base/text.h"
#include "feed_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall;
  using namespace seawall::package;
  std::string_view input(reinterpret_cast<const char*>(data), size);
  std::optional<Halves> halves = split_once(input, "\n");
  bool known = false;
  for (const Reader* reader : readers()) {
    if ((reader->contexts & kDeclared) == 0 || !halves || reader->name != halves->first) continue;
    known = true;
    feed_reader(*reader, "project/file", halves->second);
  }
  if (known) return 0;
  for (const Reader* reader : readers())
    if ((reader->contexts & kDeclared) != 0) feed_reader(*reader, "project/file", input);
  return 0;
}
