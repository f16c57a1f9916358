#include "feed/generation.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "base/file.h"
#include "base/text.h"

namespace seawall::feed {
namespace {

constexpr std::string_view kPrefix = "generations/";

Error os_error(std::string_view what, const std::string& path) {
  return Error::make(Code::kIo, "{} {}: {}", what, path, std::strerror(errno));
}

Status sync_folder(const std::string& path) {
  int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return os_error("cannot open folder", path);
  int code = ::fsync(fd);
  int problem = errno;
  ::close(fd);
  // Some file systems cannot sync folders; they order renames by themselves.
  if (code != 0 && problem != EINVAL) {
    errno = problem;
    return os_error("cannot sync folder", path);
  }
  return {};
}

std::string generations(const std::string& directory) {
  return directory + "/generations";
}

// Names in generations/, with their number; nothing where there is no such folder.
struct Found {
  std::string name;
  std::optional<uint64_t> number;  // nothing: left by a killed writer
};

std::vector<Found> list(const std::string& directory) {
  std::vector<Found> out;
  std::error_code error;
  for (std::filesystem::directory_iterator at(generations(directory), error), end;
       !error && at != end; at.increment(error)) {
    std::string name = at->path().filename().string();
    out.push_back({name, parse_uint(name)});
  }
  return out;
}

void remove_generation(const std::string& directory, const std::string& name) {
  std::error_code ignored;  // the next writer tries again
  std::filesystem::remove_all(generations(directory) + "/" + name, ignored);
}

}  // namespace

Result<uint64_t> current_generation(const std::string& directory) {
  std::string path = directory + "/current";
  if (!file_exists(path))
    return Error::make(Code::kNotFound, "there is no advisory index in {}", directory);
  std::string text = TRY(read_file(path, 256));
  std::string_view line = trim(text);
  if (line.starts_with(kPrefix))
    if (std::optional<uint64_t> number = parse_uint(line.substr(kPrefix.size()))) return *number;
  return Error::make(Code::kInvalid, "{} does not name a generation", path);
}

std::string generation_file(const std::string& directory, uint64_t generation) {
  return fmt::format("{}/{}{}/index.mdb", directory, kPrefix, generation);
}

GenerationWriter::GenerationWriter(std::string directory, int lock)
    : directory_(std::move(directory)), lock_(lock) {}

GenerationWriter::~GenerationWriter() {
  std::error_code ignored;
  if (!partial_.empty()) std::filesystem::remove_all(partial_, ignored);
  ::close(lock_);
}

Result<std::unique_ptr<GenerationWriter>> GenerationWriter::lock(const std::string& directory) {
  TRY(make_directories(generations(directory)));
  std::string path = directory + "/lock";
  int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return os_error("cannot open", path);
  std::unique_ptr<GenerationWriter> writer(new GenerationWriter(directory, fd));
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return os_error("cannot lock", path);
    return Error::make(Code::kUnavailable, "another process is updating the advisories in {}",
                       directory);
  }
  TRY(writer->prepare());
  return writer;
}

Status GenerationWriter::prepare() {
  Result<uint64_t> current = current_generation(directory_);
  uint64_t greatest = current ? *current : 0;
  for (const Found& found : list(directory_)) {
    if (!found.number) remove_generation(directory_, found.name);
    greatest = std::max(greatest, found.number.value_or(0));
  }
  number_ = greatest + 1;
  partial_ = fmt::format("{}/{}.partial", generations(directory_), number_);
  new_file_ = partial_ + "/index.mdb";
  return make_directories(partial_);
}

Result<uint64_t> GenerationWriter::publish() {
  TRY(sync_folder(partial_));
  std::string complete = fmt::format("{}/{}", generations(directory_), number_);
  if (::rename(partial_.c_str(), complete.c_str()) != 0) return os_error("cannot rename", partial_);
  partial_.clear();
  TRY(sync_folder(generations(directory_)));
  Result<uint64_t> previous = current_generation(directory_);
  TRY(write_file_atomically(directory_ + "/current", fmt::format("{}{}\n", kPrefix, number_)));
  TRY(sync_folder(directory_));
  for (const Found& found : list(directory_)) {
    bool needed = found.number == number_ || (previous && found.number == *previous);
    if (!needed) remove_generation(directory_, found.name);
  }
  return number_;
}

}  // namespace seawall::feed
