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
#include "model/nested_target.h"
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

// What to read of a project: paths relative to its root, sorted. A file may be in both.
struct Wanted {
  std::vector<std::string> packages, manifests;
};

// Lists what the readers want, in one walk.
class Walk {
 public:
  Walk(const fs::path& root, const package::ReaderIndex& readers, Diagnostics& diagnostics)
      : root_(root), readers_(readers), diagnostics_(diagnostics) {}
  Result<Wanted> run();

 private:
  void folder(fs::recursive_directory_iterator& at);
  void file(const fs::directory_entry& entry);
  bool is_to_be_read(const fs::directory_entry& entry, const std::string& path);
  bool wants(const std::string& path) const {
    return !readers_.find(path).empty() || kube::is_manifest_path(path);
  }
  std::string relative(const fs::path& path) const {
    return path.lexically_relative(root_).native();
  }

  const fs::path& root_;
  const package::ReaderIndex& readers_;
  Diagnostics& diagnostics_;
  Wanted wanted_;
};

// Links within the project are followed, unless what they lead to is read at its own place; other
// links, pipes and devices are told and left alone.
bool Walk::is_to_be_read(const fs::directory_entry& entry, const std::string& path) {
  std::error_code error;
  if (!entry.is_symlink(error) && entry.is_regular_file(error)) return true;
  if (entry.is_directory(error)) return false;
  std::string why = "not a regular file";
  if (entry.is_symlink(error)) {
    fs::path real = fs::canonical(entry.path(), error);
    std::string inside = error ? ".." : relative(real);
    if (!inside.starts_with("..") && fs::is_regular_file(real, error)) return !wants(inside);
    why = "a link to no file of the project";
  }
  diagnostics_.push_back({Code::kUnsupported, path, why + ": not read"});
  return false;
}

void Walk::folder(fs::recursive_directory_iterator& at) {
  if (is_skipped(at->path().filename().native())) {
    at.disable_recursion_pending();
  } else if (::faccessat(AT_FDCWD, at->path().c_str(), R_OK | X_OK, AT_EACCESS) != 0) {
    diagnostics_.push_back(
        {Code::kDenied, relative(at->path()), "no permission to list the folder: not read"});
  }
}

void Walk::file(const fs::directory_entry& entry) {
  std::string path = relative(entry.path());
  std::error_code ignored;
  if (may_be_nested_target(path) && entry.is_regular_file(ignored) && !entry.is_symlink(ignored))
    if (std::string what = nested_target(entry.path().native()); !what.empty())
      diagnostics_.push_back(
          {Code::kUnsupported, path, what + ": not looked into, scan it by itself", 0, false});
  bool package = !readers_.find(path).empty(), manifest = kube::is_manifest_path(path);
  if ((!package && !manifest) || !is_to_be_read(entry, path)) return;
  if (package) wanted_.packages.push_back(path);
  if (manifest) wanted_.manifests.push_back(std::move(path));
}

Result<Wanted> Walk::run() {
  std::error_code error;
  size_t files = 0;
  auto at =
      fs::recursive_directory_iterator(root_, fs::directory_options::skip_permission_denied, error);
  if (error) return Error::make(Code::kIo, "cannot list {}: {}", root_.native(), error.message());
  for (; at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (++files > kMaxFiles) {
      diagnostics_.push_back({Code::kLimit, root_.native(), "more files than are looked at"});
      break;
    }
    std::error_code ignored;
    if (!at->is_symlink(ignored) && at->is_directory(ignored)) {
      folder(at);
    } else {
      file(*at);
    }
  }
  // An error makes the iterator the end of the walk.
  if (error)
    diagnostics_.push_back({Code::kIo, root_.native(), "listing ended early: " + error.message()});
  std::sort(wanted_.packages.begin(), wanted_.packages.end());
  std::sort(wanted_.manifests.begin(), wanted_.manifests.end());
  return std::move(wanted_);
}

kube::ManifestOptions manifest_options(const ReadOptions& options, std::vector<std::string> known) {
  kube::ManifestOptions out;
  out.limits = options.limits;
  out.templates = options.templates;
  out.render = options.render;
  out.helm_values = options.helm_values;
  out.known = std::move(known);
  out.progress = options.progress;
  return out;
}

Status read_manifests(const fs::path& root, Wanted wanted, const ReadOptions& options,
                      Inventory& inventory) {
  if (wanted.manifests.empty()) return {};
  auto manifests = std::make_shared<kube::Manifests>(TRY(kube::read_manifests(
      root.native(), wanted.manifests, manifest_options(options, std::move(wanted.packages)))));
  for (Diagnostic& diagnostic : manifests->diagnostics)
    inventory.diagnostics.push_back(std::move(diagnostic));
  manifests->diagnostics.clear();
  if (!manifests->objects.empty() || !manifests->dockerfiles.empty() ||
      !manifests->findings.empty())
    inventory.manifests = std::move(manifests);
  return {};
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
  Wanted wanted = TRY(Walk(root, readers, inventory.diagnostics).run());
  if (options.progress) options.progress->begin("reading project", wanted.packages.size(), "files");
  for (const std::string& path : wanted.packages) {
    read_one(root / path, path, readers, siblings, options.limits, inventory);
    if (options.progress) options.progress->add(1);
  }
  if (options.progress) options.progress->end();
  TRY(read_manifests(root, std::move(wanted), options, inventory));
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
  bool package = !readers.find(name).empty(), manifest = kube::is_manifest_path(name);
  if (!package && !manifest)
    return Error::make(Code::kUnsupported,
                       "{} is no file that Seawall knows by its name (an image archive, a lock "
                       "file, a jar, an SBOM, a manifest, a Dockerfile)",
                       path);
  if (package) {
    ProjectSiblings siblings(file.parent_path(), options.limits);
    read_one(file, name, readers, siblings, options.limits, inventory);
  }
  if (manifest)
    TRY(read_manifests(file.parent_path(),
                       {package ? std::vector{name} : std::vector<std::string>(), {name}}, options,
                       inventory));
  // Nothing was read: that is no clean result.
  if (!package && !inventory.manifests)
    for (Diagnostic& diagnostic : inventory.diagnostics) diagnostic.incomplete = true;
  normalise(inventory);
  return inventory;
}

}  // namespace seawall::model
