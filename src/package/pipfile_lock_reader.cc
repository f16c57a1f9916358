// Pipfile.lock (pipenv): an object per category ("default", "develop", others by the Pipfile's
// sections) from names to pins. Format: pipenv's documentation, "Pipfile & Pipfile.lock".
#include "base/text.h"
#include "doc/parse.h"
#include "package/pep508.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

void add_entry(Listing& listing, const doc::Member& member, Scope scope) {
  const doc::Node& entry = member.value;
  uint32_t line = member.key_position.line;
  std::string_view version = entry.text("version");
  if (version.empty()) {
    if (entry.find("path") != nullptr) return;  // a folder, whose version is not said here
    for (std::string_view key : {"ref", "git", "file"})
      if (version.empty()) version = entry.text(key);
    listing.add_range(member.key, version, line, scope);
    return;
  }
  Result<Requirement> requirement = parse_requirement(fmt::format("{}{}", member.key, version));
  if (!requirement.ok()) {
    listing.problem(
        Code::kInvalid, line,
        fmt::format("'{}' is no version of {}", printable(version, 60), printable(member.key, 60)));
    return;
  }
  Package& package = add_requirement(listing, *requirement, line, scope);
  if (entry.find("index") != nullptr) package.direct = true;
  for (const doc::Node& hash : entry["hashes"].items())
    if (std::optional<Halves> halves = split_once(hash.as_string(), ":"))
      add_digest(package, halves->first, halves->second);
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_json(file.content, limits));
  if (!document.root().is_object()) return Error(Code::kInvalid, "a lock file holds an object");
  Listing listing("pypi", limits, facts);
  for (const doc::Member& category : document.root().members()) {
    if (category.key.starts_with('_')) continue;
    Scope scope = category.key == "default" ? Scope::kRuntime : Scope::kDevelopment;
    for (const doc::Member& member : TRY(map_of(document.root(), category.key)))
      add_entry(listing, member, scope);
  }
  return {};
}

}  // namespace

const Reader& pipfile_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "Pipfile.lock"}};
  static constexpr Reader kReader = {"pipfile-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
