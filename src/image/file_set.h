// The named files of an image store: a folder, or a tar archive that may be compressed or arrive
// from a socket. Readers of archives and layouts see only names.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "archive/stream.h"
#include "base/limits.h"
#include "base/result.h"

namespace seawall::image {

// Methods may be called from several threads at once.
class FileSet {
 public:
  virtual ~FileSet() = default;
  // Whether a regular file of that name exists; links inside an archive are followed.
  virtual bool contains(const std::string& name) const = 0;
  // kNotFound when absent. Where seekable() is false, the source holds the only stream there is
  // until it is destroyed, and open() waits for it: one thread must not hold two.
  virtual Result<std::unique_ptr<archive::ByteSource>> open(const std::string& name) = 0;
  // Small documents; kLimit beyond `limit` bytes.
  virtual Result<std::string> read(const std::string& name, uint64_t limit) = 0;
  virtual uint64_t size(const std::string& name) const = 0;  // 0 when absent
  // Opening a file costs no more than reading it. Otherwise all before it is read as well, and
  // files are best opened in the order of position().
  virtual bool seekable() const = 0;
  virtual uint64_t position(const std::string& name) const = 0;
};

// A folder. Names that lead out of it are not found.
std::unique_ptr<FileSet> folder_files(const std::string& path);

// A tar archive on disk, plain or compressed (gzip, zstd, xz). Reads its index.
Result<std::unique_ptr<FileSet>> archive_files(const std::string& path, const Limits& limits);

// A tar archive that can be asked for again and again, and must be read from its start each time.
// The first reading makes the index.
using StreamOpener = std::function<Result<std::unique_ptr<archive::ByteSource>>()>;
Result<std::unique_ptr<FileSet>> stream_files(StreamOpener opener, const Limits& limits);

}  // namespace seawall::image
