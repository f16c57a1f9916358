#include "feed/ecosystem.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace seawall::feed {
namespace {

enum class Spelling : uint8_t { kExact, kLower, kCrate, kPython, kUrl };

struct Family {
  std::string_view name;
  bool releases = false;
  Spelling spelling = Spelling::kExact;
};

// The ecosystems that the OSV schema defines, sorted by name.
constexpr std::array kFamilies = {
    Family{"AlmaLinux", true},
    Family{"Alpaquita", true},
    Family{"Alpine", true},
    Family{"Android"},
    Family{"Azure Linux", true},
    Family{"BellSoft Hardened Containers", true},
    Family{"Bioconductor"},
    Family{"Bitnami", false, Spelling::kLower},
    Family{"CRAN"},
    Family{"Chainguard"},
    Family{"CleanStart"},
    Family{"ConanCenter", false, Spelling::kLower},
    Family{"Debian", true},
    Family{"Docker Hardened Images", true},
    Family{"Echo"},
    Family{"FreeBSD", true},
    Family{"GHC"},
    Family{"GitHub Actions", false, Spelling::kLower},
    Family{"Go"},
    Family{"Hackage"},
    Family{"Hex", false, Spelling::kLower},
    Family{"Homebrew"},
    Family{"Julia"},
    Family{"Kubernetes"},
    Family{"Linux"},
    Family{"Mageia", true},
    Family{"Maven"},
    Family{"MinimOS"},
    Family{"NuGet", false, Spelling::kLower},
    Family{"OSS-Fuzz"},
    Family{"Packagist", false, Spelling::kLower},
    Family{"Photon OS", true},
    Family{"Pub", false, Spelling::kLower},
    Family{"PyPI", false, Spelling::kPython},
    Family{"Red Hat", true},
    Family{"Rocky Linux", true},
    Family{"Root", true},
    Family{"RubyGems"},
    Family{"SUSE", true},
    Family{"SwiftURL", false, Spelling::kUrl},
    Family{"Ubuntu", true},
    Family{"VSCode", false, Spelling::kLower},
    Family{"Wolfi"},
    Family{"crates.io", false, Spelling::kCrate},
    Family{"npm"},
    Family{"opam"},
    Family{"openEuler", true},
    Family{"openSUSE", true},
};

struct TypeFamily {
  std::string_view type, family;
};

constexpr std::array kTypes = {
    TypeFamily{"bioconductor", "Bioconductor"},
    TypeFamily{"bitnami", "Bitnami"},
    TypeFamily{"cargo", "crates.io"},
    TypeFamily{"composer", "Packagist"},
    TypeFamily{"conan", "ConanCenter"},
    TypeFamily{"cran", "CRAN"},
    TypeFamily{"gem", "RubyGems"},
    TypeFamily{"github", "GitHub Actions"},
    TypeFamily{"githubactions", "GitHub Actions"},
    TypeFamily{"golang", "Go"},
    TypeFamily{"hackage", "Hackage"},
    TypeFamily{"hex", "Hex"},
    TypeFamily{"brew", "Homebrew"},
    TypeFamily{"julia", "Julia"},
    TypeFamily{"maven", "Maven"},
    TypeFamily{"npm", "npm"},
    TypeFamily{"nuget", "NuGet"},
    TypeFamily{"opam", "opam"},
    TypeFamily{"otp", "Hex"},
    TypeFamily{"pub", "Pub"},
    TypeFamily{"pypi", "PyPI"},
    TypeFamily{"swift", "SwiftURL"},
    TypeFamily{"vscode-extension", "VSCode"},
};

struct DistroFamily {
  std::string_view id, family;
};

constexpr std::array kDistros = {
    DistroFamily{"almalinux", "AlmaLinux"},
    DistroFamily{"alpaquita", "Alpaquita"},
    DistroFamily{"alpine", "Alpine"},
    DistroFamily{"azurelinux", "Azure Linux"},
    DistroFamily{"bellsoft-hardened-containers", "BellSoft Hardened Containers"},
    DistroFamily{"cbl-mariner", "Azure Linux"},
    DistroFamily{"centos", "Red Hat"},
    DistroFamily{"chainguard", "Chainguard"},
    DistroFamily{"cleanstart", "CleanStart"},
    DistroFamily{"debian", "Debian"},
    DistroFamily{"echo", "Echo"},
    DistroFamily{"mageia", "Mageia"},
    DistroFamily{"mariner", "Azure Linux"},
    DistroFamily{"minimos", "MinimOS"},
    DistroFamily{"openeuler", "openEuler"},
    DistroFamily{"opensuse", "openSUSE"},
    DistroFamily{"opensuse-leap", "openSUSE"},
    DistroFamily{"opensuse-tumbleweed", "openSUSE"},
    DistroFamily{"photon", "Photon OS"},
    DistroFamily{"raspbian", "Debian"},
    DistroFamily{"rhel", "Red Hat"},
    DistroFamily{"rocky", "Rocky Linux"},
    DistroFamily{"sled", "SUSE"},
    DistroFamily{"sles", "SUSE"},
    DistroFamily{"ubuntu", "Ubuntu"},
    DistroFamily{"wolfi", "Wolfi"},
};

const Family* find_family(std::string_view name) {
  auto exact = std::lower_bound(kFamilies.begin(), kFamilies.end(), name,
                                [](const Family& f, std::string_view n) { return f.name < n; });
  if (exact != kFamilies.end() && exact->name == name) return exact;
  for (const Family& family : kFamilies)
    if (equals_ignoring_case(family.name, name)) return &family;
  return nullptr;
}

void lower(std::string_view name, std::string& out) {
  out.resize(name.size());
  std::transform(name.begin(), name.end(), out.begin(), [](char c) { return to_lower(c); });
}

// PEP 503: lower case, runs of "-", "_" and "." are one "-".
void python(std::string_view name, std::string& out) {
  out.clear();
  bool separator = false;
  for (char c : name) {
    bool is_separator = c == '-' || c == '_' || c == '.';
    if (!is_separator) out += to_lower(c);
    if (is_separator && !separator) out += '-';
    separator = is_separator;
  }
}

// A repository URL without what does not tell repositories apart.
void url(std::string_view name, std::string& out) {
  if (size_t scheme = name.find("://"); scheme != std::string_view::npos)
    name.remove_prefix(scheme + 3);
  if (name.starts_with("git@")) name.remove_prefix(4);
  while (name.ends_with('/')) name.remove_suffix(1);
  if (name.ends_with(".git")) name.remove_suffix(4);
  lower(name, out);
  size_t slash = out.find('/');
  if (size_t colon = out.find(':');
      colon < slash && colon + 1 < out.size() && !is_digit(out[colon + 1]))
    out[colon] = '/';  // git@host:owner/name
}

}  // namespace

