#include "package/composer.h"

namespace seawall::package {

void add_composer_package(Listing& listing, const doc::Node& entry, Scope scope) {
  uint32_t line = entry.position().line;
  if (!entry.is_object()) {
    listing.problem(Code::kInvalid, line, "an entry is no object");
    return;
  }
  Package& package = listing.add(entry.text("name"), entry.text("version"), line, scope);
  if (package.licenses.empty()) {
    const doc::Node& license = entry["license"];
    if (license.is_string()) package.licenses.emplace_back(license.as_string());
    for (const doc::Node& one : license.items())
      if (!one.as_string().empty()) package.licenses.emplace_back(one.as_string());
  }
  const doc::Node& dist = entry["dist"];
  if (dist.text("type") == "path") package.local = true;
  add_digest(package, "sha1", dist.text("shasum"));
}

}  // namespace seawall::package
