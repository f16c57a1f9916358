// The report as Markdown, for a pull request or a job's summary: the verdict first, then what to
// do, then the findings. Everything that comes from outside is escaped (markdown_text.h).
#include "base/text.h"
#include "report/markdown_text.h"
#include "report/report.h"
#include "report/summary.h"

namespace seawall::report {
namespace {

using finding::Finding;
using posture::Assessment;

constexpr size_t kMostRows = 500;  // of each table: GitHub cuts a comment at 65536 characters
constexpr size_t kMostActions = 20;
constexpr size_t kPlaces = 3;  // of a check

class Markdown {
 public:
  Markdown(const Assessment& assessment, const Style& style) : a_(assessment), style_(style) {}

  std::string render() {
    head();
    counts();
    actions();
    findings();
    checks();
    frameworks();
    score();
    not_judged();
    diagnostics();
    suppressed();
    waivers();
    packages();
    feeds();
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  void more(size_t shown, size_t all) {
    if (all > shown) print("\n... and {} more (all in the JSON report)\n", all - shown);
  }

  void head() {
    const model::Inventory& inventory = a_.inventory;
    print("# {}: {}\n\n",
          a_.over_gate() > 0 ? "FAIL"
          : a_.incomplete()  ? "INCOMPLETE"
                             : "PASS",
          verdict_sentence(a_));
    print("- {}: {}\n", model::target_kind_name(inventory.kind), markdown_code(inventory.target));
    if (inventory.image) {
      const image::Image& image = *inventory.image;
      if (!image.digest.empty()) print("- digest: {}\n", markdown_code(image.digest));
      print("- platform: {}, {}\n", markdown_code(image.os + "/" + image.architecture),
            count_of(image.layers.size(), "layer"));
    }
    if (inventory.distro) print("- system: {}\n", markdown_escape(distro_name(inventory)));
    if (std::string objects = objects_line(a_); !objects.empty())
      print("- {}\n", markdown_escape(objects));
    print("- {}\n", count_of(inventory.components.size(), "package"));
    if (a_.baseline) print("- baseline: {}\n", markdown_escape(baseline_line(a_)));
    print("- judged: {}\n", format_rfc3339(a_.created));
  }

  void counts() {
    Summary summary = summarise(a_);
    print("\n|");
    for (finding::Severity severity : kSeverities) print(" {} |", finding::severity_name(severity));
    print(" suppressed |\n|");
    for (size_t i = 0; i <= kSeverities.size(); ++i) print(" ---: |");
    print("\n|");
    for (finding::Severity severity : kSeverities) print(" {} |", summary.by_severity[severity]);
    print(" {} |\n", summary.suppressed);
  }

  void actions() {
    std::vector<posture::Action> actions = posture::actions(a_);
    std::string fix = fix_line(a_);
    if (actions.empty() && fix.empty()) return;
    print("\n## What to do now\n\n");
    size_t shown = 0;
    for (const posture::Action& action : actions) {
      if (shown == kMostActions) break;
      ++shown;
      print("{}. {}\n", shown, markdown_escape(action.what));
    }
    if (!fix.empty()) print("{}. {}\n", shown + 1, markdown_escape(fix));
    more(shown, actions.size());
  }

  void findings() {
    size_t shown = 0, all = 0;
    for (const Finding& finding : a_.findings) {
      if (finding.suppression || is_grouped(finding) || ++all > kMostRows) continue;
      if (++shown == 1)
        print(
            "\n## Findings\n\n| severity | id | package | installed | fixed in | where | what |\n"
            "| --- | --- | --- | --- | --- | --- | --- |\n");
      print("| {} | {}{} | {} | {} | {} | {} | {} |\n", finding::severity_name(finding.severity),
            markdown_code(finding.id), finding.exploited ? " (exploited)" : "",
            markdown_code(finding.subject.package), markdown_code(finding.subject.version),
            markdown_escape(fix_of(finding)), markdown_code(place_of(finding)),
            markdown_escape(finding.title));
    }
    more(shown, all);
  }

  void checks() {
    std::vector<Group> groups = groups_of(a_);
    if (groups.empty()) return;
    print(
        "\n## Checks\n\n| severity | check | what | times | first places | what to do |\n"
        "| --- | --- | --- | ---: | --- | --- |\n");
    size_t shown = 0;
    for (const Group& group : groups) {
      if (shown++ == kMostRows) break;
      const Finding& first = group.first();
      std::string places;
      for (size_t i = 0; i < group.findings.size() && i < kPlaces; ++i) {
        const Finding& finding = *group.findings[i];
        if (i > 0) places += ", ";
        places += markdown_code(place_of(finding));
        if (std::string object = object_of(finding); !object.empty())
          places += " " + markdown_escape(object);
      }
      if (group.findings.size() > kPlaces) places += " ...";
      print("| {} | {} | {} | {} | {} | {} |\n", finding::severity_name(first.severity),
            markdown_code(first.id), markdown_escape(first.title), group.findings.size(), places,
            markdown_escape(first.remedy));
    }
    more(std::min(shown, kMostRows), groups.size());
  }

  void frameworks() {
    using Verdict = posture::ControlResult::Verdict;
    if (a_.frameworks.empty()) return;
    print(
        "\n## Frameworks\n\n| framework | controls | passed | failed | nothing to judge | not "
        "judged |\n| --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (const posture::FrameworkResult& framework : a_.frameworks)
      print("| {} {} | {} | {} | {} | {} | {} |\n", markdown_escape(framework.title),
            markdown_escape(framework.version), framework.controls.size(),
            framework.count(Verdict::kPassed), framework.count(Verdict::kFailed),
            framework.count(Verdict::kNotApplicable), framework.count(Verdict::kNotJudged));
    for (const posture::FrameworkResult& framework : a_.frameworks) {
      if (!framework.named) continue;
      print("\n### {} {}\n\n| result | control | title | by |\n| --- | --- | --- | --- |\n",
            markdown_escape(framework.title), markdown_escape(framework.version));
      for (const posture::ControlResult& control : framework.controls)
        print(
            "| {} | {} | {} | {} |\n", posture::verdict_name(control.verdict),
            markdown_escape(control.id), markdown_escape(control.title),
            markdown_escape(control.why.empty() ? fmt::format("{}", fmt::join(control.checks, ", "))
                                                : control.why));
    }
  }

  void score_row(const char* stage, const char* layer, const posture::ScorePart& part) {
    std::optional<unsigned> score = part.score();
    print("| {} | {} | {} | {:.2f} of {} | {} | {} | {} |\n", stage, layer,
          score ? fmt::format("{}", *score) : "not judged", part.weighted, part.weights,
          part.passed, part.failed, part.not_judged);
  }

  void score() {
    if (a_.score.parts.empty()) return;
    print(
        "\n## Score\n\n| stage | layer | score | by weight | checks passed | failed | not judged "
        "|\n| --- | --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (const posture::ScorePart& part : a_.score.parts)
      score_row(finding::stage_name(part.stage), finding::layer_name(part.layer), part);
    score_row("all", "", a_.score.total);
  }

  void not_judged() {
    if (a_.not_judged.empty()) return;
    print("\n## Not judged\n\n");
    for (const posture::NotJudged& entry : a_.not_judged) {
      print("- {}{}\n", entry.incomplete ? "**incomplete**: " : "", markdown_escape(entry.message));
      if (!entry.remedy.empty()) print("  - {}\n", markdown_escape(entry.remedy));
    }
  }

  void diagnostics() {
    if (a_.inventory.diagnostics.empty()) return;
    print("\n## Not read, or odd\n\n");
    size_t shown = 0;
    for (const Diagnostic& diagnostic : a_.inventory.diagnostics) {
      if (shown++ == kMostRows) break;
      std::string line = diagnostic.line > 0 ? fmt::format(":{}", diagnostic.line) : "";
      print("- {}{}: {}\n", diagnostic.incomplete ? "**incomplete**: " : "",
            markdown_code(diagnostic.path + line), markdown_escape(diagnostic.message));
    }
    more(shown, a_.inventory.diagnostics.size());
  }

  void suppressed() {
    size_t shown = 0, all = 0;
    for (const Finding& finding : a_.findings) {
      if (!finding.suppression || finding.suppression->by == finding::Suppression::By::kBaseline ||
          ++all > kMostRows)
        continue;
      if (++shown == 1)
        print(
            "\n## Suppressed\n\n| severity | id | of | installed | by | why |\n"
            "| --- | --- | --- | --- | --- | --- |\n");
      print("| {} | {} | {} | {} | {} | {} |\n", finding::severity_name(finding.severity),
            markdown_code(finding.id), markdown_code(subject_of(finding)),
            markdown_code(finding.subject.version),
            finding::suppressed_by_name(finding.suppression->by),
            markdown_escape(finding.suppression->reason));
    }
    more(shown, all);
  }

  void waivers() {
    if (a_.waivers.empty()) return;
    print("\n## Waivers\n\n");
    for (const waiver::Use& use : a_.waivers) print("- {}\n", markdown_escape(waiver_line(use)));
  }

  void packages() {
    if (!style_.all_packages || a_.inventory.components.empty()) return;
    print(
        "\n## Packages\n\n| type | package | version | licenses | where |\n"
        "| --- | --- | --- | --- | --- |\n");
    for (const model::Component& component : a_.inventory.components) {
      const package::Package& package = component.package;
      print("| {} | {} | {} | {} | {} |\n", markdown_escape(package.type),
            markdown_code(package_name(package)), markdown_code(package.version),
            markdown_escape(fmt::format("{}", fmt::join(package.licenses, ", "))),
            markdown_code(package.path));
    }
  }

  void feeds() {
    if (a_.feeds.empty()) return;
    print("\n## Advisory data\n\n");
    for (const posture::FeedState& feed : a_.feeds)
      print("- {}: {}, fetched {}\n", markdown_escape(feed.ecosystem),
            count_of(feed.advisories, "record"), format_rfc3339(feed.fetched));
  }

  const Assessment& a_;
  const Style& style_;
  std::string out_;
};

std::string render(const Assessment& assessment, const Style& style) {
  return Markdown(assessment, style).render();
}

}  // namespace

const Format& markdown_report() {
  static const Format format{"markdown", "for pull requests and job summaries", "text/markdown",
                             render};
  return format;
}

}  // namespace seawall::report
