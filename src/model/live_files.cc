// Follows how runtimes extract layers (containerd's archive.Apply, Docker's and overlayfs agree
// here): a whiteout removes what lower layers have; an entry replaces whatever was at its path,
// unless both are folders; an entry whose parent is a symbolic link of a lower layer lands where
// the link points. Only analysed files are tracked, so the layers' full path sets serve to see what
// was replaced by something that no reader wanted.
#include "model/live_files.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "archive/path.h"
#include "base/text.h"

namespace seawall::model {
namespace {

std::string_view parent_of(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

template <typename Map>
void erase_below(Map& map, std::string_view path, bool itself) {
  if (itself) {
    if (auto it = map.find(path); it != map.end()) map.erase(it);
  }
  std::string from = path.empty() ? std::string() : fmt::format("{}/", path);
  auto first = map.lower_bound(from);
  auto last = first;
  while (last != map.end() && std::string_view(last->first).starts_with(from)) ++last;
  map.erase(first, last);
}

auto identity(const package::Package& p) {
  return std::tie(p.type, p.name_space, p.name, p.version, p.architecture, p.path);
}

}  // namespace

// Asks a layer's path set about folders, remembering the answers: thousands of files share few
// folders. `aliases` are the other spellings of a folder through symbolic links to it.
struct LiveFiles::Folders {
  enum What { kFiles, kEntries, kAnything };
  const PathSet& paths;
  std::unordered_multimap<std::string, std::string> aliases;  // resolved folder -> link path
  std::unordered_map<std::string, bool> gone;

  void add_aliases(const LiveFiles& live);

  // Whether the layer has put something else than a folder at `folder` or one of its parents.
  bool is_gone(std::string_view folder) {
    if (folder.empty()) return false;
    std::string key(folder);
    if (auto it = gone.find(key); it != gone.end()) return it->second;
    bool answer = paths.has(folder, PathSet::kFile) || writes_through_link(folder, kFiles) ||
                  is_gone(parent_of(folder));
    gone.emplace(std::move(key), answer);
    return answer;
  }

  bool writes(std::string_view path, What what) const {
    return what == kFiles     ? paths.has(path, PathSet::kFile)
           : what == kEntries ? paths.has_entry(path)
                              : paths.has_any(path);
  }

  // Whether the layer writes `path` under a spelling that goes through a link.
  bool writes_through_link(std::string_view path, What what) const {
    if (aliases.empty()) return false;
    for (size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      auto [first, last] = aliases.equal_range(std::string(path.substr(0, slash)));
      for (; first != last; ++first)
        if (writes(first->second + std::string(path.substr(slash)), what)) return true;
    }
    // Something below a link to this very path: it has to be a folder then.
    auto [first, last] = aliases.equal_range(std::string(path));
    for (; first != last && what == kAnything; ++first)
      if (paths.has(first->second, PathSet::kImplied)) return true;
    return false;
  }
};

std::string LiveFiles::resolve(std::string_view path, bool last) const {
  std::string rest(path);
  std::string done;
  size_t hops = Limits{}.link_hops;
  while (!rest.empty()) {
    size_t slash = rest.find('/');
    bool final_part = slash == std::string::npos;
    std::string part = rest.substr(0, slash);
    rest = final_part ? std::string() : rest.substr(slash + 1);
    std::string here = done.empty() ? part : fmt::format("{}/{}", done, part);
    auto link = final_part && !last ? symlinks_.end() : symlinks_.find(here);
    if (link == symlinks_.end()) {
      done = std::move(here);
      continue;
    }
    if (hops-- == 0) return std::string(path);
    const std::string& target = link->second;
    std::string joined = target.starts_with('/') ? target : fmt::format("{}/{}", done, target);
    if (!rest.empty()) joined += "/" + rest;
    archive::normalize_path(joined, rest);
    done.clear();
  }
  return done;
}

void LiveFiles::remove(std::string_view path, bool itself) {
  erase_below(files_, path, itself);
  erase_below(symlinks_, path, itself);
}

void LiveFiles::Folders::add_aliases(const LiveFiles& live) {
  // Only links that the layer writes through: a hostile layer may hold very many others.
  for (const auto& [path, target] : live.symlinks_) {
    (void)target;
    if (paths.has(path, PathSet::kImplied)) aliases.emplace(live.resolve(path, true), path);
  }
}

// Links first: what the layer writes through a link goes where the link points once the layer's own
// entries have replaced and added links.
void LiveFiles::update_links(const LayerFacts& facts) {
  Folders plain{facts.paths, {}, {}};
  std::erase_if(symlinks_, [&](const auto& link) {
    return facts.paths.has_entry(link.first) || plain.is_gone(parent_of(link.first));
  });
  Folders through{facts.paths, {}, {}};
  through.add_aliases(*this);
  std::erase_if(symlinks_, [&](const auto& link) {
    return through.writes_through_link(link.first, Folders::kEntries) ||
           through.is_gone(parent_of(link.first));
  });
  for (const LayerFacts::Link& link : facts.symlinks)
    symlinks_.insert_or_assign(resolve(link.path), link.target);
}

void LiveFiles::remove_replaced(const LayerFacts& facts) {
  Folders folders{facts.paths, {}, {}};
  folders.add_aliases(*this);
  replaced_.clear();
  for (auto it = files_.begin(); it != files_.end();) {
    const std::string& path = it->first;
    bool again = facts.paths.has_any(path) || folders.writes_through_link(path, Folders::kAnything);
    bool gone = again || folders.is_gone(parent_of(path));
    if (again) replaced_.insert_or_assign(path, std::move(it->second));
    it = gone ? files_.erase(it) : std::next(it);
  }
}

void LiveFiles::add_file(const LayerFacts::File& file, int layer,
                         std::map<std::string, File>& replaced) {
  std::string path = resolve(file.path);
  File added{&file, layer, std::vector<int>(file.facts.packages.size(), layer)};
  auto before = replaced.find(path);
  if (before != replaced.end()) {
    const auto& old = before->second.file->facts.packages;
    std::map<decltype(identity(old[0])), size_t> known;
    for (size_t i = 0; i < old.size(); ++i) known.insert_or_assign(identity(old[i]), i);
    for (size_t k = 0; k < added.first.size(); ++k)
      if (auto it = known.find(identity(file.facts.packages[k])); it != known.end())
        added.first[k] = before->second.first[it->second];
  }
  files_.insert_or_assign(std::move(path), std::move(added));
}

void LiveFiles::apply(const LayerFacts& facts, int layer) {
  for (const std::string& path : facts.removed) remove(resolve(path), true);
  for (const std::string& path : facts.opaque) remove(resolve(path, true), false);
  update_links(facts);
  remove_replaced(facts);
  for (const LayerFacts::File& file : facts.files) add_file(file, layer, replaced_);
}

}  // namespace seawall::model
