// Zip archives: every entry is read, and what is read has the size it claimed.
#include <cstdlib>

#include "archive/zip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Result<archive::ZipArchive> archive = archive::ZipArchive::open(bytes, 1000);
  if (!archive.ok()) return 0;
  for (const archive::ZipEntry& entry : archive->entries()) {
    const Result<std::string> text = archive->read(entry, 1 << 20);
    if (text.ok() && text->size() != entry.size) std::abort();
  }
  return 0;
}
