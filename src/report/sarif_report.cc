// SARIF 2.1.0 (OASIS standard), as GitHub code scanning and other viewers take it.
//
// A rule is an identifier (CVE-2021-44228), a result is one finding. Locations are files inside the
// target, relative; the package and the layer are logical locations. What could not be read or
// judged is a notification of the invocation, so that "no results" never reads as "all well".
// GitHub sorts by the rule's "security-severity"; where no CVSS score fits the severity that the
// distribution gave, a number from the middle of that severity's range is written.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "doc/json_writer.h"
#include "report/markdown_text.h"
#include "report/report.h"
#include "report/summary.h"
#include "sbom/names.h"

namespace seawall::report {
namespace {

using doc::JsonWriter;
using finding::Finding;
using finding::Severity;
using posture::Assessment;

const char* level_of(Severity severity) {
  if (severity >= Severity::kHigh) return "error";
  if (severity == Severity::kMedium) return "warning";
  return "note";
}

// CVSS 3's qualitative ranges.
struct Band {
  double low, typical, high;
};
Band band_of(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return {9.0, 9.5, 10.0};
    case Severity::kHigh:
      return {7.0, 8.0, 8.9};
    case Severity::kMedium:
      return {4.0, 5.5, 6.9};
    case Severity::kLow:
      return {0.1, 2.0, 3.9};
    default:
      return {0, 0, 0};
  }
}

std::string security_severity(const Finding& finding) {
  Band band = band_of(finding.severity);
  double highest = 0;
  for (const finding::Score& score : finding.scores)
    if (score.base >= band.low && score.base <= band.high) highest = std::max(highest, score.base);
  return fmt::format("{:.1f}", highest > 0 ? highest : band.typical);
}

std::string uri_of(std::string_view path) {
  return percent_encode(path, "/");
}

class Sarif {
 public:
  Sarif(const Assessment& assessment, const Style& style)
      : a_(assessment), style_(style), json_(out_, JsonWriter::Style::kPretty) {
    // One rule for each identifier, described by its gravest finding.
    for (const Finding& finding : a_.findings) {
      auto [entry, fresh] = rule_of_.emplace(finding.id, rules_.size());
      if (fresh) {
        rules_.push_back(&finding);
      } else if (finding.severity > rules_[entry->second]->severity) {
        rules_[entry->second] = &finding;
      }
    }
  }

  std::string render() {
    json_.begin_object();
    json_.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_.member("version", "2.1.0");
    list("runs", [this] { object([this] { run(); }); });
    json_.end_object();
    out_ += '\n';
    return std::move(out_);
  }

 private:
  template <typename F>
  void object(F&& content) {
    json_.begin_object();
    content();
    json_.end_object();
  }
  template <typename F>
  void object(std::string_view name, F&& content) {
    json_.key(name);
    object(content);
  }
  template <typename F>
  void list(std::string_view name, F&& content) {
    json_.key(name);
    json_.begin_array();
    content();
    json_.end_array();
  }
  void text(std::string_view name, std::string_view value) {
    object(name, [&] { json_.member("text", value); });
  }

  void run() {
    object("tool", [this] { object("driver", [this] { driver(); }); });
    // What stands before the last slash is the category: the runs of one target replace each other,
    // those of different ones do not.
    object("automationDetails",
           [this] { json_.member("id", "seawall/" + a_.inventory.target + "/"); });
    list("invocations", [this] { object([this] { invocation(); }); });
    json_.member("columnKind", "unicodeCodePoints");
    list("results", [this] {
      for (const Finding& finding : a_.findings) object([&] { result(finding); });
    });
    object("properties", [this] {
      json_.member("verdict", verdict_word(a_));
      json_.member("target", a_.inventory.target);
      if (a_.inventory.image) json_.member("imageDigest", a_.inventory.image->digest);
      list("waivers", [this] {
        for (const waiver::Use& use : a_.waivers) json_.string(waiver_line(use));
      });
    });
  }

  void driver() {
    json_.member("name", "Seawall");
    json_.member("version", style_.tool_version);
    list("rules", [this] {
      for (const Finding* finding : rules_) object([&] { rule(*finding); });
    });
  }

