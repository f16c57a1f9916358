#include "feed/advisory.h"

#include <array>

namespace seawall::feed {
namespace {

struct Prefix {
  std::string_view prefix, publisher;
};

// Longer prefixes first where one begins another.
constexpr std::array kPublishers = {
    Prefix{"CVE-", "nvd"},         Prefix{"GHSA-", "ghsa"},
    Prefix{"DSA-", "debian"},      Prefix{"DLA-", "debian"},
    Prefix{"DTSA-", "debian"},     Prefix{"DEBIAN-", "debian"},
    Prefix{"ELA-", "freexian"},    Prefix{"USN-", "ubuntu"},
    Prefix{"LSN-", "ubuntu"},      Prefix{"UBUNTU-", "ubuntu"},
    Prefix{"ALPINE-", "alpine"},   Prefix{"RHSA-", "redhat"},
    Prefix{"RHBA-", "redhat"},     Prefix{"RHEA-", "redhat"},
    Prefix{"ALSA-", "almalinux"},  Prefix{"ALBA-", "almalinux"},
    Prefix{"ALEA-", "almalinux"},  Prefix{"RLSA-", "rocky"},
    Prefix{"RXSA-", "rocky"},      Prefix{"SUSE-", "suse"},
    Prefix{"openSUSE-", "suse"},   Prefix{"MGASA-", "mageia"},
    Prefix{"OESA-", "openeuler"},  Prefix{"PHSA-", "photon"},
    Prefix{"AZL-", "azurelinux"},  Prefix{"CGA-", "chainguard"},
    Prefix{"MINI-", "minimos"},    Prefix{"BELL-", "bellsoft"},
    Prefix{"ECHO-", "echo"},       Prefix{"ROOT-", "root"},
    Prefix{"BIT-", "bitnami"},     Prefix{"GO-", "go"},
    Prefix{"PYSEC-", "pypa"},      Prefix{"PSF-", "psf"},
    Prefix{"RUSTSEC-", "rustsec"}, Prefix{"RUBYSEC-", "rubysec"},
    Prefix{"GLAD-", "gitlab"},     Prefix{"GMS-", "gitlab"},
    Prefix{"MAL-", "ossf"},        Prefix{"OSV-", "oss-fuzz"},
    Prefix{"HSEC-", "haskell"},    Prefix{"RSEC-", "rconsortium"},
    Prefix{"JLSEC-", "julia"},     Prefix{"EEF-", "erlef"},
    Prefix{"DRUPAL-", "drupal"},   Prefix{"KUBE-", "kubernetes"},
    Prefix{"CURL-", "curl"},       Prefix{"OSEC-", "ocaml"},
    Prefix{"NSWG-", "nodejs"},     Prefix{"FOP-", "friendsofphp"},
    Prefix{"BREW-", "homebrew"},   Prefix{"CLEANSTART-", "cleanstart"},
    Prefix{"DHI-", "docker"},      Prefix{"EUVD-", "enisa"},
    Prefix{"LBSEC-", "loopback"},  Prefix{"V8-", "chromium"},
};

}  // namespace

const char* range_type_name(RangeType type) {
  switch (type) {
    case RangeType::kSemver:
      return "SEMVER";
    case RangeType::kEcosystem:
      return "ECOSYSTEM";
    case RangeType::kGit:
      return "GIT";
  }
  return "ECOSYSTEM";
}

const char* event_type_name(EventType type) {
  switch (type) {
    case EventType::kIntroduced:
      return "introduced";
    case EventType::kFixed:
      return "fixed";
    case EventType::kLastAffected:
      return "last_affected";
    case EventType::kLimit:
      return "limit";
  }
  return "introduced";
}

const char* state_name(State state) {
  switch (state) {
    case State::kNone:
      return "";
    case State::kNoDsa:
      return "no-dsa";
    case State::kPostponed:
      return "postponed";
    case State::kIgnored:
      return "ignored";
    case State::kUnimportant:
      return "unimportant";
    case State::kEndOfLife:
      return "end-of-life";
    case State::kUndetermined:
      return "undetermined";
    case State::kInvestigating:
      return "under-investigation";
    case State::kNotAffected:
      return "not-affected";
    case State::kWithPro:
      return "with-pro";
  }
  return "";
}

std::string_view publisher(std::string_view id) {
  for (const Prefix& known : kPublishers)
    if (id.starts_with(known.prefix)) return known.publisher;
  return "";
}

}  // namespace seawall::feed
