#include "posture/assessment.h"

#include <algorithm>
#include <compare>
#include <map>
#include <set>
#include <tuple>

#include "feed/update.h"
#include "match/distro.h"
#include "match/match.h"
#include "package/purl.h"
#include "posture/judge_manifests.h"
#include "version/order.h"

namespace seawall::posture {
namespace {

// The command that would bring what is missing; empty when no command would.
std::string remedy_for(const match::NotJudged& entry, const Options& options) {
  std::string directory =
      options.database.empty() ? "" : fmt::format(" --db '{}'", options.database);
  switch (entry.why) {
    case match::Why::kNoData:
      if (!entry.feed.empty())
        return fmt::format("run `seawall db update --ecosystem '{}'{}`", entry.feed, directory);
      return fmt::format("run `seawall db update{}`", directory);
    case match::Why::kOldData:
    case match::Why::kSkippedRecords:
      return fmt::format("run `seawall db update{}`", directory);
    case match::Why::kEndOfLife:
    case match::Why::kEndOfLifeSoon:
      return "move to a supported release of the distribution";
    case match::Why::kVersionRange:
      return "scan the lock file or the built image instead";
    default:
      return "";
  }
}

// Every feed that the packages need, when there is no index at all; and the kinds of packages that
// no feed would help.
void list_missing_data(const model::Inventory& inventory, const Options& options,
                       std::vector<NotJudged>& out) {
  std::string distro = inventory.distro ? inventory.distro->id : "";
  std::map<std::string, size_t> by_feed, by_type;
  for (const model::Component& component : inventory.components) {
    std::string feed = feed::feed_for(component.package.type, distro);
    ++(feed.empty() ? by_type[component.package.type] : by_feed[feed]);
  }
  auto told = [](const std::string& kind, size_t count, std::string_view why) {
    return fmt::format("{} {} package{} not judged: {}", count, kind, count == 1 ? "" : "s", why);
  };
  for (const auto& [feed, count] : by_feed) {
    match::NotJudged entry;
    entry.feed = feed;
    out.push_back({match::why_name(match::Why::kNoData), feed,
                   told(feed, count, "there is no advisory data yet"), remedy_for(entry, options),
                   count, true});
  }
  for (const auto& [type, count] : by_type) {
    bool os = match::is_os_type(type);
    match::Why why = !os              ? match::Why::kUnknownType
                     : distro.empty() ? match::Why::kNoDistro
                                      : match::Why::kNoFeed;
    std::string message =
        told(type, count,
             !os              ? "no advisories are known for this type"
             : distro.empty() ? "the distribution is not known: there is no os-release file"
                              : "nobody publishes advisories of the distribution in OSV form");
    out.push_back({match::why_name(why), type, std::move(message), "", count, true});
  }
}

// A distribution without a single package of its own: its database was removed, hidden, or is of a
// kind that nobody here reads. That is no reason to call the system clean.
void note_missing_packages(const model::Inventory& inventory, std::vector<NotJudged>& out) {
  bool file_system = inventory.kind == model::TargetKind::kImage ||
                     inventory.kind == model::TargetKind::kRootFilesystem;
  if (!file_system || !inventory.distro) return;
  auto os = [](const model::Component& c) { return match::is_os_type(c.package.type); };
  if (std::any_of(inventory.components.begin(), inventory.components.end(), os)) return;
  const package::Distro& distro = *inventory.distro;
  const std::string& name = distro.name.empty() ? distro.id : distro.name;
  out.push_back(
      {"no-packages", distro.id,
       fmt::format("no package database of {} was found: what it installed is not judged", name),
       "scan the image as it was before the database was removed", 0, true});
}

void describe_place(const model::Inventory& inventory, const model::Component& component,
                    finding::Finding& finding) {
  finding::Subject& subject = finding.subject;
  if (subject.purl.empty()) subject.purl = model::purl_text(component, inventory);
  if (subject.path.empty()) subject.path = component.package.path;
  if (subject.line == 0) subject.line = component.package.line;
  bool project = inventory.kind == model::TargetKind::kProject;
  finding.stage = project ? finding::Stage::kCode : finding::Stage::kBuild;
  finding.layer = project ? finding::Layer::kCode : finding::Layer::kContainer;
  if (!inventory.image) return;
  subject.image = inventory.target;
  subject.image_digest = inventory.image->digest;
  if (component.layer < 0 || static_cast<size_t>(component.layer) >= inventory.image->layers.size())
    return;
  const image::Layer& layer = inventory.image->layers[static_cast<size_t>(component.layer)];
  subject.layer_digest = layer.digest.empty() ? layer.diff_id : layer.digest;
  subject.layer_command = layer.created_by;
}

void judge_packages(Assessment& assessment, const feed::AdvisoryLookup& advisories,
                    const Options& options) {
  const model::Inventory& inventory = assessment.inventory;
  std::vector<match::Item> items;
  items.reserve(inventory.components.size());
  for (const model::Component& component : inventory.components)
    items.push_back(
        {&component.package, component.owner, component.owner_purl,
         inventory.kind == model::TargetKind::kSbom && component.package.reader.empty()});
  match::Options how;
  how.now = options.now;
  how.max_data_age = options.max_data_age;
  match::Verdict verdict =
      match::match(items, inventory.distro ? &*inventory.distro : nullptr, advisories, how);
  match::describe(verdict.findings, advisories);
  std::set<std::string> used;
  for (size_t i = 0; i < verdict.findings.size(); ++i)
    describe_place(inventory, inventory.components[verdict.items[i]], verdict.findings[i]);
  assessment.findings = std::move(verdict.findings);
  for (const match::NotJudged& entry : verdict.not_judged)
    assessment.not_judged.push_back({match::why_name(entry.why), entry.ecosystem, entry.message,
                                     remedy_for(entry, options), entry.packages, entry.incomplete});
  for (Diagnostic& diagnostic : verdict.diagnostics)
    assessment.inventory.diagnostics.push_back(std::move(diagnostic));
  std::string distro = inventory.distro ? inventory.distro->id : "";
  for (const model::Component& component : inventory.components)
    used.insert(feed::feed_for(component.package.type, distro));
  for (const feed::Feed& feed : advisories.feeds())
    if (used.count(feed.name) > 0)
      assessment.feeds.push_back({feed.name, feed.source, feed.fetched, feed.newest, feed.records});
}

}  // namespace

bool Assessment::incomplete() const {
  auto bad = [](const auto& entry) { return entry.incomplete; };
  return std::any_of(not_judged.begin(), not_judged.end(), bad) ||
         std::any_of(inventory.diagnostics.begin(), inventory.diagnostics.end(), bad);
}

bool Assessment::counts(const finding::Finding& finding) const {
  if (finding.suppression || finding.severity < gate.fail_on) return false;
  return !(gate.ignore_unfixed && finding.kind == "vulnerability" &&
           finding.fixed_versions.empty());
}

size_t Assessment::over_gate() const {
  return static_cast<size_t>(
      std::count_if(findings.begin(), findings.end(), [this](const auto& f) { return counts(f); }));
}

int Assessment::exit_code() const {
  if (over_gate() > 0) return 1;
  return incomplete() ? 3 : 0;
}

namespace {

void judge_deployment(Assessment& assessment, const Options& options) {
  const kube::Manifests& manifests = *assessment.inventory.manifests;
  JudgeManifestsOptions how;
  how.catalogue = options.catalogue;
  how.policies = options.policies;
  how.threads = options.threads;
  how.progress = options.progress;
  Judged judged = judge_manifests(manifests, how);
  auto take = [](auto from, auto& to) {
    if (to.empty()) {
      to = std::move(from);
      return;
    }
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  take(std::move(judged.findings), assessment.findings);
  take(manifests.findings, assessment.findings);
  take(std::move(judged.not_judged), assessment.not_judged);
  assessment.checks = std::move(judged.checks);
}

// Findings are large, so their places are sorted and each finding is moved once.
void sort_findings(std::vector<finding::Finding>& findings) {
  std::vector<const finding::Finding*> order;
  order.reserve(findings.size());
  for (const finding::Finding& finding : findings) order.push_back(&finding);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return finding::more_urgent(*a, *b); });
  std::vector<finding::Finding> sorted;
  sorted.reserve(findings.size());
  for (const finding::Finding* finding : order)
    sorted.push_back(std::move(findings[static_cast<size_t>(finding - findings.data())]));
  findings = std::move(sorted);
}

// Once waivers have been applied.
void count_waived(Assessment& assessment) {
  std::map<std::string_view, CheckOutcome*> by_id;
  for (CheckOutcome& check : assessment.checks) by_id[check.id] = &check;
  for (const finding::Finding& finding : assessment.findings) {
    if (finding.kind != "check" || !finding.suppression ||
        finding.suppression->by == finding::Suppression::By::kBaseline)
      continue;
    if (auto found = by_id.find(finding.id); found != by_id.end()) ++found->second->waived;
  }
}

// The other findings, as far as their judges ran.
void add_outcomes_of_findings(Assessment& assessment, bool packages_judged, bool answered) {
  std::set<std::tuple<std::string, finding::Stage, finding::Layer>> kinds;
  for (const finding::Finding& finding : assessment.findings)
    if (finding.kind != "check" && finding.kind != "policy" && finding.kind != "waiver")
      kinds.insert({finding.kind, finding.stage, finding.layer});
  if (packages_judged) {
    bool project = assessment.inventory.kind == model::TargetKind::kProject;
    kinds.insert({"vulnerability", project ? finding::Stage::kCode : finding::Stage::kBuild,
                  project ? finding::Layer::kCode : finding::Layer::kContainer});
  }
  for (const auto& [kind, stage, layer] : kinds)
    for (CheckOutcome& check : outcomes_of_findings(assessment.findings, kind, stage, layer,
                                                    kind != "vulnerability" || answered))
      assessment.checks.push_back(std::move(check));
}

}  // namespace

