// The report for machines, complete: everything in the Assessment is in it. The form is documented
// in docs/report-json.md and fixed by docs/report.schema.json, which the tests hold it against.
// Members are always there (an empty text, list or null where nothing is known), so that a reader
// needs no defaults; members may be added, never changed, without a new major `schemaVersion`.
#include <map>

#include "doc/json_writer.h"
#include "package/purl.h"
#include "report/report.h"
#include "report/summary.h"

namespace seawall::report {
namespace {

using doc::JsonWriter;
using finding::Finding;
using finding::Severity;
using posture::Assessment;

constexpr const char* kSchemaVersion = "1.1";

const char* scope_name(package::Scope scope) {
  switch (scope) {
    case package::Scope::kRuntime:
      return "runtime";
    case package::Scope::kDevelopment:
      return "development";
    case package::Scope::kOptional:
      return "optional";
    case package::Scope::kTest:
      return "test";
  }
  return "runtime";
}

class Report {
 public:
  Report(const Assessment& assessment, const Style& style)
      : a_(assessment), style_(style), json_(out_, JsonWriter::Style::kPretty) {}

  std::string render() {
    json_.begin_object();
    json_.member("schemaVersion", kSchemaVersion);
    tool();
    json_.member("created", format_rfc3339(a_.created));
    target();
    verdict();
    summary();
    actions();
    image();
    distro();
    feeds();
    not_judged();
    diagnostics();
    waivers();
    baseline();
    score();
    checks();
    frameworks();
    findings();
    packages();
    json_.end_object();
    out_ += '\n';
    return std::move(out_);
  }

 private:
  void texts(std::string_view name, const std::vector<std::string>& values) {
    json_.key(name);
    json_.begin_array();
    for (const std::string& value : values) json_.string(value);
    json_.end_array();
  }
  void texts(std::string_view name, const std::map<std::string, std::string>& values) {
    json_.key(name);
    json_.begin_object();
    for (const auto& [key, value] : values) json_.member(key, value);
    json_.end_object();
  }
  template <typename List, typename Each>
  void objects(std::string_view name, const List& list, Each each) {
    json_.key(name);
    json_.begin_array();
    for (const auto& item : list) {
      json_.begin_object();
      each(item);
      json_.end_object();
    }
    json_.end_array();
  }

  void tool() {
    json_.key("tool");
    json_.begin_object();
    json_.member("name", "seawall");
    json_.member("version", style_.tool_version);
    json_.end_object();
  }

  void target() {
    json_.key("target");
    json_.begin_object();
    json_.member("kind", model::target_kind_name(a_.inventory.kind));
    json_.member("name", a_.inventory.target);
    json_.end_object();
  }

  void verdict() {
    size_t over = a_.over_gate();
    json_.member("verdict", verdict_word(a_));
    json_.member("exitCode", a_.exit_code());
    json_.member("incomplete", a_.incomplete());
    json_.key("gate");
    json_.begin_object();
    json_.member("failOn", finding::severity_name(a_.gate.fail_on));
    json_.member("ignoreUnfixed", a_.gate.ignore_unfixed);
    json_.member("over", over);
    json_.end_object();
  }

  void summary() {
    Summary summary = summarise(a_);
    json_.key("summary");
    json_.begin_object();
    json_.member("packages", a_.inventory.components.size());
    json_.key("packagesByType");
    json_.begin_object();
    for (const auto& [type, count] : summary.packages_by_type) json_.member(type, count);
    json_.end_object();
    json_.member("findings", summary.findings);
    json_.key("findingsBySeverity");
    json_.begin_object();
    for (Severity severity : kSeverities)
      json_.member(finding::severity_name(severity), summary.by_severity[severity]);
    json_.end_object();
    json_.member("fixable", summary.fixable);
    json_.member("exploited", summary.exploited);
    json_.member("suppressed", summary.suppressed);
    json_.member("known", summary.known);
    json_.key("autofix");
    json_.begin_object();
    json_.member("safe", summary.autofix_safe);
    json_.member("unsafe", summary.autofix_unsafe);
    json_.end_object();
    json_.key("objectsByKind");
    json_.begin_object();
    for (const auto& [kind, count] : summary.objects_by_kind) json_.member(kind, count);
    json_.end_object();
    json_.member("dockerfiles",
                 a_.inventory.manifests ? a_.inventory.manifests->dockerfiles.size() : size_t{0});
    json_.end_object();
  }

