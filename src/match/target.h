// Where a package is looked up: the OSV family, the name there, and the version that counts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "match/distro.h"
#include "package/package.h"
#include "version/order.h"

namespace seawall::match {

// What is known for all packages of one purl type in one scan.
struct TypeInfo {
  std::string type;                       // "npm"
  std::vector<std::string> families;      // OSV families; empty: none is known
  bool os = false;                        // a package of the distribution
  const version::Order* order = nullptr;  // of ECOSYSTEM ranges
};

// `distro` may be nullptr.
TypeInfo type_info(std::string_view purl_type, const DistroFeed* distro);

enum class NameKind { kOwn, kSource };

// The names to look for, in order; kSource ones only when the one before had no entries.
struct Names {
  NameKind first = NameKind::kOwn;
  bool then_other = false;  // look for the other kind when the first had nothing
};
Names names_for(std::string_view family, const TypeInfo& type);

// The package's name as OSV writes it, before normal_name(): "group:artifact" for Maven,
// "@scope/name" for npm. Replaces `out`.
void osv_name(const package::Package& package, NameKind kind, std::string& out);

// The version to compare; empty when there is none ("(devel)").
std::string_view osv_version(const package::Package& package, NameKind kind);

}  // namespace seawall::match
