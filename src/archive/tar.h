// Tar in push mode: the walker pushes entries and their bytes to a visitor, so that nothing is
// copied and nothing seeks. Formats: v7, ustar (POSIX.1-1988), pax (POSIX.1-2001: path, linkpath,
// size, GNU.sparse 0.0, 0.1, 1.0; global headers), GNU (L, K long names, S old sparse, base-256
// numbers). Sources: POSIX pax interchange format, GNU tar manual appendix "Tar Internals".
#pragma once

#include <cstdint>
#include <string_view>

#include "archive/stream.h"

namespace seawall::archive {

enum class EntryType : uint8_t { kFile, kHardLink, kSymlink, kDirectory, kDevice, kFifo };

// Views are valid during the call of TarVisitor::entry only.
struct TarEntry {
  std::string_view path;  // as stored; may be absolute, may hold "..": see normalize_path
  std::string_view link;  // target of a link, as stored
  EntryType type = EntryType::kFile;
  uint32_t mode = 0;  // permission bits, setuid, setgid, sticky
  uint32_t uid = 0, gid = 0;
  uint64_t size = 0;    // of the file as it will be on disk (sparse files: expanded)
  uint64_t offset = 0;  // of the entry's stored bytes in the archive
  bool sparse = false;  // then the stored bytes are not the file's
};

class TarVisitor {
 public:
  virtual ~TarVisitor() = default;
  // Whether the bytes of this entry are wanted (only asked to matter for kFile).
  virtual Result<bool> entry(const TarEntry& entry) = 0;
  // The wanted entry's bytes in order, holes of sparse files as zeros, then end_of_file once.
  virtual Status data(std::string_view bytes) = 0;
  virtual Status end_of_file() = 0;
};

// Walks the archive to its end marker (or the end of the bytes at an entry boundary) and reads
// `source` out to its end, so that a digest computed below sees every byte. kTruncated when the
// bytes end within an entry, kInvalid on a bad header checksum or a bad number, kLimit beyond
// limits.layer_entries entries, limits.path_bytes in a name, 1 MiB in an extension header, or 4 GiB
// behind the end marker.
Status walk_tar(ByteSource& source, TarVisitor& visitor, const Limits& limits);

}  // namespace seawall::archive
