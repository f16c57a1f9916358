// Manifest.toml (Julia): before 1.7 a table array per name at the top, since then below "deps".
//
// Several packages may share a name; their UUIDs tell them apart, so the UUID stands in the
// namespace. Packages of the standard library have no version of their own before Julia 1.11:
// theirs is Julia's. Format: pkgdocs.julialang.org, "Project.toml and Manifest.toml".
#include "base/text.h"
#include "doc/parse.h"
#include "package/listing.h"

namespace seawall::package {

namespace {

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_toml(file.content, limits));
  const doc::Node& root = document.root();
  bool sections = root.find("manifest_format") != nullptr;
  const doc::Node& packages = sections ? root["deps"] : root;
  std::string_view julia = root.text("julia_version");
  Listing listing("julia", limits, facts);
  for (const doc::Member& member : packages.members()) {
    for (const doc::Node& entry : member.value.items()) {
      std::string_view version = entry.text("version");
      if (version.empty()) version = julia;
      bool unknown = version.empty();
      std::string_view uuid = entry.text("uuid");
      if (uuid.empty()) {
        listing.problem(Code::kInvalid, entry.position().line,
                        fmt::format("{} has no uuid", printable(member.key, 100)));
        continue;
      }
      Package& package = listing.add(fmt::format("{}/{}", uuid, member.key),
                                     unknown ? kAnyVersion : version, entry.position().line);
      if (unknown) package.range = true;
      if (entry.find("path") != nullptr) package.local = true;
    }
  }
  return {};
}

}  // namespace

const Reader& julia_manifest_reader() {
  static constexpr Pattern kPatterns[] = {
      {Pattern::kName, "Manifest.toml"},
      {Pattern::kName, "JuliaManifest.toml"},
  };
  static constexpr Reader kReader = {"julia-manifest", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
