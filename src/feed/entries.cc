#include "feed/entries.h"

#include <algorithm>
#include <compare>

#include "feed/ranges.h"

namespace seawall::feed {
namespace {

constexpr uint64_t kHasVersions = 1;
constexpr uint64_t kHasWord = 2;
constexpr uint64_t kHasState = 4;
constexpr uint64_t kHasModule = 8;
constexpr uint64_t kHasInformational = 16;
constexpr uint64_t kHasRatings = 32;

template <typename E>
E get_enum(WireReader& in, E last) {
  uint64_t value = in.number();
  if (value > static_cast<uint64_t>(last)) in.fail();
  return in.ok() ? static_cast<E>(value) : E{};
}

std::vector<Event> sorted_events(const Range& range, std::string_view ecosystem) {
  std::vector<Event> events = range.events;
  const version::Order* order = order_of(range.type, ecosystem);
  if (!order) return events;
  std::stable_sort(events.begin(), events.end(), [&](const Event& a, const Event& b) {
    if (a.version == "0" || b.version == "0") return a.version == "0" && b.version != "0";
    return std::is_lt(order->compare(a.version, b.version));
  });
  return events;
}

std::string encode_ranges(const Affected& affected) {
  WireWriter out;
  for (const Range& range : affected.ranges) {
    if (range.type == RangeType::kGit) continue;  // commits are no installed versions
    out.number(static_cast<uint64_t>(range.type));
    out.list(sorted_events(range, affected.ecosystem), [&](const Event& event) {
      out.number(static_cast<uint64_t>(event.type));
      out.text(event.version);
    });
  }
  return out.take();
}

bool covered(std::string_view version, std::string_view ranges, std::string_view ecosystem) {
  RangeReader reader(ranges);
  RangeType type;
  while (reader.next_range(type)) {
    const version::Order* order = order_of(type, ecosystem);
    if (order && order->valid(version) && judge_range(version, reader, *order).affected)
      return true;
  }
  return false;
}

std::string encode_versions(const Affected& affected, std::string_view ranges) {
  // Leaving versions out saves space, nothing else: not worth hours on a record made to take them.
  constexpr size_t kMaxWork = 50'000'000;
  size_t events = 0;
  for (const Range& range : affected.ranges) events += range.events.size();
  bool look = affected.versions.size() * events <= kMaxWork;
  std::vector<std::string_view> kept;
  for (const std::string& version : affected.versions)
    if (!look || !covered(version, ranges, affected.ecosystem)) kept.push_back(version);
  std::sort(kept.begin(), kept.end());
  kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  WireWriter out;
  for (std::string_view version : kept) out.text(version);
  return out.take();
}

std::string encode_ratings(const std::vector<Rating>& ratings) {
  WireWriter out;
  for (const Rating& rating : ratings) {
    out.text(rating.type);
    out.text(rating.score);
  }
  return out.take();
}

}  // namespace

const version::Order* order_of(RangeType type, const version::Order* own) {
  static const version::Order* const semver = version::find_order("semver");
  switch (type) {
    case RangeType::kSemver:
      return own && own->name == "go" ? own : semver;
    case RangeType::kEcosystem:
      return own;
    case RangeType::kGit:
      return nullptr;
  }
  return nullptr;
}

const version::Order* order_of(RangeType type, std::string_view ecosystem) {
  return order_of(type, version::order_for_ecosystem(ecosystem));
}

bool EntryReader::next(EntryView& out) {
  if (!in_.ok() || in_.at_end()) return false;
  out = {};
  uint64_t advisory = in_.number();
  if (advisory > UINT32_MAX) in_.fail();
  out.advisory = static_cast<uint32_t>(advisory);
  uint64_t flags = in_.number();
  out.ranges = in_.view();
  if (flags & kHasVersions) out.versions = in_.view();
  if (flags & kHasWord) out.word = in_.view();
  if (flags & kHasState) out.state = get_enum(in_, State::kWithPro);
  if (flags & kHasModule) out.module = in_.view();
  if (flags & kHasInformational) out.informational = in_.view();
  if (flags & kHasRatings) out.ratings = in_.view();
  return in_.ok();
}

BlockReader::BlockReader(std::string_view block) : directory_({}) {
  WireReader in(block);
  directory_ = WireReader(in.view());
  entries_ = in.view();
  ok_ = in.ok() && in.at_end();
  left_ = directory_.number();
}

bool BlockReader::next(Release& out) {
  if (!ok_ || left_ == 0) return false;
  --left_;
  out.ecosystem = directory_.view();
  uint64_t size = directory_.number();
  out.count = directory_.number();
  if (!directory_.ok() || size > entries_.size()) {
    ok_ = false;
    return false;
  }
  out.entries = entries_.substr(0, size);
  entries_.remove_prefix(size);
  return true;
}

bool RangeReader::next_range(RangeType& type) {
  EventView skipped;
  while (events_left_ > 0 && next_event(skipped)) {
  }
  if (!in_.ok() || in_.at_end()) return false;
  type = get_enum(in_, RangeType::kGit);
  events_left_ = in_.number();
  return in_.ok();
}

bool RangeReader::next_event(EventView& event) {
  if (!in_.ok() || events_left_ == 0) return false;
  --events_left_;
  event.type = get_enum(in_, EventType::kLimit);
  event.version = in_.view();
  return in_.ok();
}

bool TextReader::next(std::string_view& text) {
  if (!in_.ok() || in_.at_end()) return false;
  text = in_.view();
  return in_.ok();
}

std::vector<Rating> read_rating_list(std::string_view ratings) {
  std::vector<Rating> out;
  TextReader in(ratings);
  std::string_view type;
  std::string_view score;
  while (in.next(type) && in.next(score)) out.push_back({std::string(type), std::string(score)});
  return out;
}

std::string encode_entry(uint32_t advisory, const Affected& affected) {
  std::string ranges = encode_ranges(affected);
  std::string versions = encode_versions(affected, ranges);
  std::string ratings = encode_ratings(affected.ratings);
  uint64_t flags = 0;
  if (!versions.empty()) flags |= kHasVersions;
  if (!affected.word.empty()) flags |= kHasWord;
  if (affected.state != State::kNone) flags |= kHasState;
  if (!affected.module.empty()) flags |= kHasModule;
  if (!affected.informational.empty()) flags |= kHasInformational;
  if (!ratings.empty()) flags |= kHasRatings;
  WireWriter out;
  out.number(advisory);
  out.number(flags);
  out.text(ranges);
  if (flags & kHasVersions) out.text(versions);
  if (flags & kHasWord) out.text(affected.word);
  if (flags & kHasState) out.number(static_cast<uint64_t>(affected.state));
  if (flags & kHasModule) out.text(affected.module);
  if (flags & kHasInformational) out.text(affected.informational);
  if (flags & kHasRatings) out.text(ratings);
  return out.take();
}

std::string encode_block(const std::vector<BlockEntry>& entries) {
  WireWriter directory;
  std::string bytes;
  std::vector<std::pair<size_t, size_t>> runs;  // [begin, end) of one ecosystem each
  for (size_t i = 0; i < entries.size(); ++i) {
    if (i == 0 || entries[i].ecosystem != entries[i - 1].ecosystem) runs.push_back({i, i});
    runs.back().second = i + 1;
  }
  directory.number(runs.size());
  for (auto [begin, end] : runs) {
    size_t before = bytes.size();
    for (size_t i = begin; i < end; ++i) bytes += entries[i].bytes;
    directory.text(entries[begin].ecosystem);
    directory.number(bytes.size() - before);
    directory.number(end - begin);
  }
  WireWriter out;
  out.text(directory.take());
  out.text(bytes);
  return out.take();
}

}  // namespace seawall::feed
