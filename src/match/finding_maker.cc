#include "match/finding_maker.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "feed/advisory.h"
#include "match/fixes.h"
#include "match/rating.h"
#include "package/purl.h"

namespace seawall::match {

using finding::Finding;

namespace {

// Whose record speaks best for a package: its text is shown, its range is the reason.
int preference(std::string_view id) {
  std::string_view who = feed::publisher(id);
  if (who == "ossf") return 0;  // malicious packages
  if (who == "ghsa") return 1;
  if (who == "gitlab") return 5;
  if (who == "nvd") return 3;
  return who.empty() ? 4 : 2;
}

std::string display_name(const package::Package& package) {
  std::string name;
  if (is_os_type(package.type)) return package.name;
  osv_name(package, NameKind::kOwn, name);
  return name;
}

void set_subject(const Item& item, const TypeInfo& type, const Hit& hit,
                 const package::Distro* distro, finding::Subject& out) {
  const package::Package& package = *item.package;
  out.purl = package::format_purl(package::purl_of(package, type.os ? distro : nullptr));
  out.package = display_name(package);
  out.version = package.version;
  out.ecosystem = hit.ecosystem;
  out.path = package.path;
  out.line = package.line;
}

std::string reason_of(const Item& item, const Hit& hit, const feed::Brief& brief, size_t others) {
  std::string text;
  const package::Package& package = *item.package;
  if (hit.source && !package.source_name.empty() && package.source_name != package.name)
    text = fmt::format("source package {} ", package.source_name);
  text += explain(hit.version, hit.verdict);
  text += fmt::format("{} {}", hit.verdict.listed ? " in" : " of", brief.id);
  if (others == 1) text += " and of 1 more record";
  if (others > 1) text += fmt::format(" and of {} more records", others);
  return text;
}

void suppress_owned(const Item& item, Finding& out) {
  if (item.owner.empty()) return;
  out.suppression = finding::Suppression{
      .by = finding::Suppression::By::kOwner,
      .reason = fmt::format("owned by the OS package {}, which its distribution's advisories judge",
                            item.owner),
      .source = item.owner_purl};
}

}  // namespace

const feed::Brief* FindingMaker::brief(uint32_t advisory, Diagnostics& diagnostics) {
  auto found = briefs_.find(advisory);
  if (found != briefs_.end()) return &found->second;
  Result<feed::Brief> read = advisories_.brief(advisory);
  if (read) return &briefs_.emplace(advisory, std::move(read).value()).first->second;
  diagnostics.push_back({.code = read.error().code(), .message = read.error().message()});
  return nullptr;
}

std::vector<FindingMaker::Case> FindingMaker::sort_into_cases(std::span<const Hit> hits,
                                                              Diagnostics& diagnostics) {
  std::vector<Case> cases;
  std::unordered_map<uint32_t, size_t> of_group;  // a kernel has thousands of them
  for (const Hit& hit : hits) {
    const feed::Brief* record = brief(hit.entry.advisory, diagnostics);
    if (!record) continue;
    for (uint32_t group : record->groups) {
      auto [at, is_new] = of_group.try_emplace(group, cases.size());
      if (is_new) cases.push_back({group, {}});
      cases[at->second].hits.push_back(&hit);
    }
  }
  auto rank = [&](const Hit* hit) {
    const feed::Brief& record = briefs_.at(hit->entry.advisory);
    return std::tuple(hit->pro, preference(record.id), record.id);
  };
  for (Case& one : cases)
    std::stable_sort(one.hits.begin(), one.hits.end(),
                     [&](const Hit* a, const Hit* b) { return rank(a) < rank(b); });
  return cases;
}

void FindingMaker::describe_records(const Case& one, const feed::Group& group, Finding& out,
                                    Diagnostics& diagnostics) {
  for (const Hit* hit : one.hits) {
    const feed::Brief& record = briefs_.at(hit->entry.advisory);
    out.advisories.emplace_back(record.id);
    // A record of several vulnerabilities has no title for one of them: "curl - security update".
    if (out.title.empty() && record.groups.size() == 1) out.title = record.summary;
    if (out.published.empty()) out.published = record.published;
    if (out.modified.empty()) out.modified = record.modified;
  }
  std::sort(out.advisories.begin(), out.advisories.end());
  out.advisories.erase(std::unique(out.advisories.begin(), out.advisories.end()),
                       out.advisories.end());
  for (std::string_view alias : group.aliases) out.aliases.emplace_back(alias);
  for (uint32_t other : group.advisories) {
    if (!out.title.empty()) break;
    if (const feed::Brief* record = brief(other, diagnostics)) out.title = record->summary;
  }
  for (const Hit* hit : one.hits)
    if (out.title.empty()) out.title = briefs_.at(hit->entry.advisory).summary;
  if (out.title.empty()) out.title = fmt::format("{} in {}", out.id, out.subject.package);
}

void FindingMaker::rate(const Case& one, const feed::Group& group, Finding& out,
                        Diagnostics& diagnostics) {
  RatingChoice choice;
  for (const Hit* hit : one.hits) {
    const feed::Brief& record = briefs_.at(hit->entry.advisory);
    std::string_view who = feed::publisher(record.id);
    if (record.id.starts_with("MAL-")) choice.add_word("critical", who, true);
    choice.add_word(hit->entry.word, who, true);
    choice.add_word(record.word, who, true);
    choice.add_ratings(feed::read_rating_list(hit->entry.ratings), who, true);
    choice.add_ratings(record.ratings, who, true);
  }
  for (uint32_t other : group.advisories) {
    const feed::Brief* record = brief(other, diagnostics);
    if (!record) continue;
    std::string_view who = feed::publisher(record->id);
    choice.add_word(record->word, who, false);
    choice.add_ratings(record->ratings, who, false);
  }
  choice.apply(out);
  if (std::optional<feed::Epss> epss = advisories_.epss(group.id)) {
    out.epss = epss->probability;
    out.epss_percentile = epss->percentile;
  }
  if (std::optional<feed::Kev> kev = advisories_.kev(group.id))
    out.exploited =
        Finding::Exploited{std::string(kev->added), std::string(kev->due), kev->ransomware};
  rate_risk(out);
}

Finding FindingMaker::make_one(const Item& item, const TypeInfo& type, const Case& one,
                               const feed::Group& group, Diagnostics& diagnostics) {
  const Hit& best = *one.hits.front();
  Finding out;
  out.id = group.id;
  out.kind = "vulnerability";
  set_subject(item, type, best, distro_, out.subject);
  describe_records(one, group, out, diagnostics);
  out.reason = reason_of(item, best, briefs_.at(best.entry.advisory), out.advisories.size() - 1);
  rate(one, group, out, diagnostics);
  bool malicious = briefs_.at(best.entry.advisory).id.starts_with("MAL-");
  set_fix(one.hits, type.order, malicious, out);
  suppress_owned(item, out);
  return out;
}

void FindingMaker::make(const Item& item, const TypeInfo& type, std::span<const Hit> hits,
                        std::vector<Finding>& out, Diagnostics& diagnostics) {
  for (const Case& one : sort_into_cases(hits, diagnostics)) {
    Result<feed::Group> group = advisories_.group(one.group);
    if (group) {
      out.push_back(make_one(item, type, one, *group, diagnostics));
    } else {
      diagnostics.push_back({.code = group.error().code(), .message = group.error().message()});
    }
  }
}

}  // namespace seawall::match
