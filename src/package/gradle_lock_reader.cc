// Gradle's dependency locks. Since Gradle 6.8 one file for all configurations, each line
// "group:artifact:version=configuration,configuration", and "empty=..." for those without
// dependencies; before, a file gradle/dependency-locks/CONFIGURATION.lockfile each, with lines
// "group:artifact:version". "#" begins a comment. Source: Gradle User Manual, "Locking Versions".
#include <algorithm>

#include "base/text.h"
#include "package/listing.h"
#include "package/reader.h"

namespace seawall::package {

namespace {

Scope scope_of_configuration(std::string_view configuration) {
  std::string name = to_lower(configuration);
  if (name.find("test") != std::string::npos) return Scope::kTest;
  // What a product is compiled against or runs with; also of source sets and Android variants.
  for (std::string_view end : {"runtimeclasspath", "compileclasspath", "runtime", "compile",
                               "default", "implementation", "api", "elements"})
    if (name.ends_with(end)) return Scope::kRuntime;
  return Scope::kDevelopment;  // annotation processors, linters, build scripts' own
}

Scope scope_of(std::string_view configurations) {
  Scope scope = Scope::kTest;
  for (std::string_view one : split(configurations, ','))
    scope = stronger(scope, scope_of_configuration(trim(one)));
  return scope;
}

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

void read_line(std::string_view line, uint32_t number, Scope file_scope, Listing& listing) {
  line = trim(line);
  if (line.empty() || line.starts_with('#') || line.starts_with("empty=")) return;
  std::string_view coordinates = line.substr(0, line.find('='));
  Scope scope = file_scope;
  if (coordinates.size() < line.size()) {
    Scope listed = scope_of(line.substr(coordinates.size() + 1));
    // In the lock of a build script everything is for building.
    scope = file_scope == Scope::kDevelopment ? file_scope : listed;
  }
  std::vector<std::string_view> parts = split(coordinates, ':');
  bool good = parts.size() == 3 && std::none_of(parts.begin(), parts.end(),
                                                [](std::string_view part) { return part.empty(); });
  if (!good) {
    listing.problem(Code::kInvalid, number,
                    fmt::format("'{}' is no group:artifact:version", printable(line, 200)));
    return;
  }
  listing.add(coordinates.substr(0, coordinates.rfind(':')), parts[2], number, scope);
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  std::string_view name = file_name(file.path);
  Scope scope = Scope::kRuntime;
  if (name.starts_with("buildscript-")) {
    scope = Scope::kDevelopment;
  } else if (!name.ends_with("gradle.lockfile")) {
    scope = scope_of_configuration(name.substr(0, name.rfind('.')));
  }
  Listing listing("maven", limits, facts);
  for_each_line(file.content, [&](std::string_view line, uint32_t number) {
    read_line(line, number, scope, listing);
  });
  return {};
}

}  // namespace

const Reader& gradle_lock_reader() {
  static constexpr Pattern kPatterns[] = {
      {Pattern::kGlob, "**gradle.lockfile"},
      {Pattern::kGlob, "**gradle/dependency-locks/*.lockfile"},
  };
  static constexpr Reader kReader = {"gradle-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
