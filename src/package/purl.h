// Package URLs: pkg:type/namespace/name@version?qualifiers#subpath.
// Specification: package-url/purl-spec (ECMA-427), with the normalisation rules of each type.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "package/package.h"

namespace seawall::package {

struct Purl {
  std::string type;  // lower case
  std::string name_space;
  std::string name;
  std::string version;
  std::map<std::string, std::string> qualifiers;  // keys lower case, values not empty
  std::string subpath;
  friend bool operator==(const Purl&, const Purl&) = default;
};

// Reads any spelling that the specification accepts; components decoded and normalised by type.
// kInvalid otherwise, kLimit beyond 64 KiB.
Result<Purl> parse_purl(std::string_view text);
// Checks the type's requirements (a name; namespace required or prohibited; version rules of conan,
// cran, swift, ...) and gives the components normalised.
Result<Purl> normalise_purl(Purl purl);
// The canonical text of a normalised purl.
std::string format_purl(const Purl& purl);

// The purl of a package: OS packages with arch, distro, epoch (rpm) and upstream qualifiers.
Purl purl_of(const Package& package, const Distro* distro);
// The reverse, for SBOMs that are scanned.
Package package_of(const Purl& purl);

}  // namespace seawall::package
