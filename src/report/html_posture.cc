#include "report/html_posture.h"

#include <map>
#include <set>

#include "base/text.h"
#include "report/summary.h"
#include "sbom/names.h"

namespace seawall::report {
namespace {

using finding::Finding;
using posture::Assessment;
using posture::CheckOutcome;
using posture::ControlResult;

constexpr size_t kPlaces = 500;  // of a check; the JSON report has all

std::string code(std::string_view text) {
  return text.empty() ? "" : fmt::format("<code>{}</code>", html_escape(text));
}

std::string heads(std::initializer_list<std::string_view> names) {
  std::string out = "<thead><tr>";
  for (std::string_view name : names) out += fmt::format("<th scope=\"col\">{}</th>", name);
  return out + "</tr></thead>\n<tbody>\n";
}

// One word that a row and an option of the filter share.
std::string token(std::string_view text) {
  return html_escape(replace_all(text, " ", "_"));
}

class Checks {
 public:
  explicit Checks(const Assessment& assessment) : a_(assessment), groups_(groups_of(assessment)) {
    for (const CheckOutcome& check : a_.checks) outcomes_[check.id] = &check;
  }

  std::string render() {
    if (groups_.empty()) return "";
    size_t findings = 0;
    for (const Group& group : groups_) findings += group.findings.size();
    out_ = fmt::format("<section>\n<h2>Checks<small>{} of {}</small></h2>\n",
                       count_of(findings, "finding"), count_of(groups_.size(), "check"));
    filter();
    out_ += "<div class=\"scroll\"><table id=\"checks\" data-sort>\n" +
            heads({"severity", "check", "times", "stage", "layer"});
    for (const Group& group : groups_) row(group);
    return out_ + "</tbody></table></div>\n</section>\n";
  }

 private:
  const CheckOutcome* outcome(const Finding& finding) const {
    auto found = outcomes_.find(finding.id);
    return finding.kind == "check" && found != outcomes_.end() ? found->second : nullptr;
  }
  void select(const char* name, const std::set<std::string>& values) {
    if (values.empty()) return;
    out_ += fmt::format(
        "<select name=\"{0}\" aria-label=\"{0}\"><option value=\"\">any {0}</option>", name);
    for (const std::string& value : values)
      out_ += fmt::format("<option value=\"{}\">{}</option>", token(value), html_escape(value));
    out_ += "</select>";
  }
  void filter() {
    std::set<std::string> stages, layers, frameworks;
    std::set<finding::Severity, std::greater<>> severities;
    for (const Group& group : groups_) {
      const Finding& first = group.first();
      stages.insert(finding::stage_name(first.stage));
      layers.insert(finding::layer_name(first.layer));
      severities.insert(first.severity);
      if (const CheckOutcome* check = outcome(first))
        for (const auto& [framework, ids] : check->controls) frameworks.insert(framework);
    }
    out_ +=
        "<div class=\"filter\" data-table=\"checks\" hidden><input type=\"search\" "
        "placeholder=\"filter by check, object, path ...\" aria-label=\"filter checks\">";
    for (finding::Severity severity : severities)
      out_ += fmt::format(
          "<label class=\"{0}\"><input type=\"checkbox\" value=\"{0}\" checked> {0}</label>",
          finding::severity_name(severity));
    select("stage", stages);
    select("layer", layers);
    select("framework", frameworks);
    out_ += "<output class=\"dim\"></output></div>\n";
  }

  void row(const Group& group) {
    const Finding& first = group.first();
    std::string frameworks;
    if (const CheckOutcome* check = outcome(first))
      for (const auto& [framework, ids] : check->controls) frameworks += token(framework) + " ";
    const char* severity = finding::severity_name(first.severity);
    out_ += fmt::format(
        "<tr data-severity=\"{0}\" data-stage=\"{1}\" data-layer=\"{2}\" data-framework=\"{3}\">"
        "<td class=\"sev {0}\" data-key=\"{4}\">{0}</td><td class=\"w\">",
        severity, finding::stage_name(first.stage), finding::layer_name(first.layer), frameworks,
        9 - static_cast<int>(first.severity));
    details(group);
    out_ += fmt::format("</td><td class=\"n\">{}</td><td>{}</td><td>{}</td></tr>\n",
                        group.findings.size(), finding::stage_name(first.stage),
                        finding::layer_name(first.layer));
  }

