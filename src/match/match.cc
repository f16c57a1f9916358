#include "match/match.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "base/text.h"
#include "feed/ecosystem.h"
#include "feed/entries.h"
#include "match/coverage.h"
#include "match/evaluate.h"
#include "match/finding_maker.h"
#include "match/target.h"

namespace seawall::match {
namespace {

using package::Package;
using package::Scope;

// Notices that are no vulnerabilities. "unsound" is one: memory can be corrupted from safe code.
bool is_notice(std::string_view informational) {
  return !informational.empty() && informational != "unsound";
}

class Matcher {
 public:
  Matcher(const package::Distro* distro, const feed::AdvisoryLookup& advisories,
          const Options& options)
      : advisories_(advisories),
        options_(options),
        distro_(distro),
        distro_feed_(distro ? feed_of(*distro) : DistroFeed{}),
        coverage_(advisories, options, distro, &distro_feed_),
        maker_(advisories, distro) {}

  void judge(const Item& item, uint32_t number) {
    const Package& package = *item.package;
    name_from_purl_ = item.name_from_purl;
    // The project's own source: advisories about that name are about another thing.
    if (package.local) return;
    bool development = package.scope == Scope::kDevelopment || package.scope == Scope::kTest;
    if (development && !options_.development) return;
    Kind& kind = kind_of(package.type);
    coverage_.count(kind.type, package);
    if (!kind.admitted) return;
    if (package.range) return coverage_.note(Why::kVersionRange, kind.type, package);
    if (osv_version(package, NameKind::kOwn).empty())
      return coverage_.note(Why::kNoVersion, kind.type, package);
    ++verdict_.judged;
    hits_.clear();
    bool compared = false;
    for (const std::string& family : kind.type.families)
      compared = look_up(package, kind.type, family) || compared;
    if (compared) note_bad_version(package, kind.type);
    if (!hits_.empty())
      maker_.make(item, kind.type, hits_, verdict_.findings, verdict_.diagnostics);
    verdict_.items.resize(verdict_.findings.size(), number);
  }

  Verdict finish() {
    verdict_.not_judged = coverage_.take();
    sort_findings();
    return std::move(verdict_);
  }

 private:
  struct Kind {
    TypeInfo type;
    bool admitted = false;
  };

  Kind& kind_of(const std::string& type) {
    if (last_ && last_->type.type == type) return *last_;
    auto [at, is_new] = kinds_.try_emplace(type);
    if (is_new) {
      at->second.type = type_info(type, distro_ ? &distro_feed_ : nullptr);
      at->second.admitted = coverage_.admits_type(at->second.type);
    }
    last_ = &at->second;
    return *last_;
  }

  // Whether the index has anything on the package.
  bool look_up(const Package& package, const TypeInfo& type, std::string_view family) {
    Names names = names_for(family, type);
    if (look_up_name(package, type, family, names.first)) return true;
    if (!names.then_other) return false;
    bool first_own = names.first == NameKind::kOwn;
    if (package.source_name.empty() || package.source_name == package.name) return false;
    return look_up_name(package, type, family, first_own ? NameKind::kSource : NameKind::kOwn);
  }

  bool look_up_name(const Package& package, const TypeInfo& type, std::string_view family,
                    NameKind kind) {
    osv_name(package, kind, name_);
    feed::normal_name(family, name_, normal_);
    bool found = look_up_block(package, type, family, advisories_.entries(family, normal_), kind);
    std::string_view folded = name_from_purl_ ? feed::folded_family(family) : "";
    bool has_capitals = std::any_of(name_.begin(), name_.end(), is_upper);  // then it lost none
    if (folded.empty() || has_capitals) return found;
    return look_up_block(package, type, family, advisories_.entries(folded, name_), kind) || found;
  }

  bool look_up_block(const Package& package, const TypeInfo& type, std::string_view family,
                     std::string_view block, NameKind kind) {
    if (block.empty()) return false;
    Hit hit;
    hit.version = osv_version(package, kind);
    hit.source = kind == NameKind::kSource;
    public_.clear();
    bool found = read_block(block, package, type, hit, DistroFeed::Fit::kYes);
    if (type.os && family == "Ubuntu")
      found = read_block(block, package, type, hit, DistroFeed::Fit::kPro) || found;
    return found;
  }

  DistroFeed::Fit fit(const TypeInfo& type, std::string_view ecosystem) const {
    return type.os ? distro_feed_.fit(ecosystem) : DistroFeed::Fit::kYes;
  }

