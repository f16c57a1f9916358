// Any bytes as an executable, in pieces whose size the last byte gives, and as what its readers
// are given by their sieves.
#include "feed_reader.h"
#include "package/executable.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall;
  using namespace seawall::package;
  if (size == 0) return 0;
  static const ReaderIndex index(kInstalled);
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (size_t piece : {size, static_cast<size_t>(data[size - 1]) + 1}) {
    Executables executables(index);
    Facts facts;
    executables.begin();
    for (size_t at = 0; at < size; at += piece) executables.take(bytes.substr(at, piece));
    executables.finish("usr/bin/program", 0755, Limits{}, facts);
  }
  for (const Reader* reader : index.executable_readers())
    feed_reader(*reader, "usr/bin/program", bytes);
  return 0;
}
