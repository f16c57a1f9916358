// vendor/composer/installed.json: what Composer installed. Composer 1 writes an array, 2 an object
// with "packages" and the names of those for development.
#include <unordered_set>

#include "doc/parse.h"
#include "package/composer.h"

namespace seawall::package {

namespace {

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_json(file.content, limits));
  const doc::Node& root = document.root();
  const doc::Node& packages = root.is_array() ? root : root["packages"];
  if (!packages.is_array()) return Error(Code::kInvalid, "it holds no list of packages");
  std::unordered_set<std::string_view> development;
  for (const doc::Node& name : root["dev-package-names"].items())
    development.insert(name.as_string());
  Listing listing("composer", limits, facts);
  for (const doc::Node& entry : packages.items()) {
    bool dev = development.contains(entry.text("name"));
    add_composer_package(listing, entry, dev ? Scope::kDevelopment : Scope::kRuntime);
  }
  return {};
}

}  // namespace

const Reader& composer_installed_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kTail, "composer/installed.json"}};
  static constexpr Reader kReader = {
      "composer-installed", 1, kInstalled, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
