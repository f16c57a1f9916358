// packages.config (NuGet before PackageReference): <package id="" version=""
// developmentDependency=""> with exact versions. Format: learn.microsoft.com, "packages.config
// reference".
#include "base/text.h"
#include "doc/xml.h"
#include "package/listing.h"

namespace seawall::package {

namespace {

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::XmlDocument document = TRY(doc::XmlDocument::parse(file.content, limits));
  if (document.root().name() != "packages")
    return Error(Code::kInvalid, "the root element is not <packages>");
  Listing listing("nuget", limits, facts);
  for (doc::XmlElement entry = document.root().child("package"); entry;
       entry = entry.next("package")) {
    bool development = equals_ignoring_case(entry.attribute("developmentDependency"), "true");
    listing
        .add(entry.attribute("id"), entry.attribute("version"), document.line(entry),
             development ? Scope::kDevelopment : Scope::kRuntime)
        .direct = true;
  }
  return {};
}

}  // namespace

const Reader& packages_config_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "packages.config"}};
  static constexpr Reader kReader = {"packages-config", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
