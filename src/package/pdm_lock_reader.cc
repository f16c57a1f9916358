// pdm.lock: [[package]] tables with "groups". A package with extras has a second table of the same
// name and version. Format: pdm-project.org, "Lockfile".
#include "base/text.h"
#include "doc/parse.h"
#include "package/listing.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

Scope scope_of(const doc::Node& entry) {
  if (!entry["groups"].is_array()) return Scope::kRuntime;  // written before pdm 2.8
  for (const doc::Node& group : entry["groups"].items())
    if (group.as_string() == "default") return Scope::kRuntime;
  return Scope::kDevelopment;
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_toml(file.content, limits));
  Listing listing("pypi", limits, facts);
  const doc::Node& old_files = document.root()["metadata"]["files"];
  for (const doc::Node& entry : TRY(list_of(document.root(), "package"))) {
    std::string_view name = entry.text("name");
    std::string_view version = entry.text("version");
    Package& package = listing.add(name, version, entry.position().line, scope_of(entry));
    if (entry.find("path") != nullptr) package.local = true;
    const doc::Node* files = &entry["files"];
    if (!files->is_array()) files = &old_files[fmt::format("{} {}", name, version)];
    for (const doc::Node& one : files->items())
      if (std::optional<Halves> hash = split_once(one.text("hash"), ":"))
        add_digest(package, hash->first, hash->second);
  }
  return {};
}

}  // namespace

const Reader& pdm_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "pdm.lock"}};
  static constexpr Reader kReader = {"pdm-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