  void actions() {
    objects("actions", posture::actions(a_), [this](const posture::Action& action) {
      json_.member("what", action.what);
      json_.member("package", action.package);
      json_.member("ecosystem", action.ecosystem);
      json_.member("path", action.path);
      json_.member("from", action.from);
      json_.member("to", action.to);
      json_.member("worst", finding::severity_name(action.worst));
      json_.member("findings", action.findings);
    });
  }

  void image() {
    json_.key("image");
    if (!a_.inventory.image) return json_.null();
    const image::Image& image = *a_.inventory.image;
    json_.begin_object();
    json_.member("reference", image.reference);
    json_.member("digest", image.digest);
    json_.member("configDigest", image.config_digest);
    texts("repoTags", image.repo_tags);
    texts("repoDigests", image.repo_digests);
    json_.member("os", image.os);
    json_.member("architecture", image.architecture);
    json_.member("variant", image.variant);
    json_.member("created", image.created);
    json_.member("author", image.author);
    json_.member("user", image.user);
    json_.member("workingDir", image.working_dir);
    texts("env", image.env);
    texts("entrypoint", image.entrypoint);
    texts("command", image.command);
    texts("exposedPorts", image.exposed_ports);
    texts("volumes", image.volumes);
    texts("labels", image.labels);
    texts("annotations", image.annotations);
    history(image);
    layers(image);
    json_.end_object();
  }

  void history(const image::Image& image) {
    objects("history", image.history, [this](const image::Image::History& step) {
      json_.member("created", step.created);
      json_.member("createdBy", step.created_by);
      json_.member("comment", step.comment);
      json_.member("emptyLayer", step.empty_layer);
    });
  }

  void layers(const image::Image& image) {
    std::map<int, size_t> packages;
    for (const auto& component : a_.inventory.components) ++packages[component.layer];
    int index = -1;
    objects("layers", image.layers, [&](const image::Layer& layer) {
      json_.member("index", ++index);
      json_.member("digest", layer.digest);
      json_.member("diffId", layer.diff_id);
      json_.member("mediaType", layer.media_type);
      json_.member("size", layer.size);
      json_.member("createdBy", layer.created_by);
      json_.member("foreign", layer.foreign);
      json_.member("packages", packages[index]);
    });
  }

  void distro() {
    json_.key("distro");
    if (!a_.inventory.distro) return json_.null();
    const package::Distro& distro = *a_.inventory.distro;
    json_.begin_object();
    json_.member("id", distro.id);
    texts("idLike", distro.id_like);
    json_.member("versionId", distro.version_id);
    json_.member("codename", distro.codename);
    json_.member("name", distro.name);
    json_.member("cpe", distro.cpe);
    json_.member("path", distro.path);
    json_.end_object();
  }

  void feeds() {
    objects("feeds", a_.feeds, [this](const posture::FeedState& feed) {
      json_.member("ecosystem", feed.ecosystem);
      json_.member("source", feed.source);
      json_.member("fetched", format_rfc3339(feed.fetched));
      json_.member("newest", feed.newest);
      json_.member("advisories", feed.advisories);
    });
  }

  void not_judged() {
    objects("notJudged", a_.not_judged, [this](const posture::NotJudged& entry) {
      json_.member("why", entry.why);
      json_.member("ecosystem", entry.ecosystem);
      json_.member("message", entry.message);
      json_.member("remedy", entry.remedy);
      json_.member("packages", entry.packages);
      json_.member("incomplete", entry.incomplete);
    });
  }

  void diagnostics() {
    objects("diagnostics", a_.inventory.diagnostics, [this](const Diagnostic& diagnostic) {
      json_.member("code", code_name(diagnostic.code));
      json_.member("path", diagnostic.path);
      json_.member("line", diagnostic.line);
      json_.member("message", diagnostic.message);
      json_.member("incomplete", diagnostic.incomplete);
    });
  }

