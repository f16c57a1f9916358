#include "package/maven_groups.h"

#include "base/text.h"

namespace seawall::package {

namespace {

struct Row {
  std::string_view artifact;  // a trailing "*" stands for any rest
  std::string_view group;     // "=" stands for the artifact itself
  std::string_view folder = "";
  unsigned from = 0;     // first major version
  unsigned below = ~0u;  // first major version that is elsewhere
};

// Facts of Maven Central, grouped by project.
constexpr Row kRows[] = {
#include "package/maven_groups.inc"
};

bool matches(std::string_view pattern, std::string_view artifact) {
  if (!pattern.ends_with('*')) return pattern == artifact;
  return artifact.starts_with(pattern.substr(0, pattern.size() - 1));
}

unsigned major_of(std::string_view version) {
  size_t digits = 0;
  while (digits < version.size() && digits < 9 && is_digit(version[digits])) ++digits;
  return static_cast<unsigned>(parse_uint(version.substr(0, digits)).value_or(0));
}

// Exact rows first, then the longest prefix.
size_t weight(std::string_view pattern) {
  return pattern.ends_with('*') ? pattern.size() : pattern.size() + 1000;
}

}  // namespace

KnownGroup known_group(std::string_view artifact, std::string_view version) {
  unsigned major = major_of(version);
  const Row* best = nullptr;
  for (const Row& row : kRows) {
    if (major < row.from || major >= row.below || !matches(row.artifact, artifact)) continue;
    if (best == nullptr || weight(row.artifact) > weight(best->artifact)) best = &row;
  }
  if (best == nullptr) return {};
  return {best->group == "=" ? artifact : best->group, best->folder};
}

}  // namespace seawall::package
