// A root filesystem on disk: a mounted volume, a chroot, "/". The folder's content is hostile too:
// nothing is opened by a path that could lead out of it. Each folder is opened relative to its
// parent's descriptor with O_NOFOLLOW, so a symbolic link is never followed, not even one that
// appears between looking and opening. Kernel file systems (proc, sysfs, cgroup ...) are recognised
// by their type wherever they are mounted, and passed over. What cannot be read becomes a
// diagnostic. Entries come in the order of their names, so that the result does not depend on the
// file system. A hard link is given as one more file.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "image/source.h"

namespace seawall::image {
namespace {

constexpr int kMaxDepth = 256;  // folders in folders; each holds a descriptor
constexpr size_t kReadBuffer = 1u << 20;

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

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

Code code_of_errno() {
  if (errno == EACCES || errno == EPERM) return Code::kDenied;
  return errno == ENOENT ? Code::kNotFound : Code::kIo;
}

// File systems that the kernel makes up (linux/magic.h, and those that are not listed there).
bool is_kernel_file_system(int fd) {
  static constexpr std::array<uint32_t, 16> kTypes = {
      0x9fa0,      // proc
      0x62656572,  // sysfs
      0x27e0eb,    // cgroup
      0x63677270,  // cgroup2
      0x1cd1,      // devpts
      0x64626720,  // debugfs
      0x74726163,  // tracefs
      0x73636673,  // securityfs
      0xcafe4a11,  // bpf
      0x19800202,  // mqueue
      0x62656570,  // configfs
      0x6165676c,  // pstore
      0xde5e81e4,  // efivarfs
      0x42494e4d,  // binfmt_misc
      0xf97cff8c,  // selinuxfs
      0x187,       // autofs: looking at it would mount something
  };
  struct statfs info {};
  if (::fstatfs(fd, &info) != 0) return false;
  return std::find(kTypes.begin(), kTypes.end(), static_cast<uint32_t>(info.f_type)) !=
         kTypes.end();
}

archive::TarEntry tar_entry(std::string_view path, const struct stat& info) {
  archive::TarEntry entry;
  entry.path = path;
  entry.mode = info.st_mode & 07777;
  entry.uid = info.st_uid;
  entry.gid = info.st_gid;
  if (S_ISREG(info.st_mode)) {
    entry.size = static_cast<uint64_t>(info.st_size);
  } else if (S_ISDIR(info.st_mode)) {
    entry.type = archive::EntryType::kDirectory;
  } else if (S_ISLNK(info.st_mode)) {
    entry.type = archive::EntryType::kSymlink;
  } else if (S_ISFIFO(info.st_mode)) {
    entry.type = archive::EntryType::kFifo;
  } else {
    entry.type = archive::EntryType::kDevice;  // sockets too: nothing to read
  }
  return entry;
}

// One walk below a root.
class FolderWalk {
 public:
  FolderWalk(archive::TarVisitor& visitor, const Limits& limits, Diagnostics& diagnostics)
      : visitor_(visitor), limits_(limits), diagnostics_(diagnostics) {}

  // Takes the descriptor of an open folder; `path_` is its path below the root.
  Status folder(int fd, int depth) {
    std::unique_ptr<DIR, CloseFolder> stream(::fdopendir(fd));
    if (!stream) {
      note("cannot list the folder");
      ::close(fd);
      return {};
    }
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* item = ::readdir(stream.get())) {
      std::string_view name = item->d_name;
      if (name == "." || name == "..") continue;
      if (entries_ + names.size() >= limits_.layer_entries)
        return Error::make(Code::kLimit, "more than {} files", limits_.layer_entries);
      names.emplace_back(name);
      errno = 0;
    }
    if (errno != 0) note("cannot list the whole folder");
    std::sort(names.begin(), names.end());
    const size_t length = path_.size();
    for (const std::string& name : names) {
      ++entries_;
      if (length > 0) path_ += '/';
      path_ += name;
      TRY(item(fd, name, depth));
      path_.resize(length);
    }
    return {};
  }