  void details(const Group& group) {
    const Finding& first = group.first();
    out_ += fmt::format("<details><summary><b>{}</b><br><span class=\"dim\">{}</span>",
                        html_escape(first.title.empty() ? first.id : first.title),
                        html_escape(first.id));
    if (a_.counts(first)) out_ += "<span class=\"tag\">over the gate</span>";
    if (first.autofix == Finding::Autofix::kSafe) out_ += "<span class=\"tag\">seawall fix</span>";
    if (first.autofix == Finding::Autofix::kUnsafe)
      out_ += "<span class=\"tag\">seawall fix --unsafe</span>";
    out_ += "</summary><div class=\"more\">\n";
    if (!first.remedy.empty()) out_ += fmt::format("<p><b>{}</b></p>\n", html_escape(first.remedy));
    if (!first.detail.empty()) out_ += fmt::format("<p>{}</p>\n", html_escape(first.detail));
    if (const CheckOutcome* check = outcome(first))
      for (const auto& [framework, ids] : check->controls)
        out_ += fmt::format("<p>{}: {}</p>\n", html_escape(framework),
                            html_escape(fmt::format("{}", fmt::join(ids, ", "))));
    for (const std::string& reference : first.references)
      if (std::string url = sbom::web_address(reference); !url.empty())
        out_ += fmt::format("<p><a rel=\"noreferrer noopener\" href=\"{}\">{}</a></p>\n",
                            html_escape(url), html_escape(reference));
    places(group);
    out_ += "</div></details>";
  }

  void places(const Group& group) {
    out_ += "<ul>\n";
    size_t shown = 0;
    for (const Finding* finding : group.findings) {
      if (shown++ == kPlaces) break;
      std::string object = object_of(*finding);
      out_ += fmt::format("<li>{} {}", code(place_of(*finding)), html_escape(object));
      if (!finding->reason.empty())
        out_ += fmt::format("<br><span class=\"dim\">{}</span>", html_escape(finding->reason));
      out_ += "</li>\n";
    }
    if (group.findings.size() > kPlaces)
      out_ += fmt::format("<li>... and {} more (all in the JSON report)</li>\n",
                          group.findings.size() - kPlaces);
    out_ += "</ul>\n";
  }

  const Assessment& a_;
  std::vector<Group> groups_;
  std::map<std::string_view, const CheckOutcome*> outcomes_;
  std::string out_;
};

std::string controls_of(const posture::FrameworkResult& framework) {
  using Verdict = ControlResult::Verdict;
  std::string out = fmt::format(
      "<details{}><summary><b>{} {}</b> <span class=\"dim\">{} controls: {} passed, {} failed, {} "
      "with nothing to judge, {} not judged</span></summary>\n<div class=\"scroll\"><table "
      "data-sort>\n",
      framework.named ? " open" : "", html_escape(framework.title), html_escape(framework.version),
      framework.controls.size(), framework.count(Verdict::kPassed),
      framework.count(Verdict::kFailed), framework.count(Verdict::kNotApplicable),
      framework.count(Verdict::kNotJudged));
  out += heads({"result", "control", "title", "checks, or why not"});
  for (const ControlResult& control : framework.controls) {
    bool failed = control.verdict == Verdict::kFailed;
    std::string by = fmt::format("{}", fmt::join(control.checks, ", "));
    out += fmt::format(
        "<tr><td class=\"{}\">{}</td><td>{}</td><td class=\"w\">{}</td><td class=\"w\">{}</td>"
        "</tr>\n",
        failed ? "sev high" : "", posture::verdict_name(control.verdict), html_escape(control.id),
        html_escape(control.title), html_escape(control.why.empty() ? by : control.why));
  }
  return out + "</tbody></table></div></details>\n";
}

std::string score_row(const char* stage, const char* layer, const posture::ScorePart& part) {
  std::optional<unsigned> score = part.score();
  return fmt::format(
      "<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{:.2f} of {}</td>"
      "<td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
      stage, layer, score ? fmt::format("{}", *score) : "not judged", part.weighted, part.weights,
      part.passed, part.failed, part.not_judged);
}

}  // namespace

std::string html_of_checks(const Assessment& assessment) {
  return Checks(assessment).render();
}

std::string html_of_frameworks(const Assessment& assessment) {
  if (assessment.frameworks.empty()) return "";
  std::string out = "<section>\n<h2>Frameworks</h2>\n";
  for (const posture::FrameworkResult& framework : assessment.frameworks)
    out += controls_of(framework);
  return out + "</section>\n";
}

std::string html_of_score(const Assessment& assessment) {
  const posture::Score& score = assessment.score;
  if (score.parts.empty()) return "";
  std::string out =
      "<section>\n<h2>Score<small>100 &times; (sum of weight &times; share that passes) / (sum of "
      "weights); critical weighs 10, high 5, medium 2, low 1</small></h2>\n<div "
      "class=\"scroll\"><table id=\"score\" data-sort>\n";
  out += heads({"stage", "layer", "score", "by weight", "checks passed", "failed", "not judged"});
  for (const posture::ScorePart& part : score.parts)
    out += score_row(finding::stage_name(part.stage), finding::layer_name(part.layer), part);
  return out + score_row("all", "", score.total) + "</tbody></table></div>\n</section>\n";
}

}  // namespace seawall::report
