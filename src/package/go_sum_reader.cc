// go.sum without a go.mod beside it (a part of a checkout, a vendored copy): all that is known
// then.
#include "package/go_mod.h"
#include "package/listing.h"

namespace seawall::package {

namespace {

Status read(const File& file, const Limits& limits, Facts& facts) {
  std::string_view folder = file.path.substr(0, file.path.rfind('/') + 1);
  bool has_module = file.siblings && file.siblings->read(fmt::format("{}go.mod", folder));
  std::vector<GoModule> modules = TRY(parse_go_sum(file.content, limits, facts.diagnostics));
  if (has_module) return {};
  Listing listing("golang", limits, facts);
  for (const GoModule& module : modules) listing.add(module.path, module.version, module.line);
  return {};
}

}  // namespace

const Reader& go_sum_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "go.sum"}};
  static constexpr Reader kReader = {"go-sum", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
