// The Finding: everything that Seawall concludes, whatever judge concluded it. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seawall::finding {

enum class Severity : uint8_t { kUnknown, kNone, kLow, kMedium, kHigh, kCritical };
const char* severity_name(Severity severity);  // "unknown", "none", "low", ...
// Also Debian's and Red Hat's words: negligible, unimportant -> low, moderate -> medium,
// important -> high. Nothing for other words; ASCII case ignored.
std::optional<Severity> parse_severity(std::string_view word);

// When in the pipeline, and where in the stack: every finding carries both.
enum class Stage : uint8_t { kCode, kBuild, kDeploy, kRun };
enum class Layer : uint8_t { kCode, kContainer, kCluster, kCloud };
const char* stage_name(Stage stage);
const char* layer_name(Layer layer);

// What is known of a vulnerability in a package (VEX's and the distributions' words).
enum class FixStatus : uint8_t {
  kUnknown,
  kAffected,  // no fix known
  kFixed,     // a fixed version exists
  kWillNotFix,
  kFixDeferred,  // postponed, no-dsa
  kEndOfLife,
  kUnderInvestigation,
  kNotAffected,
};
const char* fix_status_name(FixStatus status);  // "affected", "fixed", "will_not_fix", ...

// What a finding is about. Empty fields do not apply.
struct Subject {
  std::string image;  // reference as named by the user
  std::string image_digest;
  std::string layer_digest;   // layer where the component first appears
  std::string layer_command;  // the build command that made it
  std::string purl;
  std::string package;  // name as its ecosystem writes it: "org.apache.logging.log4j:log4j-core"
  std::string version;
  std::string ecosystem;  // OSV ecosystem: "Debian:12", "npm"
  std::string path;       // file in the image or project
  uint32_t line = 0, column = 0;
  std::string kind, name_space, name;  // a Kubernetes object
  std::string container;  // of its pod template, when the finding is about one container
  std::string field;      // part of the object: "spec.template.spec.containers[0].image"
};

// Why a finding does not count. It stays in every report.
struct Suppression {
  enum class By : uint8_t { kWaiver, kOwner, kVex, kBaseline } by = By::kWaiver;
  std::string reason;  // a sentence: "owned by the Debian package python3-yaml 6.0-3"
  std::string source;  // "waivers.yaml:12", the owner's purl
};
const char* suppressed_by_name(Suppression::By by);  // "waiver", "owner", "vex", "baseline"

struct Score {
  std::string version;  // CVSS version: "2.0", "3.1", "4.0"
  std::string vector;
  double base = 0;
  std::string source;  // who gave it: "nvd", "ghsa", "debian"; may be empty
};

struct Finding {
  std::string id;  // "CVE-2021-44228", "SW-POD-001"
  // "vulnerability", "waiver", "check", "policy", "secret", "license", "code"
  std::string kind;
  std::vector<std::string> aliases;     // other ids of the same thing, sorted
  std::vector<std::string> advisories;  // records it was concluded from, sorted
  std::string title;                    // one line
  std::string detail;                   // longer text, may be empty
  Severity severity = Severity::kUnknown;
  std::string severity_source;  // "debian", "cvss 3.1", "ghsa"
  std::vector<Score> scores;
  Stage stage = Stage::kBuild;
  Layer layer = Layer::kContainer;
  Subject subject;
  FixStatus status = FixStatus::kUnknown;
  std::vector<std::string> fixed_versions;  // lowest first, in the ecosystem's order
  // The one of them to upgrade to: the lowest that no record still calls affected. Empty: none.
  std::string upgrade_to;
  std::string remedy;                   // what to do now: "upgrade lodash to 4.17.21"
  std::string reason;                   // why it was concluded: "2.14.1 is in [2.0-beta9, 2.15.0)"
  std::vector<std::string> references;  // URLs
  std::string published, modified;      // RFC 3339; may be empty
  std::optional<Suppression> suppression;
  // Whether `seawall fix` can change the file: by itself, or only where --unsafe allows changes
  // that may alter how a workload behaves.
  enum class Autofix : uint8_t { kNone, kSafe, kUnsafe } autofix = Autofix::kNone;

  // How likely and how urgent: vulnerabilities only.
  std::optional<double> epss;  // probability of exploitation in 30 days, 0 to 1 (FIRST EPSS)
  std::optional<double> epss_percentile;  // 0 to 1
  struct Exploited {
    std::string added, due;   // dates in CISA's catalogue
    bool ransomware = false;  // known in ransomware campaigns
  };
  std::optional<Exploited> exploited;  // in the catalogue of known exploited vulnerabilities
  double risk = 0;  // 0 to 100: threat (EPSS, or 1 when exploited) x severity x exploited's weight
};

// Stable identity of a finding over scans: a hash of kind, id, the package's type, namespace and
// name, path, object, container; not of version, severity or text, so that a baseline survives an
// upgrade that does not help. 32 hex digits.
std::string fingerprint(const Finding& finding);
const char* autofix_name(Finding::Autofix autofix);  // "none", "safe", "unsafe"

// Most urgent first: not suppressed, severity, known to be exploited, risk, fixable, then id,
// package, path. A total order: reports are the same for the same findings.
bool more_urgent(const Finding& a, const Finding& b);

}  // namespace seawall::finding
