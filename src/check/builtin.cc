#include <map>

#include "check/check.h"
#include "check/embedded.h"
#include "check/framework.h"
#include "doc/parse.h"

namespace seawall::check {
namespace {

Result<std::shared_ptr<const doc::Document>> catalog() {
  return std::make_shared<const doc::Document>(
      TRY(doc::parse_json(embedded_catalog(), Limits{}, false)));
}

}  // namespace

Result<std::vector<Check>> builtin_checks(Builtin part) {
  std::vector<Check> checks;
  if (part == Builtin::kWhole) {
    for (const EmbeddedFile& file : embedded_checks())
      checks.push_back(
          TRY(parse_check(file.text, fmt::format("catalog/checks/{}.yaml", file.name), Limits{})));
    return checks;
  }
  std::shared_ptr<const doc::Document> document = TRY(catalog());
  for (const doc::Node& node : document->root()["checks"].items())
    checks.push_back(TRY(
        read_check(node, document, fmt::format("catalog/checks/{}.yaml", node.text("id")), false)));
  return checks;
}

Result<std::vector<Framework>> builtin_frameworks() {
  std::vector<Framework> frameworks;
  std::shared_ptr<const doc::Document> document = TRY(catalog());
  for (const doc::Node& node : document->root()["frameworks"].items())
    frameworks.push_back(
        TRY(read_framework(node, fmt::format("catalog/frameworks/{}.yaml", node.text("id")))));
  return frameworks;
}

}  // namespace seawall::check
