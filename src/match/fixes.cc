#include "match/fixes.h"

#include <fmt/format.h>

#include <algorithm>
#include <compare>

namespace seawall::match {

using finding::Finding;
using finding::FixStatus;

namespace {

FixStatus status_of(feed::State state) {
  switch (state) {
    case feed::State::kNoDsa:
    case feed::State::kPostponed:
      return FixStatus::kFixDeferred;
    case feed::State::kIgnored:
      return FixStatus::kWillNotFix;
    case feed::State::kEndOfLife:
      return FixStatus::kEndOfLife;
    case feed::State::kUndetermined:
    case feed::State::kInvestigating:
      return FixStatus::kUnderInvestigation;
    case feed::State::kNotAffected:
      return FixStatus::kNotAffected;
    case feed::State::kNone:
    case feed::State::kUnimportant:
    case feed::State::kWithPro:
      break;
  }
  return FixStatus::kAffected;
}

void sort_versions(std::vector<std::string>& versions, const version::Order* order) {
  std::sort(versions.begin(), versions.end(), [&](const std::string& a, const std::string& b) {
    if (order)
      if (auto c = order->compare(a, b); std::is_neq(c)) return std::is_lt(c);
    return a < b;
  });
  auto same = [&](const std::string& a, const std::string& b) {
    return a == b || (order && std::is_eq(order->compare(a, b)));
  };
  versions.erase(std::unique(versions.begin(), versions.end(), same), versions.end());
}

bool still_affected(const std::string& version, const std::vector<const Hit*>& hits,
                    const version::Order* order) {
  return std::any_of(hits.begin(), hits.end(), [&](const Hit* hit) {
    return judge_entry(version, hit->entry, order).affected;
  });
}

// The lowest fixed version that no record still calls affected; nullptr when records contradict
// each other on all of them. Where looking at each would take minutes (a record made to take them),
// the highest alone is looked at.
const std::string* advised(const std::vector<const Hit*>& hits, const version::Order* order,
                           const std::vector<std::string>& fixed) {
  constexpr size_t kMaxWork = 100'000'000;
  size_t bytes = 0;
  for (const Hit* hit : hits) bytes += hit->entry.ranges.size() + hit->entry.versions.size();
  size_t begin = fixed.size() * bytes > kMaxWork ? fixed.size() - 1 : 0;
  for (size_t i = begin; i < fixed.size(); ++i)
    if (!still_affected(fixed[i], hits, order)) return &fixed[i];
  return nullptr;
}

std::string no_fix_text(const Finding& finding) {
  switch (finding.status) {
    case FixStatus::kFixDeferred:
      return "the distribution has postponed the fix";
    case FixStatus::kWillNotFix:
      return "the distribution will not fix this release";
    case FixStatus::kEndOfLife:
      return "no longer supported: move to a supported release";
    case FixStatus::kUnderInvestigation:
      return "not yet assessed by the distribution";
    default:
      return "no fixed version is known";
  }
}

}  // namespace

void set_fix(const std::vector<const Hit*>& hits, const version::Order* order, bool malicious,
             Finding& finding) {
  finding.status = FixStatus::kAffected;
  bool only_pro = true;
  for (const Hit* hit : hits) {
    size_t before = finding.fixed_versions.size();
    collect_fixes(hit->version, hit->entry, order, finding.fixed_versions);
    bool fixes = finding.fixed_versions.size() > before;
    if (fixes && !hit->pro && hit->entry.state != feed::State::kWithPro) only_pro = false;
    FixStatus said = status_of(hit->entry.state);
    if (finding.status == FixStatus::kAffected) finding.status = said;
  }
  sort_versions(finding.fixed_versions, order);
  if (malicious) {
    finding.remedy = fmt::format("remove {}: this version is malicious", finding.subject.package);
    if (!finding.fixed_versions.empty()) finding.status = FixStatus::kFixed;
    return;
  }
  if (finding.fixed_versions.empty()) {
    finding.remedy = no_fix_text(finding);
    return;
  }
  finding.status = FixStatus::kFixed;
  if (const std::string* version = advised(hits, order, finding.fixed_versions)) {
    finding.upgrade_to = *version;
    finding.remedy = fmt::format("upgrade {} to {}", finding.subject.package, *version);
  } else {
    finding.remedy =
        fmt::format("upgrade {} to {} at least; another record still calls that affected",
                    finding.subject.package, finding.fixed_versions.back());
  }
  if (only_pro) finding.remedy += " (with Ubuntu Pro)";
}

}  // namespace seawall::match
