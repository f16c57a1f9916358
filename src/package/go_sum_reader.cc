// go.sum without a go.mod beside it (a part of a checkout, a vendored copy): all that is known
// then.
#include "package/go_mod.h"
#include "package/listing.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

Status read(const File& file, const Limits& limits, Facts& facts) {
  std::vector<GoModule> modules = TRY(parse_go_sum(file.content, limits, facts.diagnostics));
  if (beside(file, "go.mod")) return {};  // whose reader lists them
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
