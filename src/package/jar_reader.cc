// Java archives; see jar_walk.h for what is taken out of them, jar_identity.h for who they are.
#include "package/jar_walk.h"

namespace seawall::package {

namespace {

constexpr Pattern kPatterns[] = {
    {Pattern::kSuffix, ".jar"}, {Pattern::kSuffix, ".war"}, {Pattern::kSuffix, ".ear"},
    {Pattern::kSuffix, ".par"}, {Pattern::kSuffix, ".sar"}, {Pattern::kSuffix, ".kar"},
    {Pattern::kSuffix, ".hpi"}, {Pattern::kSuffix, ".jpi"}, {Pattern::kSuffix, ".lpkg"},
    {Pattern::kSuffix, ".nar"}, {Pattern::kSuffix, ".rar"},
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  // A resource adapter is a zip; the other files of that name are of another program.
  bool rar = file.path.ends_with(".rar") || file.path.ends_with(".RAR");
  if (rar && !file.content.starts_with("PK")) return {};
  return walk_jar(file, limits, facts);
}

}  // namespace

const Reader& jar_reader() {
  static const Reader reader{.name = "jar",
                             .version = 1,
                             .contexts = kInstalled | kDeclared,
                             .patterns = kPatterns,
                             .max_bytes = 1u << 30,
                             .read = read};
  return reader;
}

}  // namespace seawall::package