Assessment assess(model::Inventory inventory, const feed::AdvisoryLookup* advisories,
                  const Options& options) {
  Assessment assessment;
  assessment.created = options.now;
  assessment.gate = options.gate;
  assessment.inventory = std::move(inventory);
  bool packages = options.vulnerabilities && !assessment.inventory.components.empty();
  if (options.vulnerabilities) {
    if (advisories) {
      judge_packages(assessment, *advisories, options);
    } else {
      list_missing_data(assessment.inventory, options, assessment.not_judged);
    }
    note_missing_packages(assessment.inventory, assessment.not_judged);
  }
  auto incomplete = [](const NotJudged& entry) { return entry.incomplete; };
  bool answered =
      std::none_of(assessment.not_judged.begin(), assessment.not_judged.end(), incomplete);
  if (assessment.inventory.manifests) judge_deployment(assessment, options);
  assessment.waivers = waiver::apply(options.waivers, options.now, assessment.findings);
  if (options.baseline)
    assessment.baseline = apply_baseline(*options.baseline, assessment.findings);
  sort_findings(assessment.findings);
  count_waived(assessment);
  if (options.catalogue && assessment.inventory.manifests)
    assessment.frameworks = framework_results(*options.catalogue, assessment.checks);
  add_outcomes_of_findings(assessment, packages, answered);
  assessment.score = score_of(assessment.checks);
  return assessment;
}

