// Cargo.lock, versions 1 to 4: [[package]] tables.
//
// A package without "source" is a crate of the project (a workspace member or path dependency).
// Dependencies are written "name", "name version" or "name version (source)", as short as is
// unambiguous; whether one is for development is told by Cargo.toml only, which is read when the
// project has a single crate beside the lock file. Format: doc.rust-lang.org/cargo.
#include <unordered_map>

#include "base/text.h"
#include "doc/parse.h"
#include "package/listing.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

class CargoLock {
 public:
  CargoLock(const File& file, const Limits& limits, const doc::Node& lock, Facts& facts)
      : file_(file), limits_(limits), lock_(lock), listing_("cargo", limits, facts) {}

  void read() {
    std::span<const doc::Node> packages = lock_["package"].items();
    for (size_t i = 0; i < packages.size(); ++i) {
      std::string_view name = packages[i].text("name");
      numbers_.emplace(name, i);
      by_version_.emplace(fmt::format("{} {}", name, packages[i].text("version")), i);
    }
    read_manifest();
    Needs needs(packages.size());
    std::vector<bool> direct(packages.size());
    for (size_t i = 0; i < packages.size(); ++i) {
      bool member = packages[i].find("source") == nullptr;
      for (const doc::Node& item : packages[i]["dependencies"].items()) {
        std::optional<size_t> to = find(item.as_string());
        if (!to) continue;
        if (member) {
          needs.root(*to, scope_of(packages[*to].text("name")));
          direct[*to] = true;
        } else {
          needs.edge(i, *to);
        }
      }
      if (member) needs.root(i, Scope::kRuntime);
    }
    std::vector<Scope> scopes = needs.scopes();
    for (size_t i = 0; i < packages.size(); ++i) list(packages[i], scopes[i], direct[i]);
  }

 private:
  std::optional<size_t> find(std::string_view reference) const {
    std::string_view bare = reference.substr(0, reference.find(" ("));
    if (auto it = by_version_.find(std::string(bare)); it != by_version_.end()) return it->second;
    if (auto it = numbers_.find(bare); it != numbers_.end()) return it->second;
    return std::nullopt;
  }

  // A workspace has crates elsewhere, whose manifests may need the same crate otherwise.
  void read_manifest() {
    size_t members = 0;
    for (const doc::Node& entry : lock_["package"].items())
      if (entry.find("source") == nullptr) ++members;
    if (members != 1) return;
    std::optional<std::string_view> text = beside(file_, "Cargo.toml");
    if (!text) return;
    Result<doc::Document> manifest = doc::parse_toml(*text, limits_);
    if (!manifest.ok()) return;
    read_tables(manifest->root());
    for (const doc::Member& target : manifest->root()["target"].members())
      read_tables(target.value);
  }

  void read_tables(const doc::Node& root) {
    for (std::string_view key : {"dependencies", "build-dependencies", "build_dependencies"})
      for (const doc::Member& member : root[key].members())
        note(member, member.value["optional"].as_bool() ? Scope::kOptional : Scope::kRuntime);
    for (std::string_view key : {"dev-dependencies", "dev_dependencies"})
      for (const doc::Member& member : root[key].members()) note(member, Scope::kDevelopment);
  }

  void note(const doc::Member& member, Scope scope) {
    std::string_view name = member.value.text("package");
    auto [it, fresh] = asked_.try_emplace(std::string(name.empty() ? member.key : name), scope);
    if (!fresh) it->second = stronger(it->second, scope);
  }

  Scope scope_of(std::string_view name) const {
    auto it = asked_.find(std::string(name));
    return it == asked_.end() ? Scope::kRuntime : it->second;
  }

  void list(const doc::Node& entry, Scope scope, bool direct) {
    std::string_view name = entry.text("name");
    std::string_view version = entry.text("version");
    Package& package = listing_.add(name, version, entry.position().line, scope);
    if (direct) package.direct = true;
    if (entry.find("source") == nullptr) package.local = true;
    std::string_view checksum = entry.text("checksum");
    if (checksum.empty())
      checksum = lock_["metadata"].text(
          fmt::format("checksum {} {} ({})", name, version, entry.text("source")));
    add_digest(package, "sha256", checksum);
  }

  const File& file_;
  const Limits& limits_;
  const doc::Node& lock_;
  Listing listing_;
  std::unordered_map<std::string_view, size_t> numbers_;
  std::unordered_map<std::string, size_t> by_version_;  // "name version"
  std::unordered_map<std::string, Scope> asked_;        // by Cargo.toml
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_toml(file.content, limits));
  std::optional<int64_t> version = document.root()["version"].as_int();
  if (version && *version > 4)
    return Error::make(Code::kUnsupported, "version {} of Cargo.lock is not known", *version);
  TRY(list_of(document.root(), "package"));
  CargoLock(file, limits, document.root(), facts).read();
  return {};
}

}  // namespace

const Reader& cargo_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "Cargo.lock"}};
  static constexpr Reader kReader = {"cargo-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
