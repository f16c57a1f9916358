#include "image/file_set.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "archive/path.h"
#include "base/file.h"
#include "image/tar_index.h"

namespace seawall::image {
namespace {

Error not_found(const std::string& where, const std::string& name) {
  return Error::make(Code::kNotFound, "{} has no file {}", where, name);
}

class FolderFiles final : public FileSet {
 public:
  explicit FolderFiles(std::string path) : path_(std::move(path)) {}

  bool contains(const std::string& name) const override { return status(name).has_value(); }

  Result<std::unique_ptr<archive::ByteSource>> open(const std::string& name) override {
    if (!status(name)) return not_found(path_, name);
    return archive::file_source(path_ + "/" + name);
  }

  Result<std::string> read(const std::string& name, uint64_t limit) override {
    if (!status(name)) return not_found(path_, name);
    return read_file(path_ + "/" + name, limit);
  }

  uint64_t size(const std::string& name) const override {
    std::optional<uint64_t> size = status(name);
    return size.value_or(0);
  }

  bool seekable() const override { return true; }
  uint64_t position(const std::string&) const override { return 0; }

 private:
  // The size of a regular file. A symbolic link would lead anywhere, a pipe would never end.
  std::optional<uint64_t> status(const std::string& name) const {
    std::string clean;
    if (archive::normalize_path(name, clean) || clean != name) return std::nullopt;
    struct stat info {};
    if (::lstat((path_ + "/" + name).c_str(), &info) != 0 || !S_ISREG(info.st_mode))
      return std::nullopt;
    return static_cast<uint64_t>(info.st_size);
  }

  std::string path_;
};

// An archive that is not compressed: a file of it is a part of the file on disk.
class PlainArchive final : public FileSet {
 public:
  PlainArchive(std::string path, TarIndex index)
      : path_(std::move(path)), index_(std::move(index)) {}

  bool contains(const std::string& name) const override { return index_.find(name) != nullptr; }

  Result<std::unique_ptr<archive::ByteSource>> open(const std::string& name) override {
    const TarIndex::File* file = index_.find(name);
    if (file == nullptr) return not_found(path_, name);
    return archive::file_source(path_, file->offset, file->size);
  }

  Result<std::string> read(const std::string& name, uint64_t limit) override {
    std::unique_ptr<archive::ByteSource> source = TRY(open(name));
    return archive::read_all(*source, limit).context("{} in {}", name, path_);
  }

  uint64_t size(const std::string& name) const override {
    const TarIndex::File* file = index_.find(name);
    return file == nullptr ? 0 : file->size;
  }

  bool seekable() const override { return true; }
  uint64_t position(const std::string& name) const override {
    const TarIndex::File* file = index_.find(name);
    return file == nullptr ? 0 : file->offset;
  }

 private:
  std::string path_;
  TarIndex index_;
};

}  // namespace

std::unique_ptr<FileSet> folder_files(const std::string& path) {
  return std::make_unique<FolderFiles>(path);
}

Result<std::unique_ptr<FileSet>> archive_files(const std::string& path, const Limits& limits) {
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode))
    return Error::make(Code::kUnsupported,
                       "{} is a pipe or device; an archive is read more than once, so save it to a "
                       "file first",
                       path);
  std::unique_ptr<archive::ByteSource> source = TRY(archive::file_source(path));
  std::string head(TRY(source->read()).substr(0, 6));
  if (archive::detect_compression(head) != archive::Compression::kNone) {
    auto opener = [path, limits]() -> Result<std::unique_ptr<archive::ByteSource>> {
      return archive::decompress(TRY(archive::file_source(path)), limits);
    };
    return stream_files(opener, limits).context("{}", path);
  }
  source = TRY(archive::file_source(path));
  TarIndex index = TRY(TarIndex::read(*source, limits, false).context("{} as a tar archive", path));
  return std::unique_ptr<FileSet>(std::make_unique<PlainArchive>(path, std::move(index)));
}

}  // namespace seawall::image
