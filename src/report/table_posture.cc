// A check is said once: what is wrong, what to do, then the places, the first few unless all are
// asked for. So 300 findings of 20 checks are 20 paragraphs.
#include "report/table_posture.h"

#include <algorithm>

#include "base/text.h"
#include "report/columns.h"
#include "report/summary.h"

namespace seawall::report {
namespace {

using finding::Finding;
using finding::Severity;
using posture::Assessment;
using posture::ControlResult;

constexpr size_t kPlaces = 5;
constexpr size_t kControls = 30;
constexpr size_t kTextBytes = 2000;
constexpr size_t kNameBytes = 300;
constexpr unsigned kIndent = 11;
constexpr unsigned kRoomForReason = 40;

// Words of `text` in lines of at most `width` characters, each behind `indent` spaces.
std::string wrapped(std::string_view text, unsigned width, unsigned indent) {
  std::string out, line;
  std::string shown = printable(text, kTextBytes);
  unsigned room = std::max(width, indent + 20) - indent;
  auto flush = [&] {
    if (!line.empty()) out += fmt::format("{:{}}{}\n", "", indent, line);
    line.clear();
  };
  for (std::string_view word : split(shown, ' ')) {
    if (word.empty()) continue;
    if (!line.empty() && character_count(line) + 1 + character_count(word) > room) flush();
    line += line.empty() ? std::string(word) : fmt::format(" {}", word);
  }
  flush();
  return out;
}

// File and line are never cut: they are what a person goes by. What is said of a place stands
// beside it where there is room, else below.
std::string places_of(const Group& group, const Style& style) {
  size_t most = style.all_findings ? group.findings.size() : kPlaces;
  if (group.findings.size() == most + 1) ++most;  // a line for the last one is as good as "1 more"
  most = std::min(most, group.findings.size());
  unsigned place_width = 0, object_width = 0;
  for (size_t i = 0; i < most; ++i) {
    const Finding& finding = *group.findings[i];
    place_width = std::max(place_width, character_count(printable(place_of(finding), kNameBytes)));
    object_width =
        std::max(object_width, character_count(printable(object_of(finding), kNameBytes)));
  }
  unsigned before = kIndent + place_width + object_width + 4;
  bool beside = before + kRoomForReason <= style.width;
  std::string out;
  for (size_t i = 0; i < most; ++i) {
    const Finding& finding = *group.findings[i];
    std::string place = printable(place_of(finding), kNameBytes);
    std::string object = printable(object_of(finding), kNameBytes);
    std::string line = fmt::format("{:{}}{}{:{}}  {}", "", kIndent, place, "",
                                   place_width - character_count(place), object);
    if (beside && !finding.reason.empty())
      line += fmt::format("{:{}}  {}", "", object_width - character_count(object),
                          cut(printable(finding.reason, kTextBytes), style.width - before));
    out += fmt::format("{}\n", trim_right(line));
    if (!beside) out += wrapped(finding.reason, style.width, kIndent + 2);
  }
  if (most < group.findings.size())
    out += fmt::format("{:{}}... and {} more (--details lists all)\n", "", kIndent,
                       group.findings.size() - most);
  return out;
}

}  // namespace

std::string_view colour_of(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "\x1b[1;35m";
    case Severity::kHigh:
      return "\x1b[31m";
    case Severity::kMedium:
      return "\x1b[33m";
    case Severity::kLow:
      return "\x1b[36m";
    default:
      return "";
  }
}

std::string table_title(std::string_view text, const Style& style) {
  return style.colour ? fmt::format("\n\x1b[1m{}\x1b[0m\n", text) : fmt::format("\n{}\n", text);
}

std::string table_of_checks(const Assessment& assessment, const Style& style) {
  std::vector<Group> groups = groups_of(assessment);
  if (groups.empty()) return "";
  std::string out = table_title("Checks", style);
  for (const Group& group : groups) {
    const Finding& first = group.first();
    std::string_view colour = style.colour ? colour_of(first.severity) : std::string_view{};
    std::string title = first.title.empty() ? first.id : first.title;
    if (group.findings.size() > 1) title += fmt::format(" ({} times)", group.findings.size());
    if (!out.ends_with("\n\n") && &group != &groups.front()) out += '\n';
    out += fmt::format("  {}{:<8}{} {}\n", colour, finding::severity_name(first.severity),
                       colour.empty() ? "" : "\x1b[0m", printable(title, kTextBytes));
    out += fmt::format("{:{}}{}\n", "", kIndent, printable(first.id));
    if (!first.remedy.empty()) out += wrapped("-> " + first.remedy, style.width, kIndent);
    out += places_of(group, style);
  }
  return out;
}

std::string table_of_frameworks(const Assessment& assessment, const Style& style) {
  using Verdict = ControlResult::Verdict;
  if (assessment.frameworks.empty()) return "";
  Columns table(
      {"ID", "FRAMEWORK", "CONTROLS", "PASSED", "FAILED", "NOTHING TO JUDGE", "NOT JUDGED"},
      {false, true, false, false, false, false, false});
  auto number = [](size_t count) { return fmt::format("{}", count); };
  std::string details;
  bool any_named = false;
  for (const posture::FrameworkResult& framework : assessment.frameworks) {
    any_named |= framework.named;
    table.add({framework.id, framework.title, number(framework.controls.size()),
               number(framework.count(Verdict::kPassed)), number(framework.count(Verdict::kFailed)),
               number(framework.count(Verdict::kNotApplicable)),
               number(framework.count(Verdict::kNotJudged))});
    if (!framework.named) continue;
    Columns rows({"RESULT", "CONTROL", "TITLE", "BY"}, {false, false, true, true});
    size_t more = 0;
    for (const ControlResult& control : framework.controls) {
      bool failed = control.verdict == Verdict::kFailed;
      if (!failed && !style.all_findings && ++more > kControls) continue;
      std::string by = fmt::format("{}", fmt::join(control.checks, ", "));
      rows.add({posture::verdict_name(control.verdict), control.id, control.title,
                control.why.empty() ? by : control.why},
               failed && style.colour ? colour_of(Severity::kHigh) : "");
    }
    details += fmt::format("\n{}", rows.render(style.width, 2));
    if (more > kControls)
      details += fmt::format("  ... and {} more that did not fail (--details lists all)\n",
                             more - kControls);
  }
  if (!any_named)
    details = "  --framework ID judges by all checks of one, and lists its controls\n";
  return table_title("Frameworks", style) + table.render(style.width, 2) + details;
}

namespace {

std::string figures(const posture::ScorePart& part) {
  return fmt::format("{:.2f} of {} by weight; checks: {} passed, {} failed, {} not judged",
                     part.weighted, part.weights, part.passed, part.failed, part.not_judged);
}

std::string shown(const posture::ScorePart& part) {
  std::optional<unsigned> score = part.score();
  return score ? fmt::format("{}", *score) : "not judged";
}

}  // namespace

std::string table_of_score(const Assessment& assessment, const Style& style) {
  const posture::Score& score = assessment.score;
  if (score.parts.empty()) return "";
  Columns table({"STAGE", "LAYER", "SCORE", "FROM"}, {false, false, false, true});
  for (const posture::ScorePart& part : score.parts)
    table.add({finding::stage_name(part.stage), finding::layer_name(part.layer), shown(part),
               figures(part)});
  if (score.parts.size() > 1) table.add({"all", "", shown(score.total), figures(score.total)});
  std::string title = fmt::format("Score: {} of 100", shown(score.total));
  if (!score.total.score()) title = "Score: not judged";
  return table_title(title, style) + table.render(style.width, 2);
}

}  // namespace seawall::report
