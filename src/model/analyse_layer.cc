// The pass keeps the bytes of one wanted file at a time: as soon as a file is complete its readers
// run and its bytes are dropped, so that memory follows the largest wanted file and not the layer.
//
// Whiteouts (OCI image-spec, layer.md): ".wh.NAME" removes NAME of lower layers, ".wh..wh..opq"
// hides all that lower layers have in its folder. Other names that begin with ".wh..wh." belong to
// AUFS itself and are nothing in the image.
#include "model/analyse_layer.h"

#include <algorithm>
#include <random>
#include <set>

#include "archive/path.h"
#include "base/text.h"
#include "package/executable.h"

namespace seawall::model {
namespace {

constexpr std::string_view kWhiteout = ".wh.";
constexpr std::string_view kOpaque = ".wh..wh..opq";
constexpr std::string_view kAufs = ".wh..wh.";
// Symbolic links kept for resolving paths; more is an attack or no image.
constexpr size_t kSymlinkBytes = 64 << 20;
// Contents read through links, counted once for each link: one big file may have very many.
constexpr uint64_t kLinkedBytes = 4ull << 30;

std::string_view parent_of(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::string_view name_of(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string join(std::string_view folder, std::string_view name) {
  return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

bool tells_nothing(const package::Facts& facts) {
  return facts.packages.empty() && facts.owned.empty() && facts.licensed.empty() && !facts.distro &&
         facts.diagnostics.empty();
}

// Runs the readers of `path` over `content`; nothing when they had nothing to tell.
std::optional<LayerFacts::File> read_file_facts(const package::ReaderIndex& readers,
                                                std::string_view path, std::string_view content,
                                                uint32_t mode, const Limits& limits) {
  LayerFacts::File file{std::string(path), {}};
  file.facts.keeps = [&readers](std::string_view owned) { return readers.may_want(owned); };
  package::read_package_file(readers, {path, content, mode, nullptr}, limits, file.facts);
  file.facts.keeps = nullptr;
  if (tells_nothing(file.facts)) return std::nullopt;
  return file;
}

// The smallest of the readers' own bounds would refuse for all; the largest is the one that counts.
uint64_t most_bytes(std::span<const package::Reader* const> readers) {
  uint64_t most = 0;
  for (const package::Reader* reader : readers) most = std::max(most, reader->max_bytes);
  return most;
}

// Sorts by path. The last file of a path is the one that counts.
void keep_last(std::vector<LayerFacts::File>& files) {
  std::stable_sort(files.begin(), files.end(),
                   [](const auto& a, const auto& b) { return a.path < b.path; });
  std::vector<LayerFacts::File> kept;
  for (LayerFacts::File& file : files) {
    if (!kept.empty() && kept.back().path == file.path) kept.pop_back();
    kept.push_back(std::move(file));
  }
  files = std::move(kept);
}

class LayerVisitor final : public archive::TarVisitor {
 public:
  LayerVisitor(const package::ReaderIndex& readers, const Limits& limits, std::string_view key)
      : readers_(readers), limits_(limits), executables_(readers) {
    facts_.paths = PathSet(key);
  }

  Result<bool> entry(const archive::TarEntry& entry) override {
    ++facts_.entries;
    archive::normalize_path(entry.path, path_);
    if (path_.empty()) return false;
    std::string_view name = name_of(path_);
    if (name.starts_with(kWhiteout)) return whiteout(name);
    add_path(entry.type == archive::EntryType::kDirectory ? PathSet::kDirectory : PathSet::kFile);
    switch (entry.type) {
      case archive::EntryType::kFile:
        return file(entry);
      case archive::EntryType::kHardLink:
        return hard_link(entry);
      case archive::EntryType::kSymlink:
        return symlink(entry);
      default:
        return false;
    }
  }

  Status data(std::string_view bytes) override {
    if (executable_) {
      executables_.take(bytes);
      return {};
    }
    if (content_.size() + bytes.size() > limits_.kept_file_bytes)
      return Error::make(Code::kLimit, "{} is larger than {} bytes", printable(path_),
                         limits_.kept_file_bytes);
    content_.append(bytes);
    return {};
  }

  Status end_of_file() override {
    if (executable_) {
      LayerFacts::File file{path_, {}};
      executables_.finish(path_, mode_, limits_, file.facts);
      if (!tells_nothing(file.facts)) facts_.files.push_back(std::move(file));
      return {};
    }
    if (auto file = read_file_facts(readers_, path_, content_, mode_, limits_))
      facts_.files.push_back(std::move(*file));
    // Keep what small files needed, not the one big jar's megabytes.
    if (content_.capacity() > (1u << 20)) content_ = std::string();
    content_.clear();
    return {};
  }

  LayerFacts finish() {
    keep_last(facts_.files);
    facts_.paths.seal();
    return std::move(facts_);
  }

 private:
  // With the parents that the entry implies; entries of one folder mostly follow each other.
  void add_path(PathSet::Kind kind) {
    facts_.paths.add(path_, kind);
    std::string_view folder = parent_of(path_);
    if (folder == last_folder_) return;
    last_folder_ = folder;
    // Below a folder that was added already all is.
    while (!folder.empty() && facts_.paths.add_implied(folder)) folder = parent_of(folder);
  }

  Result<bool> whiteout(std::string_view name) {
    std::string_view folder = parent_of(path_);
    if (name == kOpaque) {
      facts_.opaque.emplace_back(folder);
    } else if (!name.starts_with(kAufs)) {
      facts_.removed.push_back(join(folder, name.substr(kWhiteout.size())));
    }
    return false;
  }

  Result<bool> file(const archive::TarEntry& entry) {
    facts_.bytes += entry.size;
    std::span<const package::Reader* const> wanted = readers_.find(path_);
    mode_ = entry.mode;
    executable_ = wanted.empty();
    if (executable_) {
      // Sparse files cost nothing to store, and programs are none.
      bool may_be = !entry.sparse && executables_.may_be(entry.mode, entry.size);
      if (may_be) executables_.begin();
      return may_be;
    }
    uint64_t most = std::min<uint64_t>(most_bytes(wanted), limits_.kept_file_bytes);
    if (entry.size > most) {
      facts_.diagnostics.push_back(
          {Code::kLimit, path_,
           fmt::format("not read: {} bytes, and at most {} are", entry.size, most)});
      return false;
    }
    content_.reserve(std::min<uint64_t>(entry.size, 4u << 20));  // a size may lie
    return true;
  }

  Result<bool> hard_link(const archive::TarEntry& entry) {
    if (readers_.find(path_).empty()) return false;
    std::string target;
    archive::normalize_path(entry.link, target);
    facts_.wanted_hard_links.push_back({path_, std::move(target)});
    return false;
  }

  Result<bool> symlink(const archive::TarEntry& entry) {
    symlink_bytes_ += path_.size() + entry.link.size() + sizeof(LayerFacts::Link);
    if (symlink_bytes_ > kSymlinkBytes) {
      if (!symlinks_full_)
        facts_.diagnostics.push_back(
            {Code::kLimit, path_, "too many symbolic links; later ones are not followed"});
      symlinks_full_ = true;
      return false;
    }
    facts_.symlinks.push_back({path_, std::string(entry.link)});
    return false;
  }

  const package::ReaderIndex& readers_;
  const Limits& limits_;
  LayerFacts facts_;
  package::Executables executables_;
  bool executable_ = false;  // the file at hand goes there
  std::string path_, content_, last_folder_;
  uint32_t mode_ = 0;
  size_t symlink_bytes_ = 0;
  bool symlinks_full_ = false;
};

// Reads certain files only, each as one or more other paths.
class ExtraVisitor final : public archive::TarVisitor {
 public:
  ExtraVisitor(const package::ReaderIndex& readers, const ExtraFiles& extra, const Limits& limits)
      : readers_(readers), extra_(extra), limits_(limits) {}

  Result<bool> entry(const archive::TarEntry& entry) override {
    if (entry.type != archive::EntryType::kFile) return false;
    archive::normalize_path(entry.path, path_);
    auto it = extra_.find(path_);
    if (it == extra_.end()) return false;
    found_.insert(it->first);
    as_ = &it->second;
    mode_ = entry.mode;
    // By division: a size may be anything.
    bool within = entry.size <= limits_.kept_file_bytes && entry.size <= left_ / as_->size();
    if (within) {
      left_ -= entry.size * as_->size();
    } else {
      refuse(*as_, Code::kLimit,
             fmt::format("a link to {} bytes, more than are read through links", entry.size));
    }
    return within;
  }
  Status data(std::string_view bytes) override {
    content_.append(bytes);
    return {};
  }
  Status end_of_file() override {
    for (const std::string& path : *as_)
      if (auto file = read_file_facts(readers_, path, content_, mode_, limits_))
        files_.push_back(std::move(*file));
    content_.clear();
    return {};
  }

  std::vector<LayerFacts::File> finish() {
    for (const auto& [target, paths] : extra_)
      if (!found_.contains(target))
        refuse(paths, Code::kNotFound, "a link to what is no regular file of its layer");
    keep_last(files_);
    return std::move(files_);
  }

 private:
  void refuse(const std::vector<std::string>& paths, Code code, const std::string& why) {
    for (const std::string& path : paths) {
      LayerFacts::File& file = files_.emplace_back();
      file.path = path;
      file.facts.diagnostics.push_back({code, path, why});
    }
  }

  std::vector<LayerFacts::File> files_;
  std::set<std::string_view> found_;  // targets
  uint64_t left_ = kLinkedBytes;
  const package::ReaderIndex& readers_;
  const ExtraFiles& extra_;
  const Limits& limits_;
  const std::vector<std::string>* as_ = nullptr;
  std::string path_, content_;
  uint32_t mode_ = 0;
};

// Resolves the layer's own hard links: those whose target was read as another wanted file still
// read anew under the link's name, because what a file tells depends on where it lies.
Status read_hard_links(image::OpenImage& image, size_t index, const package::ReaderIndex& readers,
                       const Limits& limits, LayerFacts& facts) {
  // Links to links: the first file of the chain holds the bytes.
  std::map<std::string, std::string, std::less<>> target_of;
  for (const auto& link : facts.wanted_hard_links) target_of[link.path] = link.target;
  ExtraFiles extra;
  std::vector<LayerFacts::Link> elsewhere;
  for (const auto& link : facts.wanted_hard_links) {
    std::string target = link.target;
    for (size_t hops = 0; hops < limits.link_hops; ++hops) {
      auto next = target_of.find(target);
      if (next == target_of.end()) break;
      target = next->second;
    }
    if (facts.paths.has(target, PathSet::kFile)) {
      extra[target].push_back(link.path);
    } else {
      elsewhere.push_back({link.path, target});
    }
  }
  facts.wanted_hard_links = std::move(elsewhere);
  if (extra.empty()) return {};
  std::vector<LayerFacts::File> files = TRY(read_extra_files(image, index, readers, extra, limits));
  for (auto& file : files) facts.files.push_back(std::move(file));
  keep_last(facts.files);
  return {};
}

}  // namespace

Result<std::vector<LayerFacts::File>> read_extra_files(image::OpenImage& image, size_t index,
                                                       const package::ReaderIndex& readers,
                                                       const ExtraFiles& extra,
                                                       const Limits& limits) {
  ExtraVisitor visitor(readers, extra, limits);
  TRY(image.walk_layer(index, visitor, limits));
  return visitor.finish();
}

namespace {

// What the layer's path hashes are keyed with. A layer that nothing identifies is never cached, so
// that any key will do, as long as its author cannot know it.
std::string path_key(const image::Layer& layer) {
  if (!layer.digest.empty()) return layer.digest;
  if (!layer.diff_id.empty()) return layer.diff_id;
  std::random_device random;
  return fmt::format("{} {} {}", random(), random(), random());
}

}  // namespace

Result<LayerFacts> analyse_layer(image::OpenImage& image, size_t index,
                                 const package::ReaderIndex& readers, const Limits& limits) {
  const image::Layer& layer = image.image().layers[index];
  LayerVisitor visitor(readers, limits, path_key(layer));
  TRY(image.walk_layer(index, visitor, limits));
  LayerFacts facts = visitor.finish();
  TRY(read_hard_links(image, index, readers, limits, facts));
  return facts;
}

}  // namespace seawall::model
