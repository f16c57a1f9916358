// NAME.deps.json beside a .NET program: the packages it was built from.
//
// "libraries" lists everything; "targets" tells, per runtime, which files each brings. A package
// that brings none (a reference-only or meta package, which the framework replaces) is not there at
// run time and not listed. Runtime packs of self-contained programs are NuGet packages behind a
// prefix. Format: github.com/dotnet/sdk, "runtime-configuration-file.md".
#include "base/text.h"
#include "doc/parse.h"
#include "package/listing.h"

namespace seawall::package {

namespace {

bool brings_files(const doc::Node& library) {
  for (std::string_view key : {"runtime", "runtimeTargets", "native", "resources"})
    if (library[key].size() > 0) return true;
  return false;
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_json(file.content, limits));
  const doc::Node& root = document.root();
  if (!root.is_object()) return Error(Code::kInvalid, "it holds no object");
  Listing listing("nuget", limits, facts);
  const doc::Node* runtime = &root["runtimeTarget"];
  std::string_view name = runtime->is_string() ? runtime->as_string() : runtime->text("name");
  const doc::Node* target = root["targets"].find(name);
  if (target == nullptr && root["libraries"].size() > 0)
    listing.remark(0, fmt::format("the target '{}' is missing: all libraries are listed",
                                  printable(name, 100)));
  for (const doc::Member& member : root["libraries"].members()) {
    std::string_view type = member.value.text("type");
    if (!equals_ignoring_case(type, "package") && !equals_ignoring_case(type, "runtimepack"))
      continue;  // a project of the program, or a file it refers to
    if (target != nullptr && !brings_files((*target)[member.key])) continue;
    std::optional<Halves> halves = split_last(member.key, "/");
    if (!halves) {
      listing.problem(Code::kInvalid, member.key_position.line,
                      fmt::format("'{}' is no name with a version", printable(member.key, 100)));
      continue;
    }
    std::string_view id = halves->first;
    constexpr std::string_view kPack = "runtimepack.";
    if (id.starts_with(kPack)) id.remove_prefix(kPack.size());
    Package& package = listing.add(id, halves->second, member.key_position.line);
    add_integrity(package, member.value.text("sha512"));
  }
  return {};
}

}  // namespace

const Reader& dotnet_deps_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kSuffix, ".deps.json"}};
  static constexpr Reader kReader = {"dotnet-deps", 1,         kInstalled | kDeclared,
                                     kPatterns,     64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
