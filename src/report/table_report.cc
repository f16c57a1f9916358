// The report for a person at a terminal: what is this, what do I do now, what was found, what is
// not known, and the verdict last, where the eye is when the command ends.
#include <array>
#include <map>

#include "base/text.h"
#include "report/columns.h"
#include "report/report.h"

namespace seawall::report {
namespace {

using finding::Finding;
using finding::Severity;
using posture::Assessment;

constexpr size_t kMostActions = 10;
constexpr unsigned kWidthForWhere = 120;
constexpr unsigned kWidthForWhat = 150;
constexpr size_t kMostPackages = 100'000;

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

class Table {
 public:
  Table(const Assessment& assessment, const Style& style) : a_(assessment), style_(style) {}

  std::string render() {
    header();
    counts();
    actions();
    findings();
    if (style_.all_packages) packages();
    suppressed();
    not_judged();
    diagnostics();
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
  void title(std::string_view text) {
    print("\n{}{}{}\n", style_.colour ? "\x1b[1m" : "", text, style_.colour ? "\x1b[0m" : "");
  }

  void header() {
    const model::Inventory& inventory = a_.inventory;
    print("{}: {}", model::target_kind_name(inventory.kind), printable(inventory.target));
    if (inventory.image) {
      const image::Image& image = *inventory.image;
      if (!image.digest.empty()) print("  {}", printable(image.digest));
      print("\n{}/{}, {} layers", printable(image.os), printable(image.architecture),
            image.layers.size());
    }
    if (inventory.distro) {
      std::string name = inventory.distro->name;
      if (name.empty()) name = inventory.distro->id + " " + inventory.distro->version_id;
      print("{}{}", inventory.image ? ", " : "\n", printable(name, 100));
    }
    std::map<std::string, size_t> types;
    for (const auto& component : inventory.components) ++types[component.package.type];
    print("\n{} packages", inventory.components.size());
    std::string_view separator = ": ";
    for (const auto& [type, count] : types) {
      print("{}{} {}", separator, count, printable(type));
      separator = ", ";
    }
    print("\n");
  }

  void counts() {
    std::array<size_t, 6> by_severity{};
    size_t suppressed = 0;
    for (const Finding& finding : a_.findings) {
      if (finding.suppression) {
        ++suppressed;
      } else {
        ++by_severity[static_cast<size_t>(finding.severity)];
      }
    }
    print("\n");
    for (Severity severity : {Severity::kCritical, Severity::kHigh, Severity::kMedium,
                              Severity::kLow, Severity::kNone, Severity::kUnknown}) {
      size_t count = by_severity[static_cast<size_t>(severity)];
      bool always = severity >= Severity::kLow;
      if (!always && count == 0) continue;
      std::string_view on = count > 0 ? colour(severity) : "";
      print("{}{} {}{}   ", on, count, finding::severity_name(severity),
            on.empty() ? "" : "\x1b[0m");
    }
    if (suppressed > 0) print("({} suppressed)", suppressed);
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
    print("\n");
  }

  void actions() {
    std::vector<posture::Action> actions = posture::actions(a_);
    if (actions.empty()) return;
    title("What to do now");
    size_t shown = 0;
    for (const posture::Action& action : actions) {
      if (++shown > kMostActions) {
        print("  ... and {} more upgrades (all in --output json)\n", actions.size() - kMostActions);
        break;
      }
      print("  {:>2}. {}\n", shown, printable(action.what));
    }
  }

  std::string place_of(const Finding& finding) const {
    std::string place = finding.subject.path;
    if (finding.subject.line > 0) place += fmt::format(":{}", finding.subject.line);
    return place;
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
      if (finding.suppression) continue;
      std::string id = finding.id;
      if (finding.exploited) id += " (exploited)";
      std::vector<std::string> row = {finding::severity_name(finding.severity), std::move(id),
                                      finding.subject.package, finding.subject.version,
                                      finding.upgrade_to.empty()
                                          ? finding::fix_status_name(finding.status)
                                          : finding.upgrade_to};
      if (where) row.push_back(place_of(finding));
      if (what) row.push_back(finding.title);
      table.add(std::move(row), colour(finding.severity));
    }
    if (table.empty()) return;
    title("Findings");
    out_ += table.render(style_.width, 2);
  }

  void packages() {
    title("Packages");
    Columns table({"TYPE", "PACKAGE", "VERSION", "LICENSES", "WHERE"},
                  {false, true, true, true, true});
    size_t count = 0;
    for (const auto& component : a_.inventory.components) {
      if (++count > kMostPackages) break;
      const package::Package& package = component.package;
      std::string name = package.name_space.empty() || package.type == "deb" ||
                                 package.type == "apk" || package.type == "rpm"
                             ? package.name
                             : fmt::format("{}{}{}", package.name_space,
                                           package.type == "maven" ? ":" : "/", package.name);
      table.add({package.type, name, package.version,
                 fmt::format("{}", fmt::join(package.licenses, ", ")), package.path});
    }
    out_ += table.render(style_.width, 2);
    if (count > kMostPackages) print("  ... and more (all in --output json)\n");
  }

  void suppressed() {
    Columns table({"SEVERITY", "ID", "PACKAGE", "INSTALLED", "BY", "WHY"},
                  {false, false, true, true, false, true});
    for (const Finding& finding : a_.findings) {
      if (!finding.suppression) continue;
      table.add({finding::severity_name(finding.severity), finding.id, finding.subject.package,
                 finding.subject.version, finding::suppressed_by_name(finding.suppression->by),
                 finding.suppression->reason});
    }
    if (table.empty()) return;
    title("Suppressed");
    out_ += table.render(style_.width, 2);
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
    size_t over = a_.over_gate();
    std::string_view gate = finding::severity_name(a_.gate.fail_on);
    if (over > 0) {
      print("{}FAIL{}: {} finding{} at or over the gate ({})", colour(Severity::kHigh),
            style_.colour ? "\x1b[0m" : "", over, over == 1 ? "" : "s", gate);
    } else if (a_.incomplete()) {
      print("INCOMPLETE: nothing at or over the gate ({}) in what could be judged", gate);
    } else {
      print("PASS: nothing at or over the gate ({})", gate);
    }
    print("{}\n", over > 0 && a_.incomplete() ? "; and not everything could be judged" : "");
  }

  const Assessment& a_;
  const Style& style_;
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
