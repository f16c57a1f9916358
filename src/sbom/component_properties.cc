#include "sbom/component_properties.h"

#include <array>

#include "base/text.h"
#include "package/purl.h"
#include "sbom/hashes.h"

namespace seawall::sbom {
namespace {

using package::Package;
using package::Scope;

struct TextField {
  const char* name;
  std::string Package::*field;
  bool in_purl;  // package_of() may give it
};
constexpr std::array kTexts = {
    TextField{"seawall:package:type", &Package::type, true},
    TextField{"seawall:package:namespace", &Package::name_space, true},
    TextField{"seawall:package:name", &Package::name, true},
    TextField{"seawall:package:version", &Package::version, true},
    TextField{"seawall:package:architecture", &Package::architecture, true},
    TextField{"seawall:package:source", &Package::source_name, true},
    TextField{"seawall:package:source-version", &Package::source_version, true},
    TextField{"seawall:package:module", &Package::module, true},
    TextField{"seawall:package:path", &Package::path, false},
    TextField{"seawall:package:reader", &Package::reader, false},
};

struct Flag {
  const char* name;
  bool Package::*field;
};
constexpr std::array kFlags = {
    Flag{"seawall:package:direct", &Package::direct},
    Flag{"seawall:package:range", &Package::range},
    Flag{"seawall:package:local", &Package::local},
};

struct ScopeWord {
  std::string_view word;
  Scope scope;
};
constexpr std::array kScopes = {
    ScopeWord{"development", Scope::kDevelopment},
    ScopeWord{"optional", Scope::kOptional},
    ScopeWord{"test", Scope::kTest},
};
constexpr std::string_view kScope = "seawall:package:scope";
constexpr std::string_view kLine = "seawall:package:line";
constexpr std::string_view kDigest = "seawall:package:digest";
constexpr std::string_view kOwner = "seawall:owner";
constexpr std::string_view kOwnerPurl = "seawall:owner:purl";

void layer_properties(const model::Component& component, const model::Inventory& inventory,
                      std::vector<Property>& out) {
  if (!inventory.image || component.layer < 0) return;
  auto index = static_cast<size_t>(component.layer);
  if (index >= inventory.image->layers.size()) return;
  const image::Layer& layer = inventory.image->layers[index];
  out.emplace_back("seawall:layer:index", fmt::format("{}", index));
  if (!layer.digest.empty()) out.emplace_back("seawall:layer:digest", layer.digest);
  if (!layer.diff_id.empty()) out.emplace_back("seawall:layer:diff-id", layer.diff_id);
}

}  // namespace

std::vector<Property> component_properties(const model::Component& component,
                                           const model::Inventory& inventory,
                                           const std::string& purl) {
  const Package& package = component.package;
  Package back;
  if (Result<package::Purl> parsed = package::parse_purl(purl)) back = package::package_of(*parsed);
  std::vector<Property> out;
  for (const TextField& text : kTexts)
    if (package.*text.field != (text.in_purl ? back.*text.field : std::string()))
      out.emplace_back(text.name, package.*text.field);
  if (package.line > 0) out.emplace_back(kLine, fmt::format("{}", package.line));
  for (const ScopeWord& scope : kScopes)
    if (package.scope == scope.scope) out.emplace_back(kScope, scope.word);
  for (const Flag& flag : kFlags)
    if (package.*flag.field) out.emplace_back(flag.name, "true");
  for (const std::string& digest : package.digests)
    if (hash_of(digest).content.empty()) out.emplace_back(kDigest, digest);
  if (!component.owner.empty()) out.emplace_back(kOwner, component.owner);
  if (!component.owner_purl.empty()) out.emplace_back(kOwnerPurl, component.owner_purl);
  layer_properties(component, inventory, out);
  return out;
}

bool apply_property(std::string_view name, std::string_view value, model::Component& component) {
  Package& package = component.package;
  for (const TextField& text : kTexts)
    if (name == text.name) return package.*text.field = value, true;
  for (const Flag& flag : kFlags)
    if (name == flag.name) return package.*flag.field = value == "true", true;
  if (name == kScope) {
    for (const ScopeWord& scope : kScopes)
      if (value == scope.word) package.scope = scope.scope;
  } else if (name == kLine) {
    package.line = static_cast<uint32_t>(parse_uint(value).value_or(0));
  } else if (name == kDigest) {
    package.digests.emplace_back(value);
  } else if (name == kDeclaredLicense) {
    package.licenses.emplace_back(value);
  } else if (name == kOwner) {
    component.owner = value;
  } else if (name == kOwnerPurl) {
    component.owner_purl = value;
  } else {
    return name.starts_with("seawall:layer:");
  }
  return true;
}

}  // namespace seawall::sbom
