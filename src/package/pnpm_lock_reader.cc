// pnpm-lock.yaml, lockfileVersion 5 to 9.
//
// "packages" maps a dependency path to what was resolved:
//   5.x  /@scope/name/1.2.3_peers          6.x  /@scope/name@1.2.3(peer@1.0.0)
//   9.x  @scope/name@1.2.3, with who needs whom (and the peers) under "snapshots"
// A host may stand in front ("registry.example/name/1.2.3"); git, tarball and file sources have a
// path of their own and give "name" and "version" below it. 5 and 6 mark each package "dev"; from
// 9 on that follows from "importers". pnpm 10 may put a document in front that locks pnpm itself;
// its packages count as development. Format: pnpm.io and its lockfile specification repository.
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "doc/parse.h"
#include "package/npm.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

struct PathParts {
  std::string_view name;
  std::string_view version;
};

// Version 5: "/name/1.2.3_peer@1.0.0", "/name/1.2.3/peer@1.0.0", "host/name/1.2.3".
PathParts parse_path5(std::string_view path) {
  if (path.starts_with('/')) {
    path.remove_prefix(1);
  } else if (size_t slash = path.find('/'); slash != std::string_view::npos) {
    path.remove_prefix(slash + 1);
  }
  size_t slash = path.find('/');
  if (path.starts_with('@') && slash != std::string_view::npos) slash = path.find('/', slash + 1);
  if (slash == std::string_view::npos) return {path, {}};
  std::string_view version = path.substr(slash + 1);
  return {path.substr(0, slash), version.substr(0, version.find_first_of("_/("))};
}

// Version 6 and later: "name@1.2.3(peer@1.0.0)", in 6 behind "/" or "host/".
PathParts parse_path6(std::string_view path) {
  path = path.substr(0, path.find('('));
  if (path.starts_with('/')) {
    path.remove_prefix(1);
  } else if (!path.starts_with('@')) {
    size_t slash = path.find('/');
    size_t at = path.find('@', 1);
    bool host = slash < path.find(':') &&
                (at == std::string_view::npos || slash < at || path[slash + 1] == '@');
    if (host) path.remove_prefix(slash + 1);
  }
  std::optional<NpmSpec> spec = split_npm_spec(path);
  if (!spec) return {path, {}};
  return {spec->name, spec->rest};
}

// One document of the file.
class PnpmLock {
 public:
  PnpmLock(const doc::Node& root, Listing& listing) : root_(root), listing_(listing) {}

  Status read() {
    if (!root_.is_object()) return Error(Code::kInvalid, "a lock file holds a map");
    std::string text = yaml_scalar(root_["lockfileVersion"]);
    std::optional<uint64_t> major =
        parse_uint(std::string_view(text).substr(0, text.find_first_of(".-")));
    if (!major) major = parse_uint(yaml_scalar(root_["shrinkwrapVersion"]));
    if (!major) return Error(Code::kInvalid, "the lockfileVersion is missing");
    if (*major > 9)
      return Error::make(Code::kUnsupported, "lockfileVersion {} is not known",
                         printable(text, 20));
    major_ = *major;
    for (std::string_view key : {"packages", "snapshots", "importers"}) TRY(map_of(root_, key));
    find_nodes();
    find_roots();
    list();
    return {};
  }

 private:
  struct Node {
    std::string_view path;
    const doc::Node* snapshot = nullptr;  // who it needs
    const doc::Node* package = nullptr;
    uint32_t line = 0;
    bool direct = false;
  };

  void find_nodes() {
    const doc::Node& packages = root_["packages"];
    const doc::Node& snapshots = root_["snapshots"];
    // With peers a package has one or more snapshots under other names.
    std::unordered_set<std::string_view> snapped;
    for (const doc::Member& member : snapshots.members())
      snapped.insert(member.key.substr(0, member.key.find('(')));
    for (const doc::Member& member : packages.members())
      if (!snapped.contains(member.key))
        add_node({member.key, &member.value, &member.value, member.key_position.line, false});
    for (const doc::Member& member : snapshots.members()) {
      std::string_view bare = member.key.substr(0, member.key.find('('));
      const doc::Node* package = packages.find(bare);
      if (package == nullptr) package = &member.value;
      add_node({member.key, &member.value, package, line_of_package(bare, member), false});
    }
  }

