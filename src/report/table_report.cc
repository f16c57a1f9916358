// The report for a person at a terminal: what is this, what do I do now, what was found, what is
// not known, and the verdict last, where the eye is when the command ends.
#include "base/text.h"
#include "report/columns.h"
#include "report/report.h"
#include "report/summary.h"
#include "report/table_posture.h"

namespace seawall::report {
namespace {

using finding::Finding;
using finding::Severity;
using posture::Assessment;

constexpr size_t kMostActions = 10;
constexpr unsigned kWidthForWhere = 120;
constexpr unsigned kWidthForWhat = 150;
constexpr size_t kMostPackages = 100'000;

class Table {
 public:
  Table(const Assessment& assessment, const Style& style)
      : a_(assessment), style_(style), summary_(summarise(assessment)) {}

  std::string render() {
    header();
    counts();
    actions();
    findings();
    out_ += table_of_checks(a_, style_);
    if (style_.all_packages) packages();
    suppressed();
    waivers();
    not_judged();
    diagnostics();
    out_ += table_of_frameworks(a_, style_);
    out_ += table_of_score(a_, style_);
    verdict();
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  std::string_view colour(Severity severity) const {
    return style_.colour ? colour_of(severity) : std::string_view{};
  }
  void title(std::string_view text) { out_ += table_title(text, style_); }

  void header() {
    const model::Inventory& inventory = a_.inventory;
    print("{}: {}", model::target_kind_name(inventory.kind), printable(inventory.target));
    if (inventory.image) {
      const image::Image& image = *inventory.image;
      if (!image.digest.empty()) print("  {}", printable(image.digest));
      print("\n{}/{}, {}", printable(image.os), printable(image.architecture),
            count_of(image.layers.size(), "layer"));
    }
    if (inventory.distro)
      print("{}{}", inventory.image ? ", " : "\n", printable(distro_name(inventory), 100));
    if (std::string objects = objects_line(a_); !objects.empty())
      print("\n{}", printable(objects, 1000));
    print("\n{}", count_of(inventory.components.size(), "package"));
    std::string_view separator = ": ";
    for (const auto& [type, count] : summary_.packages_by_type) {
      print("{}{} {}", separator, count, printable(type));
      separator = ", ";
    }
    print("\n");
  }

  void counts() {
    print("\n");
    for (Severity severity : kSeverities) {
      size_t count = summary_.by_severity[severity];
      bool always = severity >= Severity::kLow;
      if (!always && count == 0) continue;
      std::string_view on = count > 0 ? colour(severity) : "";
      print("{}{} {}{}   ", on, count, finding::severity_name(severity),
            on.empty() ? "" : "\x1b[0m");
    }
    if (summary_.suppressed > 0) print("({} suppressed)", summary_.suppressed);
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
    print("\n");
  }

  void actions() {
    std::vector<posture::Action> actions = posture::actions(a_);
    std::string fix = fix_line(a_);
    if (actions.empty() && fix.empty()) return;
    title("What to do now");
    size_t shown = 0;
    for (const posture::Action& action : actions) {
      if (++shown > kMostActions) {
        print("  ... and {} more upgrades (all in --output json)\n", actions.size() - kMostActions);
        break;
      }
      print("  {:>2}. {}\n", shown, printable(action.what));
    }
    if (!fix.empty()) print("  {:>2}. {}\n", std::min(shown, kMostActions) + 1, printable(fix));
  }

  // Where and what only fit when the table is wide; they are in every other format.
  void findings() {
    bool where = style_.width >= kWidthForWhere;
    bool what = style_.width >= kWidthForWhat;
    std::vector<std::string> head = {"SEVERITY", "ID", "PACKAGE", "INSTALLED", "FIXED IN"};
    std::vector<bool> shrinkable = {false, false, true, true, true};
    if (where) head.emplace_back("WHERE");
    if (what) head.emplace_back("WHAT");
    shrinkable.resize(head.size(), true);
    Columns table(std::move(head), std::move(shrinkable));
    for (const Finding& finding : a_.findings) {
      if (finding.suppression || is_grouped(finding)) continue;
      std::string id = finding.id;
      if (finding.exploited) id += " (exploited)";
      std::vector<std::string> row = {finding::severity_name(finding.severity), std::move(id),
                                      finding.subject.package, finding.subject.version,
                                      upgrade_of(finding)};
      if (where) row.push_back(place_of(finding));
      if (what) row.push_back(finding.title);
      table.add(std::move(row), colour(finding.severity));
    }
    if (table.empty()) return;
    title(a_.inventory.manifests ? "Packages with findings" : "Findings");
    out_ += table.render(style_.width, 2);
  }

  void packages() {
    if (a_.inventory.components.empty()) return;
    title("Packages");
    Columns table({"TYPE", "PACKAGE", "VERSION", "LICENSES", "WHERE"},
                  {false, true, true, true, true});
    size_t count = 0;
    for (const auto& component : a_.inventory.components) {
      if (++count > kMostPackages) break;
      const package::Package& package = component.package;
      table.add({package.type, package_name(package), package.version,
                 fmt::format("{}", fmt::join(package.licenses, ", ")), package.path});
    }
    out_ += table.render(style_.width, 2);
    if (count > kMostPackages) print("  ... and more (all in --output json)\n");
  }

  void suppressed() {
    Columns table({"SEVERITY", "ID", "OF", "INSTALLED", "BY", "WHY"},
                  {false, false, true, true, false, true});
    for (const Finding& finding : a_.findings) {
      if (!finding.suppression || finding.suppression->by == finding::Suppression::By::kBaseline)
        continue;
      table.add({finding::severity_name(finding.severity), finding.id, subject_of(finding),
                 finding.subject.version, finding::suppressed_by_name(finding.suppression->by),
                 finding.suppression->reason});
    }
    if (table.empty()) return;
    title("Suppressed");
    out_ += table.render(style_.width, 2);
  }

  void waivers() {
    if (a_.baseline) {
      title("Baseline");
      print("  {}\n", printable(baseline_line(a_)));
    }
    if (a_.waivers.empty()) return;
    title("Waivers");
    for (const waiver::Use& use : a_.waivers) print("  {}\n", printable(waiver_line(use)));
  }

  void not_judged() {
    if (a_.not_judged.empty()) return;
    title("Not judged");
    for (const posture::NotJudged& entry : a_.not_judged) {
      print("  {} {}\n", entry.incomplete ? "!" : "-", printable(entry.message));
      if (!entry.remedy.empty()) print("      {}\n", printable(entry.remedy));
    }
  }

  void diagnostics() {
    if (a_.inventory.diagnostics.empty()) return;
    title("Not read, or odd");
    for (const Diagnostic& diagnostic : a_.inventory.diagnostics) {
      std::string line = diagnostic.line > 0 ? fmt::format(":{}", diagnostic.line) : "";
      print("  {} {}{}: {}\n", diagnostic.incomplete ? "!" : "-", printable(diagnostic.path), line,
            printable(diagnostic.message));
    }
  }

  void verdict() {
    print("\n");
    for (const posture::FeedState& feed : a_.feeds)
      print("data: {}, {} advisories, fetched {} ago\n", printable(feed.ecosystem), feed.advisories,
            format_age(a_.created - feed.fetched));
    bool fail = a_.over_gate() > 0;
    print("{}{}{}: {}\n", fail ? colour(Severity::kHigh) : "",
          fail              ? "FAIL"
          : a_.incomplete() ? "INCOMPLETE"
                            : "PASS",
          fail && style_.colour ? "\x1b[0m" : "", verdict_sentence(a_));
  }

  const Assessment& a_;
  const Style& style_;
  Summary summary_;
  std::string out_;
};

std::string render(const Assessment& assessment, const Style& style) {
  return Table(assessment, style).render();
}

}  // namespace

const Format& table_report() {
  static const Format format{"table", "for people, at a terminal", "text/plain", render};
  return format;
}

}  // namespace seawall::report