  void rule(const Finding& finding) {
    json_.member("id", finding.id);
    text("shortDescription", finding.title.empty() ? finding.id : finding.title);
    text("fullDescription", !finding.detail.empty()  ? finding.detail
                            : !finding.title.empty() ? finding.title
                                                     : finding.id);
    object("help", [&] {
      json_.member("text", finding.remedy.empty() ? "No fix is known." : finding.remedy);
      json_.member("markdown", help(finding));
    });
    if (finding.kind == "vulnerability") {
      json_.member("helpUri", sbom::authority_of(finding.id).url);
    } else if (!finding.references.empty()) {
      if (std::string url = sbom::web_address(finding.references[0]); !url.empty())
        json_.member("helpUri", url);
    }
    object("defaultConfiguration", [&] { json_.member("level", level_of(finding.severity)); });
    object("properties", [&] {
      json_.member("precision", "very-high");
      if (finding.severity != Severity::kUnknown)
        json_.member("security-severity", security_severity(finding));
      list("tags", [&] {
        json_.string("security");
        json_.string(finding.kind);
        json_.string(finding::severity_name(finding.severity));
        if (finding.exploited) json_.string("exploited");
        if (is_grouped(finding)) {
          json_.string(finding::stage_name(finding.stage) + std::string("-stage"));
          json_.string(finding::layer_name(finding.layer) + std::string("-layer"));
        }
        if (const posture::CheckOutcome* check = check_of(finding))
          for (const std::string& theme : check->themes) json_.string(theme);
      });
      controls(finding);
    });
  }

  const posture::CheckOutcome* check_of(const Finding& finding) const {
    if (finding.kind != "check") return nullptr;
    for (const posture::CheckOutcome& check : a_.checks)
      if (check.id == finding.id) return &check;
    return nullptr;
  }

  void controls(const Finding& finding) {
    const posture::CheckOutcome* check = check_of(finding);
    if (!check || check->controls.empty()) return;
    object("controls", [&] {
      for (const auto& [framework, ids] : check->controls) {
        list(framework, [&list_of = ids, this] {
          for (const std::string& id : list_of) json_.string(id);
        });
      }
    });
  }

  static std::string help(const Finding& finding) {
    std::string out = fmt::format("**{}** ({})\n\n", markdown_escape(finding.id),
                                  finding::severity_name(finding.severity));
    if (!finding.title.empty()) out += markdown_escape(finding.title) + "\n\n";
    if (!finding.remedy.empty()) out += "What to do: " + markdown_escape(finding.remedy) + "\n\n";
    if (!finding.detail.empty()) out += markdown_escape(finding.detail) + "\n\n";
    for (const finding::Score& score : finding.scores)
      out += fmt::format("- CVSS {}: {} {}\n", markdown_escape(score.version), score.base,
                         markdown_code(score.vector));
    for (const std::string& reference : finding.references)
      if (std::string url = sbom::web_address(reference); !url.empty())
        out += fmt::format("- <{}>\n", url);
    return out;
  }

  void result(const Finding& finding) {
    const finding::Subject& subject = finding.subject;
    json_.member("ruleId", finding.id);
    json_.member("ruleIndex", rule_of_.at(finding.id));
    json_.member("level", level_of(finding.severity));
    text("message", message(finding));
    list("locations", [&] { object([&] { location(finding); }); });
    object("partialFingerprints",
           [&] { json_.member("seawallFingerprint/v1", finding::fingerprint(finding)); });
    if (finding.risk > 0) json_.member("rank", std::min(finding.risk, 100.0));
    bool known =
        finding.suppression && finding.suppression->by == finding::Suppression::By::kBaseline;
    if (a_.baseline) json_.member("baselineState", known ? "unchanged" : "new");
    list("suppressions", [&] {
      if (finding.suppression && !known) object([&] { suppression(*finding.suppression); });
    });
    object("properties", [&] {
      json_.member("severity", finding::severity_name(finding.severity));
      json_.member("overGate", a_.counts(finding));
      json_.member("status", finding::fix_status_name(finding.status));
      json_.member("purl", subject.purl);
      json_.member("installedVersion", subject.version);
      list("fixedVersions", [&] {
        for (const std::string& version : finding.fixed_versions) json_.string(version);
      });
      json_.member("layerDigest", subject.layer_digest);
      json_.member("layerCommand", subject.layer_command);
    });
  }