std::string_view family_of(std::string_view ecosystem) {
  std::string_view name = ecosystem.substr(0, ecosystem.find(':'));
  const Family* family = find_family(name);
  return family ? family->name : name;
}

std::string_view family_of_type(std::string_view purl_type) {
  for (const TypeFamily& row : kTypes)
    if (row.type == purl_type) return row.family;
  return {};
}

std::string_view family_of_distro(std::string_view id) {
  for (const DistroFamily& row : kDistros)
    if (row.id == id) return row.family;
  // SUSE's products: sles, sled, sle_hpc, sle-micro, sl-micro.
  return id.starts_with("sle") || id == "sl-micro" ? "SUSE" : "";
}

bool is_family(std::string_view family) {
  return find_family(family) != nullptr;
}

std::string_view release_of(std::string_view ecosystem) {
  size_t colon = ecosystem.find(':');
  return colon == std::string_view::npos ? std::string_view{} : ecosystem.substr(colon + 1);
}

bool has_releases(std::string_view family) {
  const Family* found = find_family(family);
  return found && found->releases;
}

void normal_name(std::string_view family, std::string_view name, std::string& out) {
  const Family* found = find_family(family);
  switch (found ? found->spelling : Spelling::kExact) {
    case Spelling::kExact:
      out.assign(name);
      break;
    case Spelling::kLower:
      lower(name, out);
      break;
    case Spelling::kCrate:
      lower(name, out);
      std::replace(out.begin(), out.end(), '_', '-');
      break;
    case Spelling::kPython:
      python(name, out);
      break;
    case Spelling::kUrl:
      url(name, out);
      break;
  }
}

std::string_view folded_family(std::string_view family) {
  if (family == "npm") return "npm, folded";
  return family == "Go" ? "Go, folded" : "";
}

std::string normal_name(std::string_view family, std::string_view name) {
  std::string out;
  normal_name(family, name, out);
  return out;
}

}  // namespace seawall::feed