  bool read_block(std::string_view block, const Package& package, const TypeInfo& type, Hit& hit,
                  DistroFeed::Fit wanted) {
    feed::BlockReader reader(block);
    feed::Release release;
    bool found = false;
    while (reader.next(release)) {
      if (fit(type, release.ecosystem) != wanted) continue;
      found = true;
      hit.ecosystem = release.ecosystem;
      hit.pro = wanted == DistroFeed::Fit::kPro;
      read_entries(release.entries, package, type, hit);
    }
    if (!reader.ok()) damaged();
    return found;
  }

  void read_entries(std::string_view entries, const Package& package, const TypeInfo& type,
                    Hit& hit) {
    feed::EntryReader reader(entries);
    while (reader.next(hit.entry)) {
      const feed::EntryView& entry = hit.entry;
      // What Ubuntu says for everybody counts more than what it says for subscribers.
      if (hit.pro && public_.contains(entry.advisory)) continue;
      if (!hit.pro && type.os && distro_feed_.id == "ubuntu") public_.insert(entry.advisory);
      if (entry.state == feed::State::kNotAffected) continue;
      if (is_notice(entry.informational) && !options_.informational) continue;
      if (type.type == "rpm" && !module_fits(entry.module, package.module, hit.version)) continue;
      hit.verdict = judge_entry(hit.version, entry, type.order);
      if (hit.verdict.affected) hits_.push_back(hit);
    }
    if (!reader.ok()) damaged();
  }

  void note_bad_version(const Package& package, const TypeInfo& type) {
    std::string_view version = osv_version(package, NameKind::kOwn);
    bool bad = !type.order || !type.order->valid(version);
    if (bad) coverage_.note(Why::kBadVersion, type, package);
  }

  void damaged() {
    if (std::exchange(damaged_, true)) return;
    verdict_.diagnostics.push_back(
        {.code = Code::kInvalid, .message = "the advisory index is damaged; make it anew"});
  }

  void sort_findings() {
    std::vector<uint32_t> order(verdict_.findings.size());
    for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      const finding::Finding& left = verdict_.findings[a];
      const finding::Finding& right = verdict_.findings[b];
      if (finding::more_urgent(left, right)) return true;
      if (finding::more_urgent(right, left)) return false;
      return verdict_.items[a] < verdict_.items[b];
    });
    std::vector<finding::Finding> findings;
    std::vector<uint32_t> items;
    findings.reserve(order.size());
    for (uint32_t i : order) {
      findings.push_back(std::move(verdict_.findings[i]));
      items.push_back(verdict_.items[i]);
    }
    verdict_.findings = std::move(findings);
    verdict_.items = std::move(items);
  }

  const feed::AdvisoryLookup& advisories_;
  const Options& options_;
  const package::Distro* distro_;
  DistroFeed distro_feed_;
  Coverage coverage_;
  FindingMaker maker_;
  std::map<std::string, Kind, std::less<>> kinds_;
  Kind* last_ = nullptr;
  Verdict verdict_;
  // Kept for their memory.
  std::string name_, normal_;
  std::vector<Hit> hits_;
  std::unordered_set<uint32_t> public_;  // advisories with an Ubuntu entry for everybody
  bool name_from_purl_ = false;          // of the item at hand
  bool damaged_ = false;
};

}  // namespace

bool Verdict::complete() const {
  return std::none_of(not_judged.begin(), not_judged.end(),
                      [](const NotJudged& note) { return note.incomplete; }) &&
         std::none_of(diagnostics.begin(), diagnostics.end(),
                      [](const Diagnostic& diagnostic) { return diagnostic.incomplete; });
}

Verdict match(std::span<const Item> items, const package::Distro* distro,
              const feed::AdvisoryLookup& advisories, const Options& options) {
  Matcher matcher(distro, advisories, options);
  for (uint32_t number = 0; number < items.size(); ++number)
    if (items[number].package) matcher.judge(items[number], number);
  return matcher.finish();
}

void describe(std::span<finding::Finding> findings, const feed::AdvisoryLookup& advisories) {
  for (finding::Finding& finding : findings) {
    std::unordered_set<std::string> seen(finding.references.begin(), finding.references.end());
    std::vector<std::string> records = finding.advisories;
    records.insert(records.begin(), finding.id);
    for (const std::string& id : records) {
      Result<feed::Advisory> advisory = advisories.advisory(id);
      if (!advisory) continue;  // a CVE without a record of its own
      if (finding.detail.empty()) finding.detail = advisory->details;
      for (const feed::Reference& reference : advisory->references)
        if (seen.insert(reference.url).second) finding.references.push_back(reference.url);
    }
  }
}

}  // namespace seawall::match