  void waivers() {
    objects("waivers", a_.waivers, [this](const waiver::Use& use) {
      const waiver::Waiver& waiver = use.waiver;
      json_.member("id", waiver.id);
      json_.member("package", waiver.package);
      json_.member("image", waiver.image);
      json_.member("kind", waiver.kind);
      json_.member("namespace", waiver.name_space);
      json_.member("name", waiver.name);
      json_.member("container", waiver.container);
      json_.member("path", waiver.path);
      json_.member("reason", waiver.reason);
      json_.member("owner", waiver.owner);
      json_.member("expires", waiver.expires);
      json_.member("source", waiver.source);
      json_.member("findings", use.findings);
      json_.member("expired", use.expired);
    });
  }

  void baseline() {
    json_.key("baseline");
    if (!a_.baseline) return json_.null();
    json_.begin_object();
    json_.member("source", a_.baseline->source);
    json_.member("known", a_.baseline->known);
    json_.member("gone", a_.baseline->gone);
    json_.end_object();
  }

  void score_part(const posture::ScorePart& part) {
    json_.key("score");
    if (std::optional<unsigned> score = part.score()) {
      json_.unsigned_integer(*score);
    } else {
      json_.null();
    }
    json_.member("weighted", part.weighted);
    json_.member("weights", part.weights);
    json_.member("passed", part.passed);
    json_.member("failed", part.failed);
    json_.member("notJudged", part.not_judged);
  }

  void score() {
    json_.key("score");
    if (a_.score.parts.empty()) return json_.null();
    json_.begin_object();
    score_part(a_.score.total);
    objects("parts", a_.score.parts, [this](const posture::ScorePart& part) {
      json_.member("stage", finding::stage_name(part.stage));
      json_.member("layer", finding::layer_name(part.layer));
      score_part(part);
    });
    json_.end_object();
  }

  void checks() {
    objects("checks", a_.checks, [this](const posture::CheckOutcome& check) {
      json_.member("id", check.id);
      json_.member("title", check.title);
      json_.member("severity", finding::severity_name(check.severity));
      json_.member("stage", finding::stage_name(check.stage));
      json_.member("layer", finding::layer_name(check.layer));
      texts("themes", check.themes);
      json_.key("controls");
      json_.begin_object();
      for (const auto& [framework, ids] : check.controls) texts(framework, ids);
      json_.end_object();
      json_.member("weight", posture::weight_of(check.severity));
      json_.member("passed", check.passed());
      json_.member("failed", check.failed);
      json_.member("waived", check.waived);
      json_.member("notJudged", check.not_judged);
    });
  }

  void frameworks() {
    objects("frameworks", a_.frameworks, [this](const posture::FrameworkResult& framework) {
      using Verdict = posture::ControlResult::Verdict;
      json_.member("id", framework.id);
      json_.member("title", framework.title);
      json_.member("version", framework.version);
      json_.member("url", framework.url);
      json_.member("named", framework.named);
      json_.member("passed", framework.count(Verdict::kPassed));
      json_.member("failed", framework.count(Verdict::kFailed));
      json_.member("notApplicable", framework.count(Verdict::kNotApplicable));
      json_.member("notJudged", framework.count(Verdict::kNotJudged));
      objects("controls", framework.controls, [this](const posture::ControlResult& control) {
        json_.member("id", control.id);
        json_.member("title", control.title);
        json_.member("result", posture::verdict_name(control.verdict));
        json_.member("why", control.why);
        texts("checks", control.checks);
        json_.member("failed", control.failed);
        json_.member("waived", control.waived);
      });
    });
  }

  void findings() {
    objects("findings", a_.findings, [this](const Finding& finding) { one_finding(finding); });
  }

