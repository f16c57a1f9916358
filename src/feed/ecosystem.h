// OSV ecosystems: families, releases, and how each spells package names. The index and the matcher
// must agree on both, so both ask here.
#pragma once

#include <string>
#include <string_view>

namespace seawall::feed {

// The family of an ecosystem string, in the schema's spelling: "Debian:12" -> "Debian",
// "kubernetes" -> "Kubernetes". Unknown families are kept as they are.
std::string_view family_of(std::string_view ecosystem);

// The family of a language's packages by their purl type: "golang" -> "Go"; empty when OSV has
// none.
std::string_view family_of_type(std::string_view purl_type);

// The family that judges a distribution's own packages, by its os-release ID: "rhel" -> "Red Hat";
// empty when nobody publishes for it in OSV form.
std::string_view family_of_distro(std::string_view id);

// Whether the OSV schema defines the family.
bool is_family(std::string_view family);

// What stands after the first colon: "12", "v3.19", "22.04:LTS", "https://packages.drupal.org/8".
std::string_view release_of(std::string_view ecosystem);

// Whether the part after the colon is a release (Debian) and not a repository (Maven, Packagist).
bool has_releases(std::string_view family);

// The one spelling of a package name in a family, by the rules of its registry: PyPI as PEP 503,
// NuGet, Packagist, GitHub Actions, ConanCenter, Hex, Pub in lower case, crates.io so too and with
// "-" for "_", SwiftURL without scheme and ".git"; others unchanged. `out` is replaced.
void normal_name(std::string_view family, std::string_view name, std::string& out);
std::string normal_name(std::string_view family, std::string_view name);

// npm and Go tell names apart by case, but purls write them in lower case ("pkg:golang/github.com/
// masterminds/goutils"). For a name out of a purl, the index keeps what advisories write with
// capitals a second time: under this family, by the lower-case name. Empty for other families.
std::string_view folded_family(std::string_view family);

}  // namespace seawall::feed
