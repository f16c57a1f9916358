// The part is NAME.part, and NAME.part.etag says which version of the resource it is a part of. The
// ETag is written before the first byte, so that a part is never continued with bytes of another
// version. Without a strong ETag (RFC 9110 section 8.8.3) there is nothing to go on with.
#include "feed/download.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/file.h"

namespace seawall::feed {
namespace {

Error os_error(std::string_view what, const std::string& path) {
  return Error::make(Code::kIo, "{} {}: {}", what, path, std::strerror(errno));
}

bool is_strong(std::string_view etag) {
  return !etag.empty() && !etag.starts_with("W/");
}

class FileSink : public FetchSink {
 public:
  FileSink(std::string part, Progress& progress) : part_(std::move(part)), progress_(progress) {}
  ~FileSink() override {
    if (fd_ >= 0) ::close(fd_);
  }

  Status begin(const FetchResponse& response) override {
    if (fd_ >= 0) ::close(fd_);
    if (response.offset == 0) {
      ::unlink((part_ + ".etag").c_str());
      if (is_strong(response.etag)) TRY(write_file_atomically(part_ + ".etag", response.etag));
    }
    fd_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (fd_ < 0) return os_error("cannot create", part_);
    auto offset = static_cast<off_t>(response.offset);
    if (::ftruncate(fd_, offset) != 0 || ::lseek(fd_, offset, SEEK_SET) != offset)
      return os_error("cannot write", part_);
    progress_.add(response.offset);
    return {};
  }

  Status data(std::string_view bytes) override {
    fetched_ += bytes.size();
    progress_.add(bytes.size());
    while (!bytes.empty()) {
      ssize_t n = ::write(fd_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return os_error("cannot write", part_);
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return {};
  }

  uint64_t fetched() const { return fetched_; }

 private:
  std::string part_;
  Progress& progress_;
  int fd_ = -1;
  uint64_t fetched_ = 0;
};

}  // namespace

Result<Download> download(Fetcher& fetcher, FetchRequest have, const std::string& directory,
                          const std::string& name, Progress& progress) {
  TRY(make_directories(directory));
  Download out;
  out.path = directory + "/" + name;
  std::string part = out.path + ".part";
  struct stat info {};
  if (::stat(part.c_str(), &info) == 0 && file_exists(part + ".etag")) {
    have.if_range = TRY(read_file(part + ".etag", 4096));
    have.offset = static_cast<uint64_t>(info.st_size);
  }
  FileSink sink(part, progress);
  progress.begin(name, 0, "B");
  Result<FetchResponse> response = fetcher.get(have, sink);
  progress.end();
  out.response = TRY(std::move(response));
  out.fetched = sink.fetched();
  out.not_modified = out.response.not_modified;
  if (out.not_modified) return out;
  if (::stat(part.c_str(), &info) != 0) return os_error("cannot read", part);
  if (out.response.size > 0 && static_cast<uint64_t>(info.st_size) != out.response.size)
    return Error::make(Code::kTruncated, "{} ended after {} of {} bytes", have.url, info.st_size,
                       out.response.size);
  if (::rename(part.c_str(), out.path.c_str()) != 0) return os_error("cannot rename", part);
  ::unlink((part + ".etag").c_str());
  return out;
}

}  // namespace seawall::feed
