#include "sbom/collector.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "package/purl.h"

namespace seawall::sbom {
namespace {

constexpr size_t kMostFaults = 1000;  // of purls; the others are counted
constexpr size_t kMostKinds = 100;    // of what is passed over, by name

struct Rename {
  std::string_view from, to;
};
// Names of distributions in other tools' documents, and os-release's ID for them.
constexpr std::array kDistroNames = {
    Rename{"alma", "almalinux"},
    Rename{"amazon", "amzn"},
    Rename{"cbl-mariner", "mariner"},
    Rename{"opensuse.leap", "opensuse-leap"},
    Rename{"opensuse.tumbleweed", "opensuse-tumbleweed"},
    Rename{"oracle", "ol"},
    Rename{"red hat", "rhel"},
    Rename{"redhat", "rhel"},
    Rename{"suse linux enterprise micro", "sle-micro"},
    Rename{"suse linux enterprise server", "sles"},
};

std::string distro_id(std::string_view name) {
  std::string lower = to_lower(trim(name));
  for (const Rename& rename : kDistroNames)
    if (lower == rename.from) return std::string(rename.to);
  return lower;
}

bool is_os_type(std::string_view type) {
  return type == "deb" || type == "rpm" || type == "apk" || type == "alpm" || type == "ebuild" ||
         type == "opkg";
}

// "debian-12" of a package's purl; the family goes before a release that stands alone
// ("distro=jessie", "distro=3.18.4"). The family where no release is given.
std::string distro_word(const package::Purl& purl) {
  auto distro = purl.qualifiers.find("distro");
  if (distro == purl.qualifiers.end()) return purl.name_space;
  const std::string& word = distro->second;
  bool alone = word.find('-') == std::string::npos && word != purl.name_space;
  return alone && !purl.name_space.empty() ? purl.name_space + "-" + word : word;
}

// Trivy writes the epoch of Debian packages as a qualifier.
void restore_epoch(const package::Purl& purl, package::Package& package) {
  auto epoch = purl.qualifiers.find("epoch");
  if (purl.type != "deb" || epoch == purl.qualifiers.end()) return;
  std::optional<uint64_t> number = parse_uint(epoch->second);
  bool has = package.version.find(':') != std::string::npos;
  if (number && *number > 0 && !has && !package.version.empty())
    package.version.insert(0, fmt::format("{}:", *number));
}

}  // namespace

void Collector::skip(std::string_view kind) {
  bool known = skipped_.count(std::string(kind)) > 0;
  ++skipped_[known || skipped_.size() < kMostKinds ? std::string(kind) : "of other kinds"];
}

bool says_nothing(std::string_view license) {
  return license.empty() || license == "NOASSERTION" || license == "NONE";
}

Collector::Collector(const std::string& target, const Limits& limits)
    : most_packages_(limits.packages) {
  inventory_.kind = model::TargetKind::kSbom;
  inventory_.target = target;
}

std::string Collector::identify(std::string_view text, std::string_view name,
                                std::string_view version, model::Component& component) {
  std::string fault;
  package::Package& package = component.package;
  Result<package::Purl> purl = package::parse_purl(text);
  if (purl) {
    package = package::package_of(*purl);
    restore_epoch(*purl, package);
    component.purl = text;
    if (is_os_type(purl->type)) ++distros_[distro_word(*purl)];
  } else {
    if (!text.empty())
      fault = fmt::format("component {}: purl {}: {}", name, text, purl.error().message());
    package.type = "generic";
    package.name = name;
  }
  if (package.version.empty()) package.version = version;
  return fault;
}

void Collector::settle(const std::string& fault, const model::Component& component) {
  if (fault.empty() || component.package.type != "generic") return;
  if (++faults_ <= kMostFaults) problem(fault, true);
}

bool Collector::add(model::Component component) {
  if (full_) return false;
  if (inventory_.components.size() >= most_packages_) {
    full_ = true;
    problem(fmt::format("more than {} components; the rest was not read", most_packages_), true);
    inventory_.diagnostics.back().code = Code::kLimit;
    return false;
  }
  inventory_.components.push_back(std::move(component));
  return true;
}

void Collector::distro(std::string_view name, std::string_view version, package::Distro more) {
  if (inventory_.distro || trim(name).empty()) return;
  more.id = distro_id(name);
  // "2 (Karoo)"
  more.version_id = version.substr(0, version.find(' '));
  inventory_.distro = std::move(more);
}

void Collector::problem(std::string message, bool incomplete) {
  inventory_.diagnostics.push_back(
      {Code::kInvalid, inventory_.target, std::move(message), 0, incomplete});
}

// Where no component is the operating system, its packages may name it: the word most often said.
void Collector::guess_distro() {
  if (inventory_.distro || distros_.empty()) return;
  auto most = std::max_element(distros_.begin(), distros_.end(),
                               [](const auto& a, const auto& b) { return a.second < b.second; });
  std::string_view word = most->first;
  size_t dash = word.rfind('-');
  if (dash == std::string_view::npos || dash + 1 == word.size()) return distro(word, "", {});
  std::string_view family = word.substr(0, dash), release = word.substr(dash + 1);
  if (is_digit(release[0])) return distro(family, release, {});
  package::Distro named;
  named.codename = release;
  if (family == "debian" || family == "ubuntu") return distro(family, "", std::move(named));
  distro(word, "", {});
}

model::Inventory Collector::finish() {
  guess_distro();
  const package::Distro* distro = inventory_.distro ? &*inventory_.distro : nullptr;
  for (model::Component& component : inventory_.components) {
    std::string own = package::format_purl(package::purl_of(component.package, distro));
    if (component.purl == own) component.purl.clear();
  }
  if (faults_ > kMostFaults)
    problem(fmt::format("{} more purls cannot be read", faults_ - kMostFaults), true);
  if (nameless_ > 0)
    problem(fmt::format("neither purl nor name, so not judged: {} components", nameless_), true);
  for (const auto& [kind, count] : skipped_)
    problem(fmt::format("no packages, so passed over: {} {}", count, kind), false);
  model::normalise(inventory_);
  return std::move(inventory_);
}

}  // namespace seawall::sbom
