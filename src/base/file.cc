#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace seawall {
namespace {

Error os_error(std::string_view what, const std::string& path) {
  Code code = errno == ENOENT || errno == ENOTDIR ? Code::kNotFound
              : errno == EACCES || errno == EPERM ? Code::kDenied
                                                  : Code::kIo;
  return Error::make(code, "{} {}: {}", what, path, std::strerror(errno));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

std::string home_directory(const char* xdg, const char* below_home) {
  if (const char* dir = std::getenv(xdg); dir && *dir) return std::string(dir) + "/seawall";
  if (const char* home = std::getenv("HOME"); home && *home)
    return std::string(home) + below_home + "/seawall";
  return "";
}

// A new file beside `path`, with a name of its own (left in `temporary`) and the rights that the
// user's umask leaves.
Descriptor create_beside(const std::string& path, std::string& temporary) {
  static std::atomic<unsigned> next = 0;
  constexpr int kTries = 100;  // a killed process of our number may have left some
  for (int i = 0; i < kTries; ++i) {
    temporary = fmt::format("{}.{}-{}", path, ::getpid(), next++);
    int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0 || errno != EEXIST) return Descriptor(fd);
  }
  return Descriptor(-1);
}

Status write_all(int fd, std::string_view bytes, const std::string& path, bool sync) {
  while (!bytes.empty()) {
    ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return os_error("cannot write", path);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  if (sync && ::fsync(fd) != 0) return os_error("cannot sync", path);
  return {};
}

}  // namespace

Result<MappedFile> MappedFile::open(const std::string& path) {
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) return os_error("cannot open", path);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return os_error("cannot stat", path);
  if (!S_ISREG(info.st_mode)) return Error::make(Code::kInvalid, "{} is not a regular file", path);
  auto size = static_cast<size_t>(info.st_size);
  if (size == 0) return MappedFile(nullptr, 0);
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
  if (data == MAP_FAILED) return os_error("cannot map", path);
  return MappedFile(static_cast<const char*>(data), size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_) ::munmap(const_cast<char*>(data_), size_);
}

Result<std::string> read_file(const std::string& path, uint64_t limit, bool special) {
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) return os_error("cannot open", path);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return os_error("cannot stat", path);
  if (S_ISDIR(info.st_mode)) return Error::make(Code::kInvalid, "{} is a directory", path);
  if (!S_ISREG(info.st_mode) && !special)
    return Error::make(Code::kInvalid, "{} is not a regular file", path);
  if (special) ::fcntl(fd.get(), F_SETFL, ::fcntl(fd.get(), F_GETFL) & ~O_NONBLOCK);
  std::string out;
  if (S_ISREG(info.st_mode) && static_cast<uint64_t>(info.st_size) <= limit)
    out.reserve(static_cast<size_t>(info.st_size));
  std::string buffer(64 << 10, '\0');
  while (true) {
    ssize_t n = ::read(fd.get(), buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return os_error("cannot read", path);
    if (n == 0) return out;
    if (out.size() + static_cast<size_t>(n) > limit)
      return Error::make(Code::kLimit, "{} is larger than {} bytes", path, limit);
    out.append(buffer.data(), static_cast<size_t>(n));
  }
}

Status write_file_atomically(const std::string& path, std::string_view bytes) {
  struct stat info {};
  // A device or pipe is written to, never replaced.
  if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    Descriptor special(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (special.get() < 0) return os_error("cannot open", path);
    return write_all(special.get(), bytes, path, false);
  }
  std::string temporary;
  Descriptor fd = create_beside(path, temporary);
  if (fd.get() < 0) return os_error("cannot create", temporary);
  Status written = write_all(fd.get(), bytes, temporary, true);
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0)
    written = os_error("cannot rename to", path);
  if (!written) ::unlink(temporary.c_str());
  return written;
}

Status make_directories(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return Error::make(Code::kIo, "cannot create folder {}: {}", path, error.message());
  return {};
}

bool file_exists(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0;
}

bool directory_exists(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

std::string cache_directory() {
  return home_directory("XDG_CACHE_HOME", "/.cache");
}
std::string data_directory() {
  return home_directory("XDG_DATA_HOME", "/.local/share");
}

}  // namespace seawall
