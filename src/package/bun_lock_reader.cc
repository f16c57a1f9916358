// bun.lock, lockfileVersion 0 to 2: JSON with comments.
//
// "workspaces" maps folders ("" is the project) to what their package.json files ask for;
// "packages" maps a place in the tree ("a", "a/b" where a has a b of its own) to an array that
// starts with "name@locator" and ends with the integrity; one object in it holds dependencies.
// bun.lockb is the same in a binary form of bun's own, which `bun install --save-text-lockfile`
// turns into this one. Format: bun.sh/docs/pm/lockfile.
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "doc/parse.h"
#include "package/npm.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

struct Part {
  std::string_view key;
  Scope scope;
};
constexpr Part kParts[] = {{"dependencies", Scope::kRuntime},
                           {"peerDependencies", Scope::kRuntime},
                           {"optionalDependencies", Scope::kOptional},
                           {"devDependencies", Scope::kDevelopment}};

// Above a real tree's deepest place. Names at deeper ones are looked for at the top only, which may
// cost a scope but no package, and keeps a hostile place from being walked up for every name.
constexpr size_t kPlaceBytes = 1000;

class BunLock {
 public:
  BunLock(const doc::Node& lock, Listing& listing) : lock_(lock), listing_(listing) {}

  Status read() {
    if (!lock_.is_object()) return Error(Code::kInvalid, "a lock file holds an object");
    std::optional<int64_t> version = lock_["lockfileVersion"].as_int();
    if (!version) return Error(Code::kInvalid, "the lockfileVersion is missing");
    if (*version < 0 || *version > 2)
      return Error::make(Code::kUnsupported, "lockfileVersion {} is not known", *version);
    std::span<const doc::Member> packages = TRY(map_of(lock_, "packages"));
    for (const doc::Member& member : packages) numbers_.emplace(member.key, numbers_.size());
    direct_.resize(packages.size());
    Needs needs(packages.size());
    for (size_t i = 0; i < packages.size(); ++i) add_edges(packages[i], i, needs);
    add_roots(needs);
    std::vector<Scope> scopes = needs.scopes();
    for (size_t i = 0; i < packages.size(); ++i) list(packages[i], i, scopes[i]);
    return {};
  }

 private:
  static const doc::Node& info_of(const doc::Node& entry) {
    static constexpr doc::Node kNone{};
    for (const doc::Node& item : entry.items())
      if (item.is_object()) return item;
    return kNone;
  }

  // A name needed at a place of the tree is found at that place or the nearest one above it.
  std::optional<size_t> find(std::string_view place, std::string_view name) const {
    if (place.size() > kPlaceBytes) place = {};
    while (true) {
      auto it = numbers_.find(fmt::format("{}{}{}", place, place.empty() ? "" : "/", name));
      if (it != numbers_.end()) return it->second;
      if (place.empty()) return std::nullopt;
      place = above(place);
    }
  }

  // "a/@s/b" -> "a": a scope is half a name and no place.
  static std::string_view above(std::string_view place) {
    place = place.substr(0, place.size() - last_part(place).size());
    if (place.ends_with('/')) place.remove_suffix(1);
    std::string_view scope = last_part(place);
    if (!scope.starts_with('@')) return place;
    place.remove_suffix(scope.size());
    if (place.ends_with('/')) place.remove_suffix(1);
    return place;
  }
  static std::string_view last_part(std::string_view place) {
    return place.substr(place.rfind('/') + 1);  // npos + 1 is 0
  }

  void add_edges(const doc::Member& member, size_t number, Needs& needs) {
    const doc::Node& info = info_of(member.value);
    std::unordered_set<std::string_view> optional_peers;
    for (const doc::Node& one : info["optionalPeers"].items())
      optional_peers.insert(one.as_string());
    for (const Part& part : kParts) {
      if (part.scope == Scope::kDevelopment) continue;
      for (const doc::Member& need : info[part.key].members()) {
        if (part.key == "peerDependencies" && optional_peers.contains(need.key)) continue;
        if (auto target = find(member.key, need.key))
          needs.edge(number, *target, part.scope == Scope::kOptional);
      }
    }
  }

  void add_roots(Needs& needs) {
    for (const doc::Member& workspace : lock_["workspaces"].members()) {
      for (const Part& part : kParts) {
        for (const doc::Member& need : workspace.value[part.key].members()) {
          std::optional<size_t> target = find(workspace.value.text("name"), need.key);
          if (!target) continue;
          direct_[*target] = true;
          needs.root(*target, part.scope);
        }
      }
    }
  }

  void list(const doc::Member& member, size_t number, Scope scope) {
    uint32_t line = member.key_position.line;
    std::span<const doc::Node> items = member.value.items();
    std::string_view text = items.empty() ? std::string_view{} : items[0].as_string();
    std::optional<NpmSpec> spec = split_npm_spec(text);
    if (!spec) {
      listing_.problem(Code::kInvalid, line,
                       fmt::format("'{}' is no entry of a package", printable(member.key, 100)));
      return;
    }
    if (spec->rest.starts_with("root:")) return;  // the project itself
    NpmVersion found = version_of_reference(spec->name, spec->rest);
    bool local = is_local_reference(spec->rest);
    if (spec->rest.starts_with("workspace:")) {
      std::string_view folder = spec->rest.substr(10);
      found = {lock_.at({"workspaces", folder, "version"}).as_string(), false};
      if (found.version.empty()) return;  // a workspace need not have one
    }
    if (local && found.range) return;  // a folder of the project that gives no version here
    Package& package = listing_.add(spec->name, found.version, line, scope);
    if (found.range) package.range = true;
    if (local) package.local = true;
    if (direct_[number]) package.direct = true;
    if (items.size() > 1) add_integrity(package, items.back().as_string());
  }

  const doc::Node& lock_;
  Listing& listing_;
  std::unordered_map<std::string, size_t> numbers_;  // place -> index in "packages"
  std::vector<bool> direct_;
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  if (below_node_modules(file.path)) return {};
  if (file.path.ends_with(".lockb")) {
    if (beside(file, "bun.lock")) return {};
    return Error(Code::kUnsupported,
                 "bun's binary lock file is not read; "
                 "`bun install --save-text-lockfile` writes a bun.lock, which is");
  }
  doc::Document document = TRY(doc::parse_jsonc(file.content, limits));
  Listing listing("npm", limits, facts);
  return BunLock(document.root(), listing).read();
}

}  // namespace

const Reader& bun_lock_reader() {
  static constexpr Pattern kPatterns[] = {
      {Pattern::kName, "bun.lock"},
      {Pattern::kName, "bun.lockb"},
  };
  static constexpr Reader kReader = {"bun-lock", 1, kDeclared, kPatterns, 256u << 20, read};
  return kReader;
}

}  // namespace seawall::package
