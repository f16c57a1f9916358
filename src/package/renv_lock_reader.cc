// renv.lock (R): "Packages" by name. Packages of Bioconductor are of another purl type.
// Format: rstudio.github.io/renv, "Lockfiles".
#include "doc/parse.h"
#include "package/listing.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_json(file.content, limits));
  if (!document.root().is_object()) return Error(Code::kInvalid, "a lock file holds an object");
  Listing cran("cran", limits, facts);
  Listing bioconductor("bioconductor", limits, facts);
  for (const doc::Member& member : TRY(map_of(document.root(), "Packages"))) {
    const doc::Node& entry = member.value;
    std::string_view name = entry.text("Package");
    std::string_view source = entry.text("Source");
    Listing& listing = source == "Bioconductor" ? bioconductor : cran;
    Package& package = listing.add(name.empty() ? member.key : name, entry.text("Version"),
                                   member.key_position.line);
    if (source == "Local") package.local = true;
  }
  return {};
}

}  // namespace

const Reader& renv_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "renv.lock"}};
  static constexpr Reader kReader = {"renv-lock", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
