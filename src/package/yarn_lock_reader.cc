// yarn.lock: yarn 1's own grammar (yarn1.h) and the YAML of yarn 2 and later ("berry").
//
// Neither marks development dependencies: what is one follows from the package.json beside the
// file, when it can be read: an entry that only devDependencies lead to is for development. With
// yarn 1 workspaces (whose manifests are named by globs) that cannot be known, and everything
// that the project's own manifest does not reach counts as runtime.
// Formats: classic.yarnpkg.com/lang/en/docs/yarn-lock, yarnpkg/berry "Protocols".
#include <unordered_map>

#include "base/text.h"
#include "doc/parse.h"
#include "package/npm.h"
#include "package/project_file.h"
#include "package/yarn1.h"

namespace seawall::package {

namespace {

// The name and version behind one entry.
struct Resolved {
  std::string name;
  std::string version;
  uint32_t line = 0;
  bool local = false;
  bool project = false;  // the project itself
  bool range = false;
  std::string folder;  // of a workspace, relative to the lock file
  std::string integrity;
};

class YarnLock {
 public:
  YarnLock(const File& file, const Limits& limits, Facts& facts)
      : file_(file), limits_(limits), listing_("npm", limits, facts) {}

  Status read() {
    if (is_berry()) {
      TRY(read_berry());
    } else {
      TRY(read_classic());
    }
    return {};
  }

 private:
  bool is_berry() const {
    return file_.content.starts_with("__metadata:") ||
           file_.content.find("\n__metadata:") != std::string_view::npos;
  }

  Status read_classic() {
    std::vector<YarnEntry> entries = TRY(parse_yarn1(file_.content, limits_));
    Needs needs(entries.size());
    for (size_t i = 0; i < entries.size(); ++i)
      for (std::string& pattern : entries[i].patterns) answers_.emplace(pattern, i);
    for (size_t i = 0; i < entries.size(); ++i) {
      for (const YarnEntry::Need& need : entries[i].needs)
        if (auto it = answers_.find(need.pattern); it != answers_.end())
          needs.edge(i, it->second, need.optional);
      resolved_.push_back(resolve_classic(entries[i]));
    }
    add_manifest("", false, needs);
    list(needs);
    return {};
  }

  // An alias ("a@npm:real@^1") tells the real name; the requirements beside it may be plain.
  Resolved resolve_classic(const YarnEntry& entry) {
    Resolved out;
    for (const std::string& pattern : entry.patterns) {
      std::optional<NpmSpec> spec = split_npm_spec(pattern);
      if (out.name.empty()) out.name = spec ? spec->name : std::string_view(pattern);
      if (!spec) continue;
      if (spec->rest.starts_with("npm:")) {
        std::string_view target = spec->rest.substr(4);
        std::optional<NpmSpec> real = split_npm_spec(target);
        out.name = real ? real->name : target;
      } else if (is_local_reference(spec->rest)) {
        out.local = true;
      } else if (size_t colon = spec->rest.find(':');
                 colon != std::string_view::npos && !known_protocol(spec->rest.substr(0, colon))) {
        listing_.remark(entry.line,
                        fmt::format("the protocol of '{}' is not known", printable(pattern, 100)));
      }
    }
    out.version = entry.version;
    out.line = entry.line;
    out.integrity = entry.integrity;
    if (out.version.empty()) {
      NpmVersion found = version_of_reference(out.name, entry.resolved);
      out.version = found.version;
      out.range = found.range;
    }
    // yarn 1 puts the tarball's SHA-1 behind "#".
    if (size_t hash = entry.resolved.rfind('#');
        out.integrity.empty() && hash != std::string::npos && entry.resolved.size() - hash == 41)
      sha1_of_.emplace(resolved_.size(), entry.resolved.substr(hash + 1));
    return out;
  }

  // A scheme of a requirement. "github:o/r" and "o/r" are git; host names stand before a port.
  static bool known_protocol(std::string_view scheme) {
    for (std::string_view known :
         {"http", "https", "git", "ssh", "git+ssh", "git+https", "git+http", "git+file", "github",
          "gitlab", "bitbucket", "gist", "patch"})
      if (scheme == known) return true;
    return scheme.find_first_of("@./ ") != std::string_view::npos;  // "git@host:owner/repository"
  }

  Status read_berry() {
    std::vector<doc::Document> documents =
        TRY(doc::parse_yaml(file_.content, limits_, doc::YamlSchema::kCore));
    if (documents.empty()) return {};
    std::span<const doc::Member> members = documents[0].root().members();
    Needs needs(members.size());
    for (size_t i = 0; i < members.size(); ++i) {
      for (std::string_view key : split(members[i].key, ',')) answers_.emplace(trim(key), i);
      resolved_.push_back(resolve_berry(members[i]));
    }
    for (size_t i = 0; i < members.size(); ++i) {
      const doc::Node& entry = members[i].value;
      for (std::string_view key : split(members[i].key, ','))
        if (const size_t* patched = find_patched(trim(key))) needs.edge(*patched, i);
      for (const doc::Member& need : entry["dependencies"].members()) {
        const size_t* target = find_berry(need.key, need.value.as_string());
        if (target == nullptr || resolved_[i].project || !resolved_[i].folder.empty()) continue;
        needs.edge(i, *target, entry.at({"dependenciesMeta", need.key, "optional"}).as_bool());
      }
      if (resolved_[i].project || !resolved_[i].folder.empty()) add_workspace(members[i], needs);
    }
    list(needs);
    return {};
  }

