// Zip from memory: the central directory and raw inflate, for jars (nested ones too), wheels, nupkg
// and OSV's all.zip. Source: PKWARE APPNOTE 6.3.10; Zip64 read; stored and deflated entries, others
// kUnsupported per entry; encryption kUnsupported per entry. Where the format leaves a choice, this
// follows what java.util.zip.ZipFile does, since a jar is what the Java runtime sees in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace seawall::archive {

struct ZipEntry {
  std::string_view name;  // as stored, in the archive's bytes
  uint64_t compressed_size = 0;
  uint64_t size = 0;  // as claimed; read() trusts nothing
  uint64_t header_offset = 0;
  uint32_t crc32 = 0;
  uint16_t method = 0;
  uint16_t flags = 0;
  bool overlaps = false;  // shares bytes with another entry (a bomb); read() refuses it
  bool is_directory() const { return !name.empty() && name.back() == '/'; }
};

// A view of an archive in memory; `bytes` must outlive it. Data before the first entry (self-
// extracting, executable jars) is accepted.
class ZipArchive {
 public:
  // kInvalid when there is no end-of-central-directory record or the directory is malformed,
  // kLimit beyond `max_entries`. Memory: one ZipEntry for each of the entries really there.
  static Result<ZipArchive> open(std::string_view bytes, size_t max_entries = 1'000'000);

  // In directory order; two entries may have one name (the last one wins on extraction).
  const std::vector<ZipEntry>& entries() const { return entries_; }
  // The entry's bytes, checked against its CRC-32 and size. kLimit when it claims or inflates to
  // more than `limit` bytes, kInvalid when its size is a lie (before memory is taken for a size
  // that its compressed bytes cannot become), kTruncated when its data end early or lie outside of
  // the archive. Callers that read many entries bound the sum.
  Result<std::string> read(const ZipEntry& entry, uint64_t limit) const;

 private:
  std::string_view bytes_;
  std::vector<ZipEntry> entries_;
  uint64_t prefix_ = 0;  // bytes before the archive proper
};

}  // namespace seawall::archive
