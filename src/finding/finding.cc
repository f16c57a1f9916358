#include "finding/finding.h"

#include <array>
#include <tuple>
#include <utility>

#include "base/hash.h"
#include "base/text.h"

namespace seawall::finding {
namespace {

struct Word {
  std::string_view text;
  Severity severity;
};

// The words of CVSS, GitHub, Red Hat, Debian, Ubuntu and the npm security group.
constexpr std::array kWords = {
    Word{"unknown", Severity::kUnknown},    Word{"untriaged", Severity::kUnknown},
    Word{"none", Severity::kNone},          Word{"info", Severity::kNone},
    Word{"informational", Severity::kNone}, Word{"low", Severity::kLow},
    Word{"minor", Severity::kLow},          Word{"negligible", Severity::kLow},
    Word{"unimportant", Severity::kLow},    Word{"medium", Severity::kMedium},
    Word{"moderate", Severity::kMedium},    Word{"high", Severity::kHigh},
    Word{"important", Severity::kHigh},     Word{"critical", Severity::kCritical},
};

// The purl without version, qualifiers and subpath: what stays when a package is upgraded. A
// namespace's "@" is written %40 in a canonical purl, so the last "@" begins the version.
std::string_view versionless(std::string_view purl) {
  purl = purl.substr(0, purl.find('#'));
  purl = purl.substr(0, purl.find('?'));
  size_t at = purl.rfind('@');
  size_t slash = purl.rfind('/');
  bool is_version =
      at != std::string_view::npos && slash != std::string_view::npos && at > slash + 1;
  return is_version ? purl.substr(0, at) : purl;
}

// Fields are written with their length, so that no two lists of fields give the same bytes.
void hash_field(Sha256& hash, std::string_view field) {
  hash.update(std::to_string(field.size()));
  hash.update(":");
  hash.update(field);
}

// Low is urgent.
int fix_rank(FixStatus status) {
  return status == FixStatus::kFixed ? 0 : 1;
}

}  // namespace

const char* severity_name(Severity severity) {
  switch (severity) {
    case Severity::kUnknown:
      return "unknown";
    case Severity::kNone:
      return "none";
    case Severity::kLow:
      return "low";
    case Severity::kMedium:
      return "medium";
    case Severity::kHigh:
      return "high";
    case Severity::kCritical:
      return "critical";
  }
  return "unknown";
}

std::optional<Severity> parse_severity(std::string_view word) {
  for (const Word& known : kWords)
    if (equals_ignoring_case(known.text, word)) return known.severity;
  return std::nullopt;
}

const char* stage_name(Stage stage) {
  switch (stage) {
    case Stage::kCode:
      return "code";
    case Stage::kBuild:
      return "build";
    case Stage::kDeploy:
      return "deploy";
    case Stage::kRun:
      return "run";
  }
  return "build";
}

const char* layer_name(Layer layer) {
  switch (layer) {
    case Layer::kCode:
      return "code";
    case Layer::kContainer:
      return "container";
    case Layer::kCluster:
      return "cluster";
    case Layer::kCloud:
      return "cloud";
  }
  return "container";
}

const char* fix_status_name(FixStatus status) {
  switch (status) {
    case FixStatus::kUnknown:
      return "unknown";
    case FixStatus::kAffected:
      return "affected";
    case FixStatus::kFixed:
      return "fixed";
    case FixStatus::kWillNotFix:
      return "will_not_fix";
    case FixStatus::kFixDeferred:
      return "fix_deferred";
    case FixStatus::kEndOfLife:
      return "end_of_life";
    case FixStatus::kUnderInvestigation:
      return "under_investigation";
    case FixStatus::kNotAffected:
      return "not_affected";
  }
  return "unknown";
}

const char* suppressed_by_name(Suppression::By by) {
  switch (by) {
    case Suppression::By::kWaiver:
      return "waiver";
    case Suppression::By::kOwner:
      return "owner";
    case Suppression::By::kVex:
      return "vex";
    case Suppression::By::kBaseline:
      return "baseline";
  }
  return "waiver";
}

const char* autofix_name(Finding::Autofix autofix) {
  if (autofix == Finding::Autofix::kNone) return "none";
  return autofix == Finding::Autofix::kSafe ? "safe" : "unsafe";
}

std::string fingerprint(const Finding& finding) {
  const Subject& subject = finding.subject;
  std::string_view component = versionless(subject.purl);
  Sha256 hash;
  for (std::string_view field :
       {std::string_view(finding.kind), std::string_view(finding.id),
        component.empty() ? std::string_view(subject.package) : component,
        std::string_view(subject.path), std::string_view(subject.kind),
        std::string_view(subject.name_space), std::string_view(subject.name)})
    hash_field(hash, field);
  if (!subject.container.empty()) hash_field(hash, subject.container);
  return to_hex(hash.finish()).substr(0, 32);
}

bool more_urgent(const Finding& a, const Finding& b) {
  auto urgency = [](const Finding& f) {
    return std::tuple(f.suppression.has_value(), -static_cast<int>(f.severity),
                      !f.exploited.has_value(), -f.risk, fix_rank(f.status));
  };
  if (auto left = urgency(a), right = urgency(b); left != right) return left < right;
  auto place = [](const Finding& f) {
    const Subject& s = f.subject;
    return std::tie(f.id, s.package, s.path, s.version, s.line, s.column, s.kind, s.name_space,
                    s.name, s.container, s.field, s.purl, s.image, s.image_digest, f.kind, f.title,
                    f.reason);
  };
  return place(a) < place(b);
}

}  // namespace seawall::finding