 private:
  Status item(int parent, const std::string& name, int depth) {
    if (path_.size() > limits_.path_bytes) {
      diagnostics_.push_back(
          {.code = Code::kLimit, .path = path_, .message = "the path is too long: not read"});
      return {};
    }
    struct stat info {};
    if (::fstatat(parent, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
      note("cannot stat");
      return {};
    }
    archive::TarEntry entry = tar_entry(path_, info);
    std::array<char, PATH_MAX> target;
    if (S_ISLNK(info.st_mode)) {
      ssize_t size = ::readlinkat(parent, name.c_str(), target.data(), target.size());
      if (size < 0) note("cannot read the symbolic link");
      entry.link = {target.data(), static_cast<size_t>(std::max<ssize_t>(size, 0))};
    }
    bool wanted = TRY(visitor_.entry(entry));
    if (S_ISREG(info.st_mode) && wanted) return file(parent, name);
    if (S_ISDIR(info.st_mode)) return enter(parent, name, depth);
    return {};
  }

  Status enter(int parent, const std::string& name, int depth) {
    if (depth >= kMaxDepth) {
      diagnostics_.push_back({.code = Code::kLimit,
                              .path = path_,
                              .message = "folders are nested too deep: not read"});
      return {};
    }
    int fd = ::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
      note("cannot open the folder");
      return {};
    }
    if (is_kernel_file_system(fd) || (depth == 1 && is_kernel_folder(name))) {
      ::close(fd);
      return {};
    }
    return folder(fd, depth + 1);
  }

  // Of the root, whatever is mounted there.
  static bool is_kernel_folder(std::string_view name) {
    return name == "proc" || name == "sys" || name == "dev";
  }

  Status file(int parent, const std::string& name) {
    // O_NONBLOCK: should a pipe have taken the file's place, opening it does not wait.
    Descriptor fd(
        ::openat(parent, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat info {};
    if (fd.get() < 0 || ::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
      note("cannot open");
      return visitor_.end_of_file();
    }
    if (buffer_.empty()) buffer_.resize(kReadBuffer);
    uint64_t left = static_cast<uint64_t>(info.st_size);  // a file that grows is cut there
    while (left > 0) {
      ssize_t got = ::read(fd.get(), buffer_.data(), std::min<uint64_t>(left, buffer_.size()));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) note("cannot read");
      if (got <= 0) break;
      left -= static_cast<uint64_t>(got);
      TRY(visitor_.data({buffer_.data(), static_cast<size_t>(got)}));
    }
    return visitor_.end_of_file();
  }

  void note(std::string_view what) {
    if (diagnostics_.size() == kMaxNotes)
      diagnostics_.push_back({.code = Code::kLimit,
                              .path = path_,
                              .message = "more files could not be read; they are not listed"});
    if (diagnostics_.size() > kMaxNotes) return;
    diagnostics_.push_back({.code = code_of_errno(),
                            .path = path_,
                            .message = fmt::format("{}: {}", what, std::strerror(errno))});
  }

  static constexpr size_t kMaxNotes = 1000;
  archive::TarVisitor& visitor_;
  const Limits& limits_;
  Diagnostics& diagnostics_;
  std::string path_;
  std::string buffer_;
  uint64_t entries_ = 0;
};

class RootFilesystem final : public OpenImage {
 public:
  explicit RootFilesystem(const std::string& path) : path_(path) {
    image_.reference = path;
    image_.layers.push_back({.created_by = "root filesystem " + path});
  }

  const Image& image() const override { return image_; }
  bool is_root_filesystem() const override { return true; }

  Status walk_layer(size_t, archive::TarVisitor& visitor, const Limits& limits) override {
    int fd = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
      return Error::make(code_of_errno(), "cannot open {}: {}", path_, std::strerror(errno));
    Diagnostics found;
    Status walked = FolderWalk(visitor, limits, found).folder(fd, 1);
    std::lock_guard lock(mutex_);
    diagnostics_ = std::move(found);
    return std::move(walked).context("{}", path_);
  }

  Diagnostics diagnostics() const override {
    std::lock_guard lock(mutex_);
    return diagnostics_;
  }

 private:
  std::string path_;
  Image image_;
  mutable std::mutex mutex_;
  Diagnostics diagnostics_;
};

bool recognises(const std::string& target) {
  if (!directory_exists(target)) return false;
  for (const char* sign : {"/etc/os-release", "/usr/lib/os-release", "/var/lib/dpkg", "/lib/apk/db",
                           "/var/lib/rpm", "/usr/lib/sysimage/rpm"}) {
    // Links are not followed: inside a foreign root an absolute one leads out of it.
    struct stat info {};
    if (::lstat((target + sign).c_str(), &info) == 0) return true;
  }
  return false;
}

Result<std::unique_ptr<OpenImage>> open(const std::string& target, const OpenOptions&) {
  if (!directory_exists(target))
    return Error::make(Code::kNotFound, "{} is not a folder", printable(target));
  return std::unique_ptr<OpenImage>(std::make_unique<RootFilesystem>(target));
}

}  // namespace

const Source& rootfs_source() {
  static const Source source{.name = "rootfs",
                             .description = "a folder that holds a root filesystem",
                             .rank = 30,
                             .recognises = recognises,
                             .open = open};
  return source;
}

}  // namespace seawall::image