std::vector<Action> actions(const Assessment& assessment) {
  using Key = std::tuple<std::string, std::string, std::string>;  // ecosystem, package, version
  std::map<Key, Action> grouped;
  for (const finding::Finding& finding : assessment.findings) {
    if (finding.suppression || finding.upgrade_to.empty()) continue;
    const finding::Subject& subject = finding.subject;
    Action& action = grouped[{subject.ecosystem, subject.package, subject.version}];
    action.package = subject.package;
    action.from = subject.version;
    action.ecosystem = subject.ecosystem;
    action.path = subject.path;
    action.worst = std::max(action.worst, finding.severity);
    ++action.findings;
    // Each finding needs its version at least, so the action needs the highest of those.
    const std::string& fix = finding.upgrade_to;
    const version::Order* order = version::order_for_ecosystem(subject.ecosystem);
    if (action.to.empty() || (order && std::is_gt(order->compare(fix, action.to)))) action.to = fix;
  }
  std::vector<Action> out;
  for (auto& [key, action] : grouped) {
    (void)key;
    action.what =
        fmt::format("upgrade {} {} -> {}: fixes {} finding{}, the worst {}", action.package,
                    action.from, action.to, action.findings, action.findings == 1 ? "" : "s",
                    finding::severity_name(action.worst));
    out.push_back(std::move(action));
  }
  std::stable_sort(out.begin(), out.end(), [](const Action& a, const Action& b) {
    return std::tie(b.worst, b.findings) < std::tie(a.worst, a.findings);
  });
  return out;
}

}  // namespace seawall::posture
