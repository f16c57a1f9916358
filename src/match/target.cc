#include "match/target.h"

#include "base/text.h"
#include "feed/ecosystem.h"

namespace seawall::match {
namespace {

bool by_source_name(std::string_view family) {
  return family == "Debian" || family == "Ubuntu" || family == "Echo" || family == "SUSE" ||
         family == "openSUSE" || family == "Mageia" || family == "openEuler";
}

}  // namespace

TypeInfo type_info(std::string_view purl_type, const DistroFeed* distro) {
  TypeInfo out;
  out.type = purl_type;
  out.os = is_os_type(purl_type);
  if (out.os) {
    if (distro) out.families = distro->families;
    if (!out.families.empty()) out.order = version::order_for_ecosystem(out.families.front());
    if (!out.order) out.order = version::order_for_purl_type(purl_type);
    return out;
  }
  if (std::string_view family = feed::family_of_type(purl_type); !family.empty()) {
    out.families.emplace_back(family);
    out.order = version::order_for_ecosystem(family);
  }
  return out;
}

Names names_for(std::string_view family, const TypeInfo& type) {
  if (!type.os) return {NameKind::kOwn, false};
  if (by_source_name(family)) return {NameKind::kSource, false};
  // Alpine's and its relatives' advisories name origins, the Red Hat family's mostly binaries.
  if (type.type == "apk") return {NameKind::kSource, true};
  return {NameKind::kOwn, true};
}

void osv_name(const package::Package& package, NameKind kind, std::string& out) {
  if (is_os_type(package.type)) {
    bool source = kind == NameKind::kSource && !package.source_name.empty();
    out = source ? package.source_name : package.name;
    return;
  }
  // purl types whose namespace is part of the name, with what joins the two.
  out.clear();
  if (!package.name_space.empty() && package.type != "bitnami" && package.type != "conan") {
    out = package.name_space;
    out += package.type == "maven" ? ':' : '/';
  }
  out += package.name;
}

std::string_view osv_version(const package::Package& package, NameKind kind) {
  if (is_os_type(package.type)) {
    bool source = kind == NameKind::kSource && !package.source_version.empty();
    return source ? package.source_version : package.version;
  }
  std::string_view version = package.version;
  if (package.type == "golang") {
    if (version == "(devel)") return {};
    if (version.starts_with("go")) version.remove_prefix(2);
    if (version.starts_with('v')) version.remove_prefix(1);
  }
  if (package.type == "swift" || package.type == "github" || package.type == "githubactions")
    if (version.size() > 1 && version[0] == 'v' && is_digit(version[1])) version.remove_prefix(1);
  return version;
}

}  // namespace seawall::match
