// Java archives; see jar_walk.h for what is taken out of them, jar_identity.h for who they are.
#include "base/text.h"
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
  // Suffixes that other programs use too (WinRAR, karaoke, sysstat): there Java's are zips.
  std::string_view suffix = std::string_view(file.path).substr(file.path.rfind('.') + 1);
  for (std::string_view shared : {"rar", "kar", "sar", "par", "nar"})
    if (equals_ignoring_case(suffix, shared) && !file.content.starts_with("PK")) return {};
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