  // The line below "packages", which a person looks at first.
  uint32_t line_of_package(std::string_view path, const doc::Member& otherwise) const {
    const doc::Node* package = root_["packages"].find(path);
    return package && package->position().line > 0 ? package->position().line
                                                   : otherwise.key_position.line;
  }

  void add_node(Node node) {
    numbers_.emplace(node.path, nodes_.size());
    nodes_.push_back(node);
  }

  // What a dependency "name: reference" leads to. References are versions with peers, or paths.
  std::optional<size_t> find(std::string_view name, const doc::Node& value) const {
    std::string reference = yaml_scalar(value.is_object() ? value["version"] : value);
    for (std::string_view form : {"/{0}@{1}", "{0}@{1}", "/{0}/{1}", "{1}"}) {
      auto it = numbers_.find(fmt::format(fmt::runtime(form), name, reference));
      if (it != numbers_.end()) return it->second;
    }
    return std::nullopt;
  }

  void find_roots() {
    needs_ = Needs(nodes_.size());
    for (size_t i = 0; i < nodes_.size(); ++i) {
      for (bool optional : {false, true}) {
        const char* key = optional ? "optionalDependencies" : "dependencies";
        for (const doc::Member& member : (*nodes_[i].snapshot)[key].members())
          if (auto target = find(member.key, member.value)) needs_.edge(i, *target, optional);
      }
    }
    const doc::Node& importers = root_["importers"];
    for (const doc::Member& member : importers.members()) add_importer(member.value);
    add_importer(root_);
  }

  void add_importer(const doc::Node& importer) {
    struct Part {
      std::string_view key;
      Scope scope;
    };
    for (const Part& part :
         {Part{"dependencies", Scope::kRuntime}, Part{"optionalDependencies", Scope::kOptional},
          Part{"devDependencies", Scope::kDevelopment},
          Part{"configDependencies", Scope::kDevelopment},
          Part{"packageManagerDependencies", Scope::kDevelopment}}) {
      for (const doc::Member& member : importer[part.key].members()) {
        std::optional<size_t> target = find(member.key, member.value);
        if (!target) continue;  // "link:": a workspace
        nodes_[*target].direct = true;
        needs_.root(*target, part.scope);
      }
    }
  }

  void list() {
    std::vector<Scope> scopes = needs_.scopes();
    for (size_t i = 0; i < nodes_.size(); ++i) {
      const doc::Node& entry = *nodes_[i].package;
      if (entry["dev"].as_bool()) scopes[i] = Scope::kDevelopment;
      if (entry["optional"].as_bool() && scopes[i] == Scope::kRuntime) scopes[i] = Scope::kOptional;
      list(nodes_[i], scopes[i]);
    }
  }

  void list(const Node& node, Scope scope) {
    const doc::Node& entry = *node.package;
    PathParts parts = major_ < 6 ? parse_path5(node.path) : parse_path6(node.path);
    std::string_view name = entry.text("name");
    std::string version = yaml_scalar(entry["version"]);
    if (name.empty()) name = parts.name;
    if (version.empty()) version = parts.version;
    const doc::Node& resolution = entry["resolution"];
    bool local = resolution.text("type") == "directory" ||
                 resolution.find("directory") != nullptr || version.starts_with("link:") ||
                 (version.starts_with("file:") && is_local_reference(version));
    NpmVersion found = version_of_reference(name, version);
    if (local && (!is_npm_version(version)))
      return;  // a folder of the project that gives no version here
    Package& package = listing_.add(name, found.version, node.line, scope);
    if (found.range) package.range = true;
    if (local) package.local = true;
    if (node.direct) package.direct = true;
    add_integrity(package, resolution.text("integrity"));
  }

  const doc::Node& root_;
  Listing& listing_;
  uint64_t major_ = 0;
  std::vector<Node> nodes_;
  std::unordered_map<std::string, size_t> numbers_;
  Needs needs_{0};
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  if (below_node_modules(file.path)) return {};
  std::vector<doc::Document> documents =
      TRY(doc::parse_yaml(file.content, limits, doc::YamlSchema::kCore));
  Listing listing("npm", limits, facts);
  for (const doc::Document& document : documents) TRY(PnpmLock(document.root(), listing).read());
  return {};
}

}  // namespace

const Reader& pnpm_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "pnpm-lock.yaml"}};
  static constexpr Reader kReader = {"pnpm-lock", 1, kDeclared, kPatterns, 256u << 20, read};
  return kReader;
}

}  // namespace seawall::package