  void one_finding(const Finding& finding) {
    json_.member("fingerprint", finding::fingerprint(finding));
    json_.member("id", finding.id);
    json_.member("kind", finding.kind);
    texts("aliases", finding.aliases);
    texts("advisories", finding.advisories);
    json_.member("title", finding.title);
    json_.member("detail", finding.detail);
    json_.member("severity", finding::severity_name(finding.severity));
    json_.member("severitySource", finding.severity_source);
    objects("scores", finding.scores, [this](const finding::Score& score) {
      json_.member("version", score.version);
      json_.member("vector", score.vector);
      json_.member("base", score.base);
      json_.member("source", score.source);
    });
    json_.member("stage", finding::stage_name(finding.stage));
    json_.member("layer", finding::layer_name(finding.layer));
    subject(finding.subject);
    json_.member("status", finding::fix_status_name(finding.status));
    texts("fixedVersions", finding.fixed_versions);
    json_.member("upgradeTo", finding.upgrade_to);
    json_.member("remedy", finding.remedy);
    json_.member("autofix", finding::autofix_name(finding.autofix));
    json_.member("reason", finding.reason);
    texts("references", finding.references);
    json_.member("published", finding.published);
    json_.member("modified", finding.modified);
    json_.member("overGate", a_.counts(finding));
    suppression(finding);
    urgency(finding);
  }

  void subject(const finding::Subject& subject) {
    json_.key("subject");
    json_.begin_object();
    json_.member("image", subject.image);
    json_.member("imageDigest", subject.image_digest);
    json_.member("layerDigest", subject.layer_digest);
    json_.member("layerCommand", subject.layer_command);
    json_.member("purl", subject.purl);
    json_.member("package", subject.package);
    json_.member("version", subject.version);
    json_.member("ecosystem", subject.ecosystem);
    json_.member("path", subject.path);
    json_.member("line", subject.line);
    json_.member("column", subject.column);
    json_.member("kind", subject.kind);
    json_.member("namespace", subject.name_space);
    json_.member("name", subject.name);
    json_.member("container", subject.container);
    json_.member("field", subject.field);
    json_.end_object();
  }

  void suppression(const Finding& finding) {
    json_.key("suppression");
    if (!finding.suppression) return json_.null();
    json_.begin_object();
    json_.member("by", finding::suppressed_by_name(finding.suppression->by));
    json_.member("reason", finding.suppression->reason);
    json_.member("source", finding.suppression->source);
    json_.end_object();
  }

  void probability(std::string_view name, const std::optional<double>& value) {
    json_.key(name);
    if (value) {
      json_.number(*value);
    } else {
      json_.null();
    }
  }

  void urgency(const Finding& finding) {
    probability("epss", finding.epss);
    probability("epssPercentile", finding.epss_percentile);
    json_.key("exploited");
    if (finding.exploited) {
      json_.begin_object();
      json_.member("added", finding.exploited->added);
      json_.member("due", finding.exploited->due);
      json_.member("ransomware", finding.exploited->ransomware);
      json_.end_object();
    } else {
      json_.null();
    }
    json_.member("risk", finding.risk);
  }

  void packages() {
    objects("packages", a_.inventory.components,
            [this](const model::Component& component) { one_package(component); });
  }

  void one_package(const model::Component& component) {
    const package::Package& package = component.package;
    json_.member("purl", model::purl_text(component, a_.inventory));
    json_.member("type", package.type);
    json_.member("namespace", package.name_space);
    json_.member("name", package.name);
    json_.member("version", package.version);
    json_.member("architecture", package.architecture);
    json_.member("sourceName", package.source_name);
    json_.member("sourceVersion", package.source_version);
    json_.member("module", package.module);
    texts("licenses", package.licenses);
    json_.member("path", package.path);
    json_.member("line", package.line);
    json_.member("reader", package.reader);
    json_.member("scope", scope_name(package.scope));
    json_.member("direct", package.direct);
    json_.member("range", package.range);
    json_.member("local", package.local);
    texts("digests", package.digests);
    json_.key("layer");
    if (component.layer >= 0) {
      json_.integer(component.layer);
    } else {
      json_.null();
    }
    json_.member("owner", component.owner);
    json_.member("ownerPurl", component.owner_purl);
  }

  const Assessment& a_;
  const Style& style_;
  std::string out_;
  JsonWriter json_;
};

std::string render(const Assessment& assessment, const Style& style) {
  return Report(assessment, style).render();
}

}  // namespace

const Format& json_report() {
  static const Format format{"json", "everything, for machines (docs/report-json.md)",
                             "application/json", render};
  return format;
}

}  // namespace seawall::report
