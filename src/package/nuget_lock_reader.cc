// packages.lock.json (NuGet, versions 1 and 2): per target framework, names to what was resolved.
// Entries of type "Project" are projects of the solution. Format: learn.microsoft.com,
// "PackageReference in project files: locking dependencies".
#include "base/text.h"
#include "doc/parse.h"
#include "package/listing.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_json(file.content, limits));
  const doc::Node& lock = document.root();
  if (!lock.is_object()) return Error(Code::kInvalid, "a lock file holds an object");
  std::optional<int64_t> version = lock["version"].as_int();
  if (version && (*version < 1 || *version > 2))
    return Error::make(Code::kUnsupported, "version {} of the lock file is not known", *version);
  Listing listing("nuget", limits, facts);
  for (const doc::Member& framework : TRY(map_of(lock, "dependencies"))) {
    for (const doc::Member& member : TRY(map_of(lock["dependencies"], framework.key))) {
      const doc::Node& entry = member.value;
      std::string_view type = entry.text("type");
      if (type == "Project") continue;
      Package& package = listing.add(member.key, entry.text("resolved"), member.key_position.line);
      if (type == "Direct") package.direct = true;
      add_integrity(package, fmt::format("sha512-{}", entry.text("contentHash")));
    }
  }
  return {};
}

}  // namespace

const Reader& nuget_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "packages.lock.json"}};
  static constexpr Reader kReader = {"nuget-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