  const size_t* find_berry(std::string_view name, std::string_view range) const {
    for (std::string_view protocol : {"", "npm:"}) {
      auto it = answers_.find(fmt::format("{}@{}{}", name, protocol, range));
      if (it != answers_.end()) return &it->second;
    }
    return nullptr;
  }

  // The entry that "a@patch:a@npm%3A^1#./fix.patch" patches; it is needed wherever that one is.
  const size_t* find_patched(std::string_view key) const {
    std::optional<Halves> patch = split_once(key, "@patch:");
    if (!patch) return nullptr;
    std::optional<std::string> source =
        percent_decode(patch->second.substr(0, patch->second.find('#')));
    if (!source) return nullptr;
    auto it = answers_.find(*source);
    return it == answers_.end() ? nullptr : &it->second;
  }

  Resolved resolve_berry(const doc::Member& member) {
    Resolved out;
    const doc::Node& entry = member.value;
    out.line = member.key_position.line;
    if (member.key == "__metadata") {
      out.project = true;
      return out;
    }
    std::string_view resolution = entry.text("resolution");
    if (resolution.empty()) resolution = split(member.key, ',')[0];
    std::optional<NpmSpec> spec = split_npm_spec(resolution);
    out.name = spec ? spec->name : resolution;
    out.version = yaml_scalar(entry["version"]);
    if (!spec) return out;
    for (std::string_view protocol : {"workspace:", "link:", "portal:", "file:", "exec:"}) {
      if (!spec->rest.starts_with(protocol)) continue;
      out.local = true;
      if (protocol != "workspace:") break;
      std::string_view folder = spec->rest.substr(protocol.size());
      if (folder == ".") {
        out.project = true;
      } else {
        out.folder = folder;
      }
    }
    if (out.version.empty()) {
      NpmVersion found = version_of_reference(out.name, spec->rest);
      out.version = found.version;
      out.range = found.range;
    }
    return out;
  }

  // A workspace's entry names all that it needs; its package.json tells what is for development.
  void add_workspace(const doc::Member& member, Needs& needs) {
    const Resolved& workspace =
        resolved_[answers_.find(std::string(trim(split(member.key, ',')[0])))->second];
    if (add_manifest(workspace.folder, true, needs)) return;
    const doc::Node& entry = member.value;
    for (const doc::Member& need : entry["dependencies"].members())
      if (const size_t* target = find_berry(need.key, need.value.as_string()))
        add_root(*target, Scope::kRuntime, needs);
  }

  // Marks what the package.json in `folder` asks for. False when there is none to read.
  bool add_manifest(std::string_view folder, bool berry, Needs& needs) {
    std::optional<std::string_view> text =
        beside(file_, fmt::format("{}{}package.json", folder, folder.empty() ? "" : "/"));
    if (!text) return false;
    Result<doc::Document> manifest = doc::parse_json(*text, limits_, false);
    if (!manifest.ok()) return false;
    struct Part {
      std::string_view key;
      Scope scope;
    };
    for (const Part& part :
         {Part{"dependencies", Scope::kRuntime}, Part{"peerDependencies", Scope::kRuntime},
          Part{"optionalDependencies", Scope::kOptional},
          Part{"devDependencies", Scope::kDevelopment}}) {
      for (const doc::Member& member : manifest->root()[part.key].members()) {
        std::string_view range = member.value.as_string();
        if (berry) {
          if (const size_t* target = find_berry(member.key, range))
            add_root(*target, part.scope, needs);
        } else if (auto it = answers_.find(fmt::format("{}@{}", member.key, range));
                   it != answers_.end()) {
          add_root(it->second, part.scope, needs);
        }
      }
    }
    return true;
  }

  void add_root(size_t entry, Scope scope, Needs& needs) {
    needs.root(entry, scope);
    if (direct_.size() < resolved_.size()) direct_.resize(resolved_.size());
    direct_[entry] = true;
  }

  void list(const Needs& needs) {
    std::vector<Scope> scopes = needs.scopes();
    direct_.resize(resolved_.size());
    for (size_t i = 0; i < resolved_.size(); ++i) {
      const Resolved& one = resolved_[i];
      if (one.project) continue;
      Package& package = listing_.add(one.name, one.version, one.line, scopes[i]);
      if (one.local) package.local = true;
      if (one.range) package.range = true;
      if (direct_[i]) package.direct = true;
      add_integrity(package, one.integrity);
      if (auto it = sha1_of_.find(i); it != sha1_of_.end()) add_digest(package, "sha1", it->second);
    }
  }

  const File& file_;
  const Limits& limits_;
  Listing listing_;
  std::unordered_map<std::string, size_t> answers_;  // requirement -> entry
  std::unordered_map<size_t, std::string> sha1_of_;
  std::vector<Resolved> resolved_;  // by entry
  std::vector<bool> direct_;
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  if (below_node_modules(file.path)) return {};
  return YarnLock(file, limits, facts).read();
}

}  // namespace

const Reader& yarn_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "yarn.lock"}};
  static constexpr Reader kReader = {"yarn-lock", 1, kDeclared, kPatterns, 256u << 20, read};
  return kReader;
}

}  // namespace seawall::package
