// npm's lock files: package-lock.json, npm-shrinkwrap.json, node_modules/.package-lock.json.
//
// lockfileVersion 1 has a tree "dependencies" (name -> version, nested "dependencies"); 3 has a
// flat map "packages" from folders ("node_modules/a/node_modules/b") to what lies there, "" being
// the project itself; 2 has both, where "packages" is the authority. An entry with "link" stands
// for the folder that "resolved" names, which has its own entry: a workspace or a path dependency,
// listed as local. Only the first form needs package.json beside it to say what is direct.
// Format: docs.npmjs.com, "package-lock.json".
#include <unordered_set>

#include "base/text.h"
#include "doc/parse.h"
#include "package/npm.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

constexpr std::string_view kModules = "node_modules/";
// Longer than a real workspace's folder, which is walked up for each name that it asks for: what
// only a longer one asks for is not marked as direct.
constexpr size_t kWorkspaceBytes = 1000;

Scope scope_of(const doc::Node& entry) {
  if (entry["dev"].as_bool()) return Scope::kDevelopment;
  // devOptional: optional for the runtime, needed for development.
  if (entry["optional"].as_bool() || entry["devOptional"].as_bool()) return Scope::kOptional;
  return Scope::kRuntime;
}

// The text behind the last "node_modules/" of a folder; empty when there is none.
std::string_view module_name(std::string_view folder) {
  size_t at = folder.rfind(kModules);
  if (at == std::string_view::npos || (at > 0 && folder[at - 1] != '/')) return {};
  return folder.substr(at + kModules.size());
}

std::string_view base_name(std::string_view folder) {
  return folder.substr(folder.rfind('/') + 1);
}

// The names that a package.json asks for, or a lock's entry for one.
void for_each_requirement(const doc::Node& manifest, auto&& call) {
  for (std::string_view key :
       {"dependencies", "devDependencies", "optionalDependencies", "peerDependencies"})
    for (const doc::Member& member : manifest[key].members()) call(member.key);
}

class PackageLock {
 public:
  PackageLock(const File& file, const Limits& limits, Facts& facts)
      : file_(file), limits_(limits), listing_("npm", limits, facts) {}

  Status read() {
    doc::Document document = TRY(doc::parse_json(file_.content, limits_));
    const doc::Node& lock = document.root();
    if (!lock.is_object()) return Error(Code::kInvalid, "a lock file holds an object");
    std::optional<int64_t> version = lock["lockfileVersion"].as_int();
    if (version && (*version < 1 || *version > 3))
      return Error::make(Code::kUnsupported, "lockfileVersion {} is not known", *version);
    TRY(map_of(lock, "packages"));
    TRY(map_of(lock, "dependencies"));
    if (lock["packages"].is_object()) {
      read_packages(lock["packages"]);
    } else {
      read_project();
      read_dependencies(lock["dependencies"], 0);
    }
    return {};
  }

 private:
  // Versions 2 and 3.
  void read_packages(const doc::Node& packages) {
    find_direct(packages);
    for (const doc::Member& member : packages.members()) {
      if (member.key.empty()) continue;  // the project itself
      if (member.value["link"].as_bool()) {
        std::string_view target = member.value.text("resolved");
        if (target.empty() || packages.find(target) == nullptr)
          listing_.remark(member.key_position.line,
                          fmt::format("the link {} leads nowhere", printable(member.key, 100)));
        continue;
      }
      if (!member.value.is_object()) {
        listing_.problem(Code::kInvalid, member.key_position.line, "an entry is no object");
        continue;
      }
      add_folder(member);
    }
  }

  void add_folder(const doc::Member& member) {
    const doc::Node& entry = member.value;
    std::string_view module = module_name(member.key);
    std::string_view name = entry.text("name");
    if (name.empty()) name = module.empty() ? base_name(member.key) : module;
    std::string_view version = entry.text("version");
    NpmVersion found = {version, false};
    if (version.empty()) found = version_of_reference(name, entry.text("resolved"));
    if (found.version.empty() && module.empty()) return;  // a workspace without a version
    Package& package = listing_.add(name, found.version, member.key_position.line, scope_of(entry));
    if (found.range) package.range = true;
    if (module.empty()) package.local = true;
    if (direct_.contains(member.key) || module.empty()) package.direct = true;
    add_integrity(package, entry.text("integrity"));
    if (package.licenses.empty()) package.licenses = npm_licenses(entry);
  }

