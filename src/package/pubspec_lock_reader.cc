// pubspec.lock (Dart, Flutter). Packages of the SDK and of folders come from no registry.
// Format: dart.dev, "Package dependencies".
#include "base/text.h"
#include "doc/parse.h"
#include "package/listing.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

Status read(const File& file, const Limits& limits, Facts& facts) {
  std::vector<doc::Document> documents =
      TRY(doc::parse_yaml(file.content, limits, doc::YamlSchema::kCore));
  if (documents.empty()) return {};
  const doc::Node& lock = documents[0].root();
  if (!lock.is_object()) return Error(Code::kInvalid, "a lock file holds a map");
  Listing listing("pub", limits, facts);
  for (const doc::Member& member : TRY(map_of(lock, "packages"))) {
    const doc::Node& entry = member.value;
    std::string_view kind = entry.text("dependency");
    Scope scope = kind == "direct dev" ? Scope::kDevelopment : Scope::kRuntime;
    // The key may be an alias of nothing: "name" is what is hosted.
    std::string_view name = entry.at({"description", "name"}).as_string();
    Package& package = listing.add(name.empty() ? member.key : name, entry.text("version"),
                                   member.key_position.line, scope);
    if (kind.starts_with("direct")) package.direct = true;
    std::string_view source = entry.text("source");
    if (source == "sdk" || source == "path") package.local = true;
    add_digest(package, "sha256", entry.at({"description", "sha256"}).as_string());
  }
  return {};
}

}  // namespace

const Reader& pubspec_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "pubspec.lock"}};
  static constexpr Reader kReader = {"pubspec-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