  static std::string message(const Finding& finding) {
    if (is_grouped(finding)) {
      std::string out = object_of(finding);
      for (const std::string* part : {&finding.title, &finding.reason, &finding.remedy})
        if (!part->empty()) out += (out.empty() ? "" : ". ") + *part;
      return out.empty() ? finding.id : out;
    }
    std::string out = finding.subject.package.empty()
                          ? finding.id
                          : fmt::format("{} {}: {}", finding.subject.package,
                                        finding.subject.version, finding.id);
    for (std::string_view part : {std::string_view(finding.title), std::string_view(finding.reason),
                                  std::string_view(finding.remedy)})
      if (!part.empty()) out += fmt::format(". {}", part);
    return out;
  }

  void location(const Finding& finding) {
    const finding::Subject& subject = finding.subject;
    object("physicalLocation", [&] {
      object("artifactLocation", [&] {
        json_.member("uri", uri_of(subject.path.empty() ? a_.inventory.target : subject.path));
      });
      object("region", [&] {
        json_.member("startLine", std::max(subject.line, 1u));
        if (subject.column > 0) json_.member("startColumn", subject.column);
      });
    });
    list("logicalLocations", [&] {
      if (!subject.package.empty()) logical(subject.package, subject.purl, "module");
      if (!subject.layer_digest.empty()) logical(subject.layer_digest, subject.image, "layer");
      if (!subject.kind.empty())
        logical(subject.name,
                fmt::format("{}/{}/{}{}{}", subject.kind, subject.name_space, subject.name,
                            subject.field.empty() ? "" : "#", subject.field),
                "resource");
    });
  }
  void logical(const std::string& name, const std::string& full, const char* kind) {
    object([&] {
      json_.member("name", name);
      if (!full.empty()) json_.member("fullyQualifiedName", full);
      json_.member("kind", kind);
    });
  }

  void suppression(const finding::Suppression& suppression) {
    json_.member("kind", "external");
    json_.member("status", "accepted");
    json_.member(
        "justification",
        fmt::format("{}: {}{}", finding::suppressed_by_name(suppression.by), suppression.reason,
                    suppression.source.empty() ? "" : " (" + suppression.source + ")"));
  }

  void invocation() {
    json_.member("executionSuccessful", true);
    json_.member("exitCode", a_.exit_code());
    json_.member("endTimeUtc", format_rfc3339(a_.created));
    list("toolExecutionNotifications", [this] {
      for (const posture::NotJudged& entry : a_.not_judged)
        notification("not-judged/" + entry.why,
                     entry.remedy.empty() ? entry.message : entry.message + ": " + entry.remedy,
                     entry.incomplete, "", 0);
      for (const Diagnostic& diagnostic : a_.inventory.diagnostics)
        notification(std::string("not-read/") + code_name(diagnostic.code), diagnostic.message,
                     diagnostic.incomplete, diagnostic.path, diagnostic.line);
    });
  }

  void notification(const std::string& id, const std::string& message, bool incomplete,
                    const std::string& path, uint32_t line) {
    object([&] {
      object("descriptor", [&] { json_.member("id", id); });
      json_.member("level", incomplete ? "warning" : "note");
      text("message", message);
      if (path.empty()) return;
      list("locations", [&] {
        object([&] {
          object("physicalLocation", [&] {
            object("artifactLocation", [&] { json_.member("uri", uri_of(path)); });
            if (line > 0) object("region", [&] { json_.member("startLine", line); });
          });
        });
      });
    });
  }

  const Assessment& a_;
  const Style& style_;
  std::string out_;
  JsonWriter json_;
  std::vector<const Finding*> rules_;
  std::map<std::string_view, size_t> rule_of_;
};

std::string render(const Assessment& assessment, const Style& style) {
  return Sarif(assessment, style).render();
}

}  // namespace

const Format& sarif_report() {
  static const Format format{"sarif", "SARIF 2.1.0, for code scanning", "application/sarif+json",
                             render};
  return format;
}

}  // namespace seawall::report
