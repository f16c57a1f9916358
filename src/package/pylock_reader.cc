// pylock.toml and pylock.NAME.toml: Python's tool-neutral lock file.
//
// [[packages]] tables; "version" may be missing where the source decides it. What belongs to an
// extra or a dependency group says so in its marker. Specification: packaging.python.org,
// "pylock.toml Specification" (PEP 751).
#include "base/text.h"
#include "doc/parse.h"
#include "package/pep508.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

Scope scope_of(std::string_view marker) {
  if (marker.find("dependency_groups") != std::string_view::npos &&
      marker.find("default") == std::string_view::npos)
    return Scope::kDevelopment;
  return marker.find("in extras") != std::string_view::npos ? Scope::kOptional : Scope::kRuntime;
}

void add_hashes(Package& package, const doc::Node& file) {
  for (const doc::Member& member : file["hashes"].members())
    add_digest(package, member.key, member.value.as_string());
}

void add_entry(Listing& listing, const doc::Node& entry) {
  std::string_view name = entry.text("name");
  std::string version(entry.text("version"));
  uint32_t line = entry.position().line;
  bool local = entry["directory"].is_object();
  bool range = false;
  if (version.empty()) {
    if (local) return;  // a folder of the project, with a version made at build time
    std::string_view source = entry.at({"vcs", "commit-id"}).as_string();
    if (source.empty()) {
      source = entry.at({"archive", "url"}).as_string();
      if (source.empty()) source = entry.at({"archive", "path"}).as_string();
      if (auto file = parse_python_file(source)) version = file->version;
    }
    if (version.empty()) {
      version = source;
      range = true;
    }
  }
  Package& package = listing.add(name, version, line, scope_of(entry.text("marker")));
  if (range) package.range = true;
  if (local) package.local = true;
  add_hashes(package, entry["sdist"]);
  add_hashes(package, entry["archive"]);
  for (const doc::Node& wheel : entry["wheels"].items()) add_hashes(package, wheel);
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_toml(file.content, limits));
  std::string_view version = document.root().text("lock-version");
  if (version.empty()) return Error(Code::kInvalid, "the lock-version is missing");
  if (version != "1" && !version.starts_with("1."))
    return Error::make(Code::kUnsupported, "lock-version {} is not known", printable(version, 20));
  Listing listing("pypi", limits, facts);
  for (const doc::Node& entry : TRY(list_of(document.root(), "packages")))
    add_entry(listing, entry);
  return {};
}

}  // namespace

const Reader& pylock_reader() {
  static constexpr Pattern kPatterns[] = {
      {Pattern::kName, "pylock.toml"},
      {Pattern::kGlob, "pylock.*.toml"},
      {Pattern::kGlob, "**/pylock.*.toml"},
  };
  static constexpr Reader kReader = {"pylock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