  // What the project and its workspaces ask for lies in the nearest node_modules folder upwards.
  void find_direct(const doc::Node& packages) {
    for (const doc::Member& member : packages.members()) {
      if (!module_name(member.key).empty() || member.key.size() > kWorkspaceBytes) continue;
      for_each_requirement(member.value, [&](std::string_view name) {
        std::string_view folder = member.key;
        while (true) {
          std::string candidate =
              fmt::format("{}{}{}{}", folder, folder.empty() ? "" : "/", kModules, name);
          if (const doc::Node* entry = packages.find(candidate)) {
            if ((*entry)["link"].as_bool()) candidate = entry->text("resolved");
            direct_.insert(std::move(candidate));
            return;
          }
          if (folder.empty()) return;
          size_t slash = folder.rfind('/');
          folder = slash == std::string_view::npos ? std::string_view{} : folder.substr(0, slash);
        }
      });
    }
  }

  // Version 1 says what is installed, not what the project asked for.
  void read_project() {
    std::optional<std::string_view> text = beside(file_, "package.json");
    if (!text) return;
    Result<doc::Document> manifest = doc::parse_json(*text, limits_, false);
    if (!manifest.ok()) return;  // the reader of package.json files complains, not this one
    for_each_requirement(manifest->root(), [&](std::string_view name) { direct_.emplace(name); });
  }

  // Version 1. The tree's depth is bounded by the document's.
  void read_dependencies(const doc::Node& dependencies, size_t depth) {
    for (const doc::Member& member : dependencies.members()) {
      const doc::Node& entry = member.value;
      if (!entry.is_object()) {
        listing_.problem(Code::kInvalid, member.key_position.line, "an entry is no object");
        continue;
      }
      add_dependency(member, depth);
      read_dependencies(entry["dependencies"], depth + 1);
    }
  }

  void add_dependency(const doc::Member& member, size_t depth) {
    const doc::Node& entry = member.value;
    std::string_view name = member.key;
    std::string_view version = entry.text("version");
    if (version.starts_with("npm:")) {
      if (std::optional<NpmSpec> real = split_npm_spec(version.substr(4))) {
        name = real->name;
        version = real->rest;
      }
    }
    if (is_local_reference(version)) return;  // a folder, whose version is not said here
    NpmVersion found = version_of_reference(name, version);
    Package& package = listing_.add(name, found.version, member.key_position.line, scope_of(entry));
    if (found.range) package.range = true;
    if (depth == 0 && direct_.contains(std::string(member.key))) package.direct = true;
    add_integrity(package, entry.text("integrity"));
  }

  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  const File& file_;
  const Limits& limits_;
  Listing listing_;
  std::unordered_set<std::string, Hash, std::equal_to<>> direct_;
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  constexpr std::string_view kHidden = "node_modules/.package-lock.json";
  if (file.path.ends_with(kHidden)) {
    // npm's note of what it installed; the project's own lock file says the same.
    std::string_view folder = file.path.substr(0, file.path.size() - kHidden.size());
    for (std::string_view name : {"package-lock.json", "npm-shrinkwrap.json"})
      if (file.siblings && file.siblings->read(fmt::format("{}{}", folder, name))) return {};
  } else if (below_node_modules(file.path)) {
    return {};
  }
  return PackageLock(file, limits, facts).read();
}

}  // namespace

const Reader& package_lock_reader() {
  static constexpr Pattern kPatterns[] = {
      {Pattern::kName, "package-lock.json"},
      {Pattern::kName, "npm-shrinkwrap.json"},
      {Pattern::kTail, "node_modules/.package-lock.json"},
  };
  static constexpr Reader kReader = {"package-lock", 1, kDeclared, kPatterns, 256u << 20, read};
  return kReader;
}

}  // namespace seawall::package
