// Makes the rows of an index from records, in any order, in one pass over them. Memory is in
// proportion to the affected packages, not to the texts: complete records go to the sink at once.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "base/clock.h"
#include "base/progress.h"
#include "base/result.h"
#include "feed/alias_groups.h"
#include "feed/record_codec.h"
#include "feed/tables.h"

namespace seawall::feed {

// EPSS and KEV as read from their files (feed/exploit_lists.h), sorted by CVE.
struct ExploitLists {
  struct EpssRow {
    std::string cve;
    Epss epss;
  };
  struct KevRow {
    std::string cve, added, due;
    bool ransomware = false;
  };
  std::vector<EpssRow> epss;
  std::vector<KevRow> kev;
  std::string epss_date, kev_date;  // the day they are of
  std::string epss_etag, kev_etag;  // for the next conditional request
};

class IndexBuilder {
 public:
  // `sink` must outlive the builder.
  explicit IndexBuilder(TableSink& sink) : sink_(sink) {}

  // A record that `feeds` hold. Of two records of one id the one modified later counts, the first
  // when they are equal; the feeds of both are kept. `encoded` spares encoding it again.
  Status add(const Advisory& advisory, const std::vector<std::string_view>& feeds,
             std::string_view encoded = {});
  bool has(std::string_view id) const { return by_id_.contains(std::string(id)); }
  // Records that the index will hold.
  uint64_t records() const { return by_id_.size(); }

  // Writes all other tables. `feeds`: what is known of each feed; counts and `newest` are filled in
  // here. Call once, last.
  Result<SummaryRow> finish(std::vector<Feed> feeds, const ExploitLists& exploits,
                            UnixSeconds created);

 private:
  struct Record {
    std::string_view id, modified, withdrawn, brief_head;  // in arena_
    std::vector<uint32_t> feeds;
    bool superseded = false;
  };
  struct Entry {
    uint32_t package, ecosystem, advisory;
    std::string_view bytes;
    bool folded = false;  // a second time, under the lower-case name: not counted
  };
  static uint32_t intern(std::unordered_map<std::string, uint32_t>& table, std::string_view text);
  void merge_feeds(Record& record, const std::vector<std::string_view>& feeds);
  void add_entries(uint32_t number, const Advisory& advisory);
  Status put_briefs();
  Status put_feeds(std::vector<Feed> feeds);
  Status put_groups();
  Status put_ids();
  Status put_packages(SummaryRow& summary);

  TableSink& sink_;
  RecordEncoder encoder_;
  Arena arena_;
  std::vector<Record> records_;
  std::unordered_map<std::string, uint32_t> by_id_;
  std::unordered_map<std::string, uint32_t> feed_names_, package_keys_, ecosystems_;
  std::vector<Entry> entries_;
  AliasGroups groups_;
  std::vector<std::pair<uint32_t, Advisory>> named_;  // ids only, for the groups
};

}  // namespace seawall::feed
