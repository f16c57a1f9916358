// uv.lock: [[package]] tables with "source" and who needs whom.
//
// Packages whose source is editable, virtual or a directory are the workspace's own members; their
// dependencies, extras ("optional-dependencies") and groups ("dev-dependencies") are the roots that
// give the others their scope. The member in "." is the project itself. Format: docs.astral.sh/uv.
#include <unordered_map>

#include "base/text.h"
#include "doc/parse.h"
#include "package/pep508.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

constexpr size_t kVersionsOfAName = 100;  // looked through; a resolution has a handful

class UvLock {
 public:
  UvLock(const doc::Node& lock, const Limits& limits, Facts& facts)
      : packages_(lock["package"].items()), listing_("pypi", limits, facts) {}

  void read() {
    for (size_t i = 0; i < packages_.size(); ++i) numbers_.emplace(packages_[i].text("name"), i);
    direct_.resize(packages_.size());
    Needs needs(packages_.size());
    for (size_t i = 0; i < packages_.size(); ++i) add_edges(i, needs);
    std::vector<Scope> scopes = needs.scopes();
    for (size_t i = 0; i < packages_.size(); ++i) list(packages_[i], scopes[i], direct_[i]);
  }

 private:
  static std::string_view member_folder(const doc::Node& entry) {
    for (std::string_view key : {"editable", "virtual", "directory"})
      if (const doc::Node* folder = entry["source"].find(key)) return folder->as_string();
    return {};
  }

  // The version is given where the lock file has more than one of that name.
  template <typename Call>
  void for_each_target(const doc::Node& list, Call&& call) const {
    for (const doc::Node& item : list.items()) {
      std::string_view name = item.text("name");
      std::string_view version = item.text("version");
      size_t looked = 0;
      // Equal keys are neighbours; equal_range() would walk through all of them each time.
      for (auto it = numbers_.find(name);
           it != numbers_.end() && it->first == name && ++looked <= kVersionsOfAName; ++it)
        if (version.empty() || version == packages_[it->second].text("version")) call(it->second);
    }
  }

  void add_edges(size_t from, Needs& needs) {
    const doc::Node& entry = packages_[from];
    if (!member_folder(entry).empty()) return add_roots(entry, needs);
    for_each_target(entry["dependencies"], [&](size_t to) { needs.edge(from, to); });
    for (const doc::Member& extra : entry["optional-dependencies"].members())
      for_each_target(extra.value, [&](size_t to) { needs.edge(from, to); });
  }

  void add_roots(const doc::Node& member, Needs& needs) {
    auto root = [&](Scope scope) {
      return [this, &needs, scope](size_t to) {
        needs.root(to, scope);
        direct_[to] = true;
      };
    };
    for_each_target(member["dependencies"], root(Scope::kRuntime));
    for (const doc::Member& extra : member["optional-dependencies"].members())
      for_each_target(extra.value, root(Scope::kOptional));
    for (std::string_view key : {"dev-dependencies", "dependency-groups"})
      for (const doc::Member& group : member[key].members())
        for_each_target(group.value, root(Scope::kDevelopment));
  }

  void list(const doc::Node& entry, Scope scope, bool direct) {
    std::string_view folder = member_folder(entry);
    if (folder == ".") return;  // the project itself
    std::string_view version = entry.text("version");
    if (version.empty() && !folder.empty()) return;  // a member with a version made at build time
    Package& package = listing_.add(entry.text("name"), version, entry.position().line, scope);
    if (direct) package.direct = true;
    if (!folder.empty()) package.local = true;
    add_hash(package, entry["sdist"]);
    for (const doc::Node& wheel : entry["wheels"].items()) add_hash(package, wheel);
  }

  static void add_hash(Package& package, const doc::Node& file) {
    if (std::optional<Halves> hash = split_once(file.text("hash"), ":"))
      add_digest(package, hash->first, hash->second);
  }

  std::span<const doc::Node> packages_;
  Listing listing_;
  std::unordered_multimap<std::string_view, size_t> numbers_;
  std::vector<bool> direct_;
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_toml(file.content, limits));
  std::optional<int64_t> version = document.root()["version"].as_int();
  if (version && *version != 1)
    return Error::make(Code::kUnsupported, "version {} of uv.lock is not known", *version);
  TRY(list_of(document.root(), "package"));
  UvLock(document.root(), limits, facts).read();
  return {};
}

}  // namespace

const Reader& uv_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "uv.lock"}};
  static constexpr Reader kReader = {"uv-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
