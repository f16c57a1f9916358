#include "model/read_project.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "archive/path.h"
#include "base/file.h"
#include "base/text.h"
#include "package/reader.h"

namespace seawall::model {
namespace {

namespace fs = std::filesystem;

// Version control, and folders that hold installed copies of what lock files declare.
constexpr std::array<std::string_view, 10> kSkippedFolders = {
    ".git",  ".hg",  ".svn", "node_modules", "bower_components",
    ".venv", "venv", ".tox", "__pycache__",  ".gradle"};
constexpr size_t kMaxFiles = 5'000'000;

bool is_skipped(std::string_view name) {
  return std::find(kSkippedFolders.begin(), kSkippedFolders.end(), name) != kSkippedFolders.end();
}

class ProjectSiblings final : public package::Siblings {
 public:
  ProjectSiblings(fs::path root, const Limits& limits) : root_(std::move(root)), limits_(limits) {}

  std::optional<std::string_view> read(std::string_view path) const override {
    std::string normal;
    if (archive::normalize_path(path, normal)) return std::nullopt;  // tried to leave the project
    auto it = files_.find(normal);
    if (it == files_.end()) it = files_.emplace(normal, load(normal)).first;
    if (!it->second) return std::nullopt;
    return std::string_view(*it->second);
  }

 private:
  std::optional<std::string> load(const std::string& normal) const {
    std::error_code error;
    fs::path real = fs::canonical(root_ / normal, error);
    if (error) return std::nullopt;
    auto [at, end] = std::mismatch(root_.begin(), root_.end(), real.begin(), real.end());
    (void)end;
    if (at != root_.end()) return std::nullopt;  // a link out of the project
    Result<std::string> text = read_file(real.native(), limits_.document_bytes);
    if (!text) return std::nullopt;
    return std::move(text).value();
  }

  fs::path root_;
  const Limits& limits_;
  mutable std::map<std::string, std::optional<std::string>, std::less<>> files_;
};

void take_facts(package::Facts&& facts, Inventory& inventory) {
  for (package::Package& package : facts.packages)
    inventory.components.push_back({std::move(package), -1, "", "", ""});
  for (Diagnostic& diagnostic : facts.diagnostics)
    inventory.diagnostics.push_back(std::move(diagnostic));
}

uint64_t most_bytes(std::span<const package::Reader* const> readers) {
  uint64_t most = 0;
  for (const package::Reader* reader : readers) most = std::max(most, reader->max_bytes);
  return most;
}

void read_one(const fs::path& file, const std::string& path, const package::ReaderIndex& readers,
              const ProjectSiblings& siblings, const Limits& limits, Inventory& inventory) {
  uint64_t most = most_bytes(readers.find(path));
  Result<std::string> content = read_file(file.native(), most);
  if (!content) {
    inventory.diagnostics.push_back({content.error().code(), path, content.error().message()});
    return;
  }
  package::Facts facts;
  package::read_package_file(readers, {path, *content, 0644, &siblings}, limits, facts);
  take_facts(std::move(facts), inventory);
}

// Whether a file of a wanted name is to be read there. Links within the project are followed,
// unless what they lead to is read at its own place; other links, pipes and devices are told and
// left alone.
bool is_to_be_read(const fs::path& root, const fs::directory_entry& entry, const std::string& path,
                   const package::ReaderIndex& readers, Diagnostics& diagnostics) {
  std::error_code error;
  if (!entry.is_symlink(error) && entry.is_regular_file(error)) return true;
  if (entry.is_directory(error)) return false;
  std::string why = "not a regular file";
  if (entry.is_symlink(error)) {
    fs::path real = fs::canonical(entry.path(), error);
    std::string inside = error ? ".." : real.lexically_relative(root).native();
    if (!inside.starts_with("..") && fs::is_regular_file(real, error))
      return readers.find(inside).empty();
    why = "a link to no file of the project";
  }
  diagnostics.push_back({Code::kUnsupported, path, why + ": not read"});
  return false;
}

// Paths relative to `root` of the files that some reader wants, sorted.
Result<std::vector<std::string>> wanted_files(const fs::path& root,
                                              const package::ReaderIndex& readers,
                                              Diagnostics& diagnostics) {
  std::vector<std::string> wanted;
  std::error_code error;
  size_t files = 0;
  auto walk =
      fs::recursive_directory_iterator(root, fs::directory_options::skip_permission_denied, error);
  if (error) return Error::make(Code::kIo, "cannot list {}: {}", root.native(), error.message());
  for (; walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    if (++files > kMaxFiles) {
      diagnostics.push_back({Code::kLimit, root.native(), "more files than are looked at"});
      break;
    }
    std::error_code ignored;
    if (!walk->is_symlink(ignored) && walk->is_directory(ignored)) {
      bool skipped = is_skipped(walk->path().filename().native());
      if (skipped) walk.disable_recursion_pending();
      if (!skipped && ::faccessat(AT_FDCWD, walk->path().c_str(), R_OK | X_OK, AT_EACCESS) != 0)
        diagnostics.push_back({Code::kDenied, walk->path().lexically_relative(root).native(),
                               "no permission to list the folder: not read"});
      continue;
    }
    std::string path = walk->path().lexically_relative(root).native();
    if (!readers.find(path).empty() && is_to_be_read(root, *walk, path, readers, diagnostics))
      wanted.push_back(std::move(path));
  }
  // An error makes the iterator the end of the walk.
  if (error)
    diagnostics.push_back({Code::kIo, root.native(), "listing ended early: " + error.message()});
  std::sort(wanted.begin(), wanted.end());
  return wanted;
}

}  // namespace

Result<Inventory> read_project(const std::string& folder, const ReadOptions& options) {
  std::error_code error;
  fs::path root = fs::canonical(folder, error);
  if (error) return Error::make(Code::kNotFound, "cannot open {}: {}", folder, error.message());
  Inventory inventory;
  inventory.kind = TargetKind::kProject;
  inventory.target = folder;
  package::ReaderIndex readers(package::kDeclared);
  ProjectSiblings siblings(root, options.limits);
  std::vector<std::string> files = TRY(wanted_files(root, readers, inventory.diagnostics));
  if (options.progress) options.progress->begin("reading project", files.size(), "files");
  for (const std::string& path : files) {
    read_one(root / path, path, readers, siblings, options.limits, inventory);
    if (options.progress) options.progress->add(1);
  }
  if (options.progress) options.progress->end();
  normalise(inventory);
  return inventory;
}

Result<Inventory> read_project_file(const std::string& path, const ReadOptions& options) {
  std::error_code error;
  fs::path file = fs::canonical(path, error);
  if (error) return Error::make(Code::kNotFound, "cannot open {}: {}", path, error.message());
  Inventory inventory;
  inventory.kind = TargetKind::kProject;
  inventory.target = path;
  package::ReaderIndex readers(package::kDeclared);
  std::string name = file.filename().native();
  if (readers.find(name).empty())
    return Error::make(Code::kUnsupported,
                       "{} is no file that Seawall knows by its name (an image archive, a lock "
                       "file, a jar, an SBOM)",
                       path);
  ProjectSiblings siblings(file.parent_path(), options.limits);
  read_one(file, name, readers, siblings, options.limits, inventory);
  normalise(inventory);
  return inventory;
}

}  // namespace seawall::model
