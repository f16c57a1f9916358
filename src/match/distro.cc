// OSV names releases as each distribution does, and nearly every one differently; this file is the
// table of those habits. What is published for subscribers after the end of regular support (SUSE's
// LTSS, Red Hat's ELS) is about the same packages: an installation without the subscription has the
// vulnerability all the same. Sources: the OSV schema's list of ecosystems, os-release files of the
// images, and Red Hat's guide to its CPEs
// (redhatproductsecurity.github.io/security-data-guidelines).
#include "match/distro.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "feed/ecosystem.h"

namespace seawall::match {
namespace {

using package::Distro;

struct EolRow {
  std::string_view id, release, codename, support, advisories;
};
constexpr EolRow kEol[] = {
#include "match/distro_eol.inc"
};

std::string_view major_of(std::string_view version) {
  return version.substr(0, version.find('.'));
}

// "3.19" of "3.19.1".
std::string_view two_parts(std::string_view version) {
  size_t dot = version.find('.');
  if (dot == std::string_view::npos) return version;
  return version.substr(0, version.find('.', dot + 1));
}

// How a family writes its releases: FAMILY:MAJOR, FAMILY:MAJOR.MINOR, FAMILY:VERSION_ID or just
// FAMILY; kOwn: in a way of its own.
enum class ReleaseForm { kOwn, kNone, kMajor, kTwoParts, kWhole };

struct FamilyForm {
  std::string_view family;
  ReleaseForm form;
};

constexpr std::array kForms = {
    FamilyForm{"AlmaLinux", ReleaseForm::kMajor},
    FamilyForm{"Alpaquita", ReleaseForm::kWhole},
    FamilyForm{"Azure Linux", ReleaseForm::kMajor},
    FamilyForm{"BellSoft Hardened Containers", ReleaseForm::kWhole},
    FamilyForm{"CleanStart", ReleaseForm::kNone},
    FamilyForm{"Echo", ReleaseForm::kNone},
    FamilyForm{"Mageia", ReleaseForm::kMajor},
    FamilyForm{"MinimOS", ReleaseForm::kNone},
    FamilyForm{"Photon OS", ReleaseForm::kTwoParts},
    FamilyForm{"Rocky Linux", ReleaseForm::kMajor},
    FamilyForm{"Wolfi", ReleaseForm::kNone},
};

ReleaseForm form_of(std::string_view family) {
  for (const FamilyForm& row : kForms)
    if (row.family == family) return row.form;
  return ReleaseForm::kOwn;
}

struct NoFeed {
  std::string_view id, name;
};

// Publish advisories, but nobody in OSV form.
constexpr std::array kNoFeed = {
    NoFeed{"amzn", "Amazon Linux"},    NoFeed{"arch", "Arch Linux"},
    NoFeed{"archarm", "Arch Linux"},   NoFeed{"clear-linux-os", "Clear Linux"},
    NoFeed{"eurolinux", "EuroLinux"},  NoFeed{"fedora", "Fedora"},
    NoFeed{"gentoo", "Gentoo"},        NoFeed{"kali", "Kali Linux"},
    NoFeed{"linuxmint", "Linux Mint"}, NoFeed{"manjaro", "Manjaro"},
    NoFeed{"nixos", "NixOS"},          NoFeed{"ol", "Oracle Linux"},
    NoFeed{"openwrt", "OpenWrt"},      NoFeed{"postmarketos", "postmarketOS"},
    NoFeed{"void", "Void Linux"},      NoFeed{"virtuozzo", "Virtuozzo"},
};

std::string debian_release(const Distro& distro) {
  std::string_view version = distro.version_id;
  if (!version.empty()) {
    // Before 4 the second number was a release of its own.
    bool old = version.starts_with("3.") || version.starts_with("2.");
    return std::string(old ? version : major_of(version));
  }
  // Testing and unstable have no VERSION_ID; PRETTY_NAME is "Debian GNU/Linux trixie/sid".
  for (const EolRow& row : kEol)
    if (row.id == "debian" && !distro.codename.empty() && row.codename == distro.codename)
      return std::string(row.release);
  return distro.codename.empty() ? "sid" : distro.codename;
}

bool ubuntu_lts(std::string_view release) {
  // April of even years, since 6.06.
  std::optional<Halves> parts = split_once(release, ".");
  std::optional<uint64_t> year = parts ? parse_uint(parts->first) : std::nullopt;
  if (!year) return false;
  return (parts->second == "04" && *year % 2 == 0) || release == "6.06";
}

std::string alpine_release(const Distro& distro) {
  std::string_view version = distro.version_id;
  bool edge = version.empty() || version.find('_') != std::string_view::npos ||
              distro.name.find("edge") != std::string::npos;
  return edge ? "edge" : "v" + std::string(two_parts(version));
}

// "22.03-LTS-SP3" of VERSION_ID 22.03 and PRETTY_NAME "openEuler 22.03 (LTS-SP3)".
std::string openeuler_release(const Distro& distro) {
  std::string release = distro.version_id;
  size_t open = distro.name.find('(');
  size_t close = distro.name.find(')', open == std::string::npos ? 0 : open);
  if (open != std::string::npos && close != std::string::npos)
    release += "-" + distro.name.substr(open + 1, close - open - 1);
  return release;
}

// Red Hat's CPEs: one for all of a release up to 9 ("enterprise_linux:9"), one for each minor
// release from 10 on ("enterprise_linux:10.0"), parts of it behind another colon ("::baseos").
bool is_cpe_of(std::string_view ecosystem, std::string_view cpe) {
  if (cpe.empty() || !ecosystem.starts_with(cpe)) return false;
  ecosystem.remove_prefix(cpe.size());
  return ecosystem.empty() || ecosystem[0] == ':' || ecosystem[0] == '.';
}

// " 15 SP5" of VERSION_ID 15.5.
std::string sles_suffix(std::string_view version) {
  std::optional<Halves> parts = split_once(version, ".");
  if (!parts) return " " + std::string(version);
  if (parse_uint(parts->first).value_or(0) >= 16) return " " + std::string(version);
  return fmt::format(" {} SP{}", parts->first, parts->second);
}

}  // namespace

DistroFeed::Fit DistroFeed::fit(std::string_view ecosystem) const {
  auto is = [&](const std::string& text) { return text == ecosystem; };
  if (std::any_of(exact_.begin(), exact_.end(), is)) return Fit::kYes;
  if (std::any_of(pro_.begin(), pro_.end(), is)) return Fit::kPro;
  auto is_cpe = [&](const std::string& cpe) { return is_cpe_of(ecosystem, cpe); };
  if (std::any_of(cpes_.begin(), cpes_.end(), is_cpe)) return Fit::kYes;
  if (suffix_.empty() || !ecosystem.starts_with("SUSE:Linux Enterprise ")) return Fit::kNo;
  if (ecosystem.ends_with("-LTSS")) ecosystem.remove_suffix(5);
  if (ecosystem.ends_with(suffix_)) return Fit::kYes;
  return Fit::kNo;
}

// Families with a naming of their own.
void DistroFeed::name_release(const Distro& distro) {
  std::string family(feed::family_of_distro(distro.id));
  if (family == "Debian") {
    id = "debian";
    release = debian_release(distro);
    judged_by(family, release);
  } else if (family == "Ubuntu") {
    std::string name = release + (ubuntu_lts(release) ? ":LTS" : "");
    judged_by(family, name);
    pro_ = {"Ubuntu:Pro:" + name};
  } else if (family == "Alpine") {
    release = two_parts(distro.version_id);
    judged_by(family, alpine_release(distro));
  } else if (family == "Chainguard") {
    judged_by(family, "");
    exact_.emplace_back("Wolfi");
    families.emplace_back("Wolfi");
  } else if (family == "Red Hat") {
    release = major_of(distro.version_id);
    judged_by(family, "enterprise_linux:" + release);
    cpes_ = {label, "Red Hat:rhel_els:" + release};
  } else if (family == "openSUSE") {
    bool rolling = distro.id == "opensuse-tumbleweed";
    if (rolling) release.clear();
    judged_by(family, rolling ? "Tumbleweed" : "Leap " + release);
  } else if (family == "SUSE") {
    judged_by(family, distro.name.starts_with("SUSE ") ? distro.name.substr(5) : distro.name);
    suffix_ = sles_suffix(release);
  } else {
    if (family == "openEuler") release = openeuler_release(distro);
    judged_by(family, release);
  }
}

void DistroFeed::judged_by(const std::string& family, const std::string& name) {
  label = name.empty() ? family : family + ":" + name;
  exact_.push_back(label);
  families.push_back(family);
}

DistroFeed feed_of(const Distro& distro) {
  DistroFeed out;
  out.id = distro.id;
  out.release = distro.version_id;
  std::string_view family = feed::family_of_distro(distro.id);
  if (family.empty()) {
    auto none = std::find_if(kNoFeed.begin(), kNoFeed.end(),
                             [&](const NoFeed& row) { return row.id == distro.id; });
    out.known = none != kNoFeed.end();
    out.label = out.known ? std::string(none->name) : distro.id;
    if (!out.release.empty()) out.label += " " + out.release;
    return out;
  }
  ReleaseForm form = form_of(family);
  if (form == ReleaseForm::kOwn) {
    out.name_release(distro);
    return out;
  }
  if (form == ReleaseForm::kMajor) out.release = major_of(distro.version_id);
  if (form == ReleaseForm::kTwoParts) out.release = two_parts(distro.version_id);
  out.judged_by(std::string(family), form == ReleaseForm::kNone ? "" : out.release);
  return out;
}

std::optional<EndOfLife> end_of_life(std::string_view id, std::string_view release) {
  if (id == "cbl-mariner") id = "mariner";
  if (id.starts_with("sle")) id = "sles";
  constexpr UnixSeconds kDay = 86'400;
  for (const EolRow& row : kEol) {
    if (row.id != id || row.release != release) continue;
    return EndOfLife{row.codename, parse_rfc3339(row.support).value_or(0) + kDay,
                     parse_rfc3339(row.advisories).value_or(0) + kDay};
  }
  return std::nullopt;
}

bool is_os_type(std::string_view purl_type) {
  return purl_type == "deb" || purl_type == "apk" || purl_type == "rpm" || purl_type == "alpm" ||
         purl_type == "opkg" || purl_type == "ebuild";
}

}  // namespace seawall::match
