#include "match/coverage.h"

#include <fmt/format.h>

#include <algorithm>

#include "feed/ecosystem.h"

namespace seawall::match {
namespace {

constexpr int64_t kDay = 86'400;
constexpr int64_t kSoon = 90 * kDay;
constexpr int64_t kLongSilence = 45 * kDay;
constexpr uint64_t kBusyFeed = 500;  // records; such feeds change every few days

std::string title_of(const package::Distro& distro) {
  if (!distro.name.empty()) return distro.name;
  return distro.version_id.empty() ? distro.id : distro.id + " " + distro.version_id;
}

std::string package_text(const package::Package& package) {
  std::string text = package.name_space.empty() ? "" : package.name_space + "/";
  text += package.name;
  return package.version.empty() ? text : text + " " + package.version;
}

// Reasons that concern single packages, which the message then names; empty for others.
std::string_view reason_of(Why why) {
  switch (why) {
    case Why::kNoVersion:
      return "has no version that could be compared";
    case Why::kBadVersion:
      return "the version is not one of its ecosystem; judged by its place";
    case Why::kVersionRange:
      return "a version range is declared, the installed version is not known";
    default:
      return "";
  }
}

}  // namespace

const char* why_name(Why why) {
  switch (why) {
    case Why::kNoData:
      return "no-data";
    case Why::kNoFeed:
      return "no-feed";
    case Why::kNoDistro:
      return "no-distro";
    case Why::kNoRelease:
      return "no-release";
    case Why::kEndOfLife:
      return "end-of-life";
    case Why::kOldData:
      return "old-data";
    case Why::kUnknownType:
      return "unknown-type";
    case Why::kNoVersion:
      return "no-version";
    case Why::kBadVersion:
      return "bad-version";
    case Why::kVersionRange:
      return "version-range";
    case Why::kSkippedRecords:
      return "skipped-records";
    case Why::kEndOfLifeSoon:
      return "end-of-life-soon";
  }
  return "no-data";
}

std::string Coverage::ecosystem_of(const TypeInfo& type) const {
  if (type.os && !distro_feed_->label.empty()) return distro_feed_->label;
  return type.families.empty() ? type.type : type.families.front();
}

NotJudged& Coverage::add(Why why, const TypeInfo& type, std::string message) {
  auto [at, is_new] = notes_.try_emplace({ecosystem_of(type), why});
  NotJudged& note = at->second;
  if (is_new) {
    note.why = why;
    note.ecosystem = at->first.first;
    note.message = std::move(message);
  }
  return note;
}

const feed::Feed* Coverage::find_feed(std::string_view name) const {
  for (const feed::Feed& feed : advisories_.feeds())
    if (feed.name == name) return &feed;
  return nullptr;
}

bool Coverage::admits_type(const TypeInfo& type) {
  std::vector<NotJudged*>& mine = of_type_[type.type];
  auto refuse = [&](Why why, std::string message, std::string_view feed = {}) {
    NotJudged& note = add(why, type, std::move(message));
    note.feed = feed;
    mine.push_back(&note);
    return false;
  };
  if (type.os && (!distro_ || distro_->id.empty()))
    return refuse(Why::kNoDistro, "the distribution is not known: there is no os-release file");
  if (type.os && distro_feed_->families.empty())
    return refuse(Why::kNoFeed, fmt::format("nobody publishes advisories for {} in OSV form",
                                            title_of(*distro_)));
  if (type.families.empty())
    return refuse(Why::kUnknownType,
                  fmt::format("no advisories are known for packages of type {}", type.type));
  const feed::Feed* feed = find_feed(type.families.front());
  // A feed without any record is no data: an empty archive says nothing of anything.
  if (!feed || feed->records + feed->withdrawn + feed->skipped == 0)
    return refuse(Why::kNoData,
                  fmt::format("the index has no advisories of {}", type.families.front()),
                  type.families.front());
  judge_feed(type, *feed);
  if (type.os) judge_release(type);
  return !type.os || admits_os(type);
}

bool Coverage::admits_os(const TypeInfo& type) {
  for (const std::string& family : type.families)
    for (const std::string& release : advisories_.releases(family))
      if (distro_feed_->fit(release) != DistroFeed::Fit::kNo) return true;
  NotJudged& note =
      add(Why::kNoRelease, type,
          fmt::format("the feed {} has nothing on {}", type.families.front(), distro_feed_->label));
  of_type_[type.type].push_back(&note);
  return false;
}

void Coverage::judge_feed(const TypeInfo& type, const feed::Feed& feed) {
  int64_t age = options_.now - feed.fetched;
  if (options_.now > 0 && options_.max_data_age > 0 && age > options_.max_data_age) {
    NotJudged& note =
        add(Why::kOldData, type,
            fmt::format("the advisories of {} are {} old", feed.name, format_age(age)));
    note.feed = feed.name;
    of_type_[type.type].push_back(&note);
  } else {
    judge_newest(type, feed);
  }
  if (feed.skipped > 0) {
    NotJudged& note =
        add(Why::kSkippedRecords, type,
            fmt::format("{} advisories of {} could not be read", feed.skipped, feed.name));
    of_type_[type.type].push_back(&note);
  }
}

// A copy may have been fetched today and yet have ended long ago (a mirror that no longer follows
// its source). In a feed of many records silence of that length is no chance; in a small one it
// may be.
void Coverage::judge_newest(const TypeInfo& type, const feed::Feed& feed) {
  std::optional<UnixSeconds> newest = parse_rfc3339(feed.newest);
  if (options_.now <= 0 || options_.max_data_age <= 0 || !newest || feed.records < kBusyFeed)
    return;
  int64_t age = options_.now - *newest;
  if (age <= std::max(options_.max_data_age, kLongSilence)) return;
  NotJudged& note = add(Why::kOldData, type,
                        fmt::format("the newest advisory of {} is {} old ({})", feed.name,
                                    format_age(age), format_date(*newest)));
  note.feed = feed.name;
  of_type_[type.type].push_back(&note);
}

void Coverage::judge_release(const TypeInfo& type) {
  if (options_.now <= 0) return;
  std::optional<EndOfLife> end = end_of_life(distro_feed_->id, distro_feed_->release);
  if (!end) return;
  std::string name = title_of(*distro_);
  auto day = [](UnixSeconds time) { return format_date(time - 1); };
  bool over = options_.now >= end->advisories;
  if (over) {
    NotJudged& note = add(Why::kEndOfLife, type,
                          fmt::format("{} reached its end of life on {}: newer vulnerabilities are "
                                      "not reported for it",
                                      name, day(end->advisories)));
    of_type_[type.type].push_back(&note);
  } else if (options_.now + kSoon >= end->support) {
    bool past = options_.now >= end->support;
    NotJudged& note = add(Why::kEndOfLifeSoon, type,
                          fmt::format("regular support of {} {} on {}", name,
                                      past ? "ended" : "ends", day(end->support)));
    note.incomplete = false;
    of_type_[type.type].push_back(&note);
  }
}

void Coverage::count(const TypeInfo& type, const package::Package& package) {
  auto found = of_type_.find(type.type);
  if (found == of_type_.end()) return;
  for (NotJudged* note : found->second)
    if (note->packages++ == 0) note->example = package_text(package);
}

void Coverage::note(Why why, const TypeInfo& type, const package::Package& package) {
  NotJudged& note = add(why, type, "");
  if (note.packages++ == 0) note.example = package_text(package);
}

std::vector<NotJudged> Coverage::take() {
  std::vector<NotJudged> out;
  for (auto& [key, note] : notes_) {
    if (note.packages == 0) continue;
    if (std::string_view reason = reason_of(note.why); !reason.empty()) {
      std::string more = note.packages > 1 ? fmt::format(" and {} more", note.packages - 1) : "";
      note.message = fmt::format("{}: {}{}: {}", note.ecosystem, note.example, more, reason);
    }
    out.push_back(std::move(note));
  }
  notes_.clear();
  of_type_.clear();
  return out;
}

}  // namespace seawall::match
