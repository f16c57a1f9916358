// conanfile.txt: sections [requires], [tool_requires], [build_requires], [test_requires] with one
// reference a line; nothing when a conan.lock beside it tells more. Format: docs.conan.io.
#include "base/text.h"
#include "package/conan.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

Status read(const File& file, const Limits& limits, Facts& facts) {
  if (beside(file, "conan.lock")) return {};
  Listing listing("conan", limits, facts);
  std::optional<Scope> scope;
  for_each_line(file.content, [&](std::string_view line, uint32_t number) {
    if (size_t hash = line.find(" #"); hash != std::string_view::npos) line = line.substr(0, hash);
    line = trim(line);
    if (line.empty() || line[0] == '#') return;
    if (line[0] == '[' && line.back() == ']') {
      scope.reset();
      if (line == "[requires]") scope = Scope::kRuntime;
      if (line == "[tool_requires]" || line == "[build_requires]") scope = Scope::kDevelopment;
      if (line == "[test_requires]") scope = Scope::kTest;
      return;
    }
    if (scope) add_conan_reference(listing, line, number, *scope).direct = true;
  });
  return {};
}

}  // namespace

const Reader& conanfile_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "conanfile.txt"}};
  static constexpr Reader kReader = {"conanfile", 1, kDeclared, kPatterns, 1u << 20, read};
  return kReader;
}

}  // namespace seawall::package
