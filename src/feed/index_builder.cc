#include "feed/index_builder.h"

#include <algorithm>
#include <map>

#include "base/clock.h"
#include "base/text.h"
#include "feed/ecosystem.h"
#include "feed/entries.h"

namespace seawall::feed {
namespace {

// Later in time; texts that are no times are compared as texts.
bool later(std::string_view a, std::string_view b) {
  std::optional<UnixSeconds> time_a = parse_rfc3339(a);
  std::optional<UnixSeconds> time_b = parse_rfc3339(b);
  if (time_a && time_b && *time_a != *time_b) return *time_a > *time_b;
  return a > b;
}

// What AliasGroups looks at: a record may still be superseded, so groups are made at the end.
Advisory names_only(const Advisory& advisory) {
  Advisory out;
  out.id = advisory.id;
  out.aliases = advisory.aliases;
  out.upstream = advisory.upstream;
  for (const std::string& id : advisory.related)
    if (id.starts_with("CVE-")) out.related.push_back(id);
  for (const Affected& affected : advisory.affected) {
    if (!has_releases(family_of(affected.ecosystem))) continue;
    out.affected.emplace_back().ecosystem = affected.ecosystem;
    break;
  }
  return out;
}

std::vector<std::string_view> texts_by_number(
    const std::unordered_map<std::string, uint32_t>& table) {
  std::vector<std::string_view> out(table.size());
  for (const auto& [text, number] : table) out[number] = text;
  return out;
}

}  // namespace

uint32_t IndexBuilder::intern(std::unordered_map<std::string, uint32_t>& table,
                              std::string_view text) {
  return table.try_emplace(std::string(text), static_cast<uint32_t>(table.size())).first->second;
}

void IndexBuilder::merge_feeds(Record& record, const std::vector<std::string_view>& feeds) {
  for (std::string_view feed : feeds) {
    uint32_t number = intern(feed_names_, feed);
    if (std::find(record.feeds.begin(), record.feeds.end(), number) == record.feeds.end())
      record.feeds.push_back(number);
  }
}

Status IndexBuilder::add(const Advisory& advisory, const std::vector<std::string_view>& feeds,
                         std::string_view encoded) {
  auto number = static_cast<uint32_t>(records_.size());
  auto [at, is_new] = by_id_.try_emplace(advisory.id, number);
  Record record;
  if (!is_new) {
    Record& known = records_[at->second];
    merge_feeds(known, feeds);
    if (!later(advisory.modified, known.modified)) return {};
    known.superseded = true;
    record.feeds = known.feeds;
    TRY(sink_.remove(number_key(Table::kRecord, at->second)));
    at->second = number;
  }
  merge_feeds(record, feeds);
  record.id = arena_.copy(advisory.id);
  record.modified = arena_.copy(advisory.modified);
  record.withdrawn = arena_.copy(advisory.withdrawn);
  record.brief_head = arena_.copy(encode_brief_head(advisory));
  records_.push_back(std::move(record));
  if (advisory.withdrawn.empty()) {
    add_entries(number, advisory);
    named_.emplace_back(number, names_only(advisory));
  }
  std::string made;
  if (encoded.empty()) encoded = made = encoder_.encode(advisory);
  return sink_.put(number_key(Table::kRecord, number), encoded);
}

void IndexBuilder::add_entries(uint32_t number, const Advisory& advisory) {
  std::string key;
  std::string name;
  for (const Affected& affected : advisory.affected) {
    if (affected.ecosystem.empty() || affected.name.empty()) continue;  // commits of a repository
    std::string_view family = family_of(affected.ecosystem);
    normal_name(family, affected.name, name);
    package_key(family, name, key);
    std::string ecosystem(family);
    if (std::string_view release = release_of(affected.ecosystem); !release.empty())
      ecosystem.append(":").append(release);
    entries_.push_back({intern(package_keys_, key), intern(ecosystems_, ecosystem), number,
                        arena_.copy(encode_entry(number, affected))});
    std::string_view folded = folded_family(family);
    std::string lower = to_lower(name);
    if (folded.empty() || lower == name) continue;
    package_key(folded, lower, key);
    Entry second = entries_.back();
    second.package = intern(package_keys_, key);
    second.folded = true;
    entries_.push_back(second);
  }
}

Result<SummaryRow> IndexBuilder::finish(std::vector<Feed> feeds, const ExploitLists& exploits,
                                        UnixSeconds created) {
  for (const auto& [number, names] : named_)
    if (!records_[number].superseded) groups_.add(number, names);
  groups_.solve();
  std::erase_if(entries_, [&](const Entry& entry) { return records_[entry.advisory].superseded; });
  SummaryRow summary;
  summary.format = kIndexFormat;
  summary.created = created;
  summary.groups = groups_.groups().size();
  for (const Entry& entry : entries_)
    if (!entry.folded) ++summary.entries;
  summary.epss = exploits.epss.size();
  summary.kev = exploits.kev.size();
  summary.epss_date = exploits.epss_date;
  summary.kev_date = exploits.kev_date;
  summary.epss_etag = exploits.epss_etag;
  summary.kev_etag = exploits.kev_etag;
  for (const Record& record : records_)
    if (!record.superseded && record.withdrawn.empty()) ++summary.advisories;
  // In the order of the tables' letters.
  TRY(put_briefs());
  for (const ExploitLists::EpssRow& row : exploits.epss)
    TRY(sink_.put(text_key(Table::kEpss, row.cve), encode_epss(row.epss)));
  TRY(put_feeds(std::move(feeds)));
  TRY(put_groups());
  TRY(put_ids());
  for (const ExploitLists::KevRow& row : exploits.kev)
    TRY(sink_.put(text_key(Table::kKev, row.cve),
                  encode_kev({row.added, row.due, row.ransomware})));
  TRY(put_packages(summary));
  TRY(sink_.put(text_key(Table::kSummary, ""), encode_summary(summary)));
  return summary;
}

Status IndexBuilder::put_briefs() {
  std::vector<std::string_view> feed_texts = texts_by_number(feed_names_);
  for (uint32_t number = 0; number < records_.size(); ++number) {
    const Record& record = records_[number];
    if (record.superseded) continue;
    std::vector<std::string_view> feeds;
    for (uint32_t feed : record.feeds) feeds.push_back(feed_texts[feed]);
    std::string row(record.brief_head);
    row += encode_brief_tail(groups_.groups_of(number), feeds);
    TRY(sink_.put(number_key(Table::kBrief, number), row));
  }
  return {};
}

Status IndexBuilder::put_feeds(std::vector<Feed> feeds) {
  std::map<std::string_view, Feed*> by_name;
  for (Feed& feed : feeds) {
    feed.records = feed.withdrawn = 0;
    feed.newest.clear();
    by_name.emplace(feed.name, &feed);
  }
  std::vector<std::string_view> feed_texts = texts_by_number(feed_names_);
  for (const Record& record : records_) {
    if (record.superseded) continue;
    for (uint32_t number : record.feeds) {
      auto found = by_name.find(feed_texts[number]);
      if (found == by_name.end()) continue;
      Feed& feed = *found->second;
      ++(record.withdrawn.empty() ? feed.records : feed.withdrawn);
      if (later(record.modified, feed.newest)) feed.newest = record.modified;
    }
  }
  for (const auto& [name, feed] : by_name)
    TRY(sink_.put(text_key(Table::kFeed, name), encode_feed(*feed)));
  return {};
}

Status IndexBuilder::put_groups() {
  const std::vector<AliasGroups::Group>& groups = groups_.groups();
  for (uint32_t number = 0; number < groups.size(); ++number) {
    const AliasGroups::Group& group = groups[number];
    TRY(sink_.put(number_key(Table::kGroup, number),
                  encode_group(group.id, group.aliases, group.advisories, group.bundles)));
  }
  return {};
}

Status IndexBuilder::put_ids() {
  std::map<std::string, IdRow> rows;
  for (const auto& [id, number] : by_id_) rows[text_key(Table::kId, id)].advisory = number;
  const std::vector<AliasGroups::Group>& groups = groups_.groups();
  for (uint32_t number = 0; number < groups.size(); ++number)
    for (std::string_view name : groups[number].names)
      rows[text_key(Table::kId, name)].group = number;
  for (const auto& [key, row] : rows) TRY(sink_.put(key, encode_id(row)));
  return {};
}

Status IndexBuilder::put_packages(SummaryRow& summary) {
  std::vector<std::string_view> keys = texts_by_number(package_keys_);
  std::vector<std::string_view> ecosystems = texts_by_number(ecosystems_);
  std::sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
    if (a.package != b.package) return keys[a.package] < keys[b.package];
    if (a.ecosystem != b.ecosystem) return ecosystems[a.ecosystem] < ecosystems[b.ecosystem];
    return a.advisory < b.advisory;
  });
  std::map<std::string_view, uint64_t> per_ecosystem;
  std::vector<BlockEntry> block;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    block.push_back({ecosystems[entry.ecosystem], entry.bytes});
    if (!entry.folded) ++per_ecosystem[block.back().ecosystem];
    if (i + 1 < entries_.size() && entries_[i + 1].package == entry.package) continue;
    TRY(sink_.put(keys[entry.package], encode_block(block)));
    if (!entry.folded) ++summary.packages;
    block.clear();
  }
  for (const auto& [ecosystem, count] : per_ecosystem) {
    WireWriter row;
    row.number(count);
    TRY(sink_.put(text_key(Table::kRelease, ecosystem), row.take()));
  }
  return {};
}

}  // namespace seawall::feed
