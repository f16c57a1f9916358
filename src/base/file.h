// Files of this machine. Everything that is written is written whole or not at all.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seawall {

// A file mapped read-only. Reading past a concurrent truncation raises SIGBUS: map only files
// that Seawall itself publishes by rename, or that the user named on the command line.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::string_view bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, size_t size) : data_(data), size_(size) {}
  const char* data_ = nullptr;
  size_t size_ = 0;
};

// The whole file; kLimit when it is larger than `limit` bytes, kNotFound when absent. Regular
// files only unless `special` (then standard input and pipes too).
Result<std::string> read_file(const std::string& path, uint64_t limit, bool special = false);
// Written beside `path` with the umask's rights, fsync, rename; devices and pipes are written to.
Status write_file_atomically(const std::string& path, std::string_view bytes);
Status make_directories(const std::string& path);
bool file_exists(const std::string& path);
bool directory_exists(const std::string& path);

// $XDG_CACHE_HOME/seawall or ~/.cache/seawall; empty when neither variable is set.
std::string cache_directory();
// $XDG_DATA_HOME/seawall or ~/.local/share/seawall.
std::string data_directory();

}  // namespace seawall
