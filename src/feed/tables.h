// The rows of the index: one ordered map from bytes to bytes. The first byte of a key says which
// table it belongs to; writers put whole tables in the order of these letters, so that an index is
// written front to back.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/wire.h"
#include "feed/lookup.h"

namespace seawall::feed {

enum class Table : char {
  kRecord = 'A',   // advisory number -> complete record (record_codec.h)
  kBrief = 'B',    // advisory number -> BriefRow
  kEpss = 'E',     // CVE -> two floats
  kFeed = 'F',     // feed name -> Feed
  kGroup = 'G',    // group number -> id, aliases, advisories
  kId = 'I',       // any id -> record and group of that name
  kKev = 'K',      // CVE -> dates, ransomware
  kPackage = 'P',  // family, NUL, normal name -> block (entries.h); folded_family() too
  kRelease = 'R',  // ecosystem with release -> number of entries
  kSummary = 'S',  // facts about the index as a whole
};

// Keys. Numbers are big-endian, so that their order is the order of bytes.
std::string number_key(Table table, uint32_t number);
std::string text_key(Table table, std::string_view text);
// Replaces `out`; names too long for LMDB are cut and end in a hash.
void package_key(std::string_view family, std::string_view name, std::string& out);

// Read side of the map. Views live as long as the store.
class TableStore {
 public:
  virtual ~TableStore() = default;
  virtual std::optional<std::string_view> get(std::string_view key) const = 0;
  // Rows whose key begins with `prefix`, in order, until `row` returns false.
  virtual Status scan(
      std::string_view prefix,
      const std::function<bool(std::string_view key, std::string_view value)>& row) const = 0;
};

// Write side. Keys of the record table may come again (the later row counts); all others come once
// and in order, after the last record.
class TableSink {
 public:
  virtual ~TableSink() = default;
  virtual Status put(std::string_view key, std::string_view value) = 0;
  virtual Status remove(std::string_view key) = 0;
};

// Row formats that are more than a number or a text.
struct BriefRow {
  Brief brief;
  std::string_view withdrawn;
  std::vector<std::string_view> feeds;  // that the record came from
};
// The row in two parts: what the record says, and what is only known when all records are read.
std::string encode_brief_head(const Advisory& advisory);
std::string encode_brief_tail(const std::vector<uint32_t>& groups,
                              const std::vector<std::string_view>& feeds);
Result<BriefRow> decode_brief(std::string_view row);

std::string encode_group(std::string_view id, const std::vector<std::string_view>& aliases,
                         const std::vector<uint32_t>& advisories,
                         const std::vector<uint32_t>& bundles);
Result<Group> decode_group(std::string_view row);

struct IdRow {
  std::optional<uint32_t> advisory, group;
};
std::string encode_id(const IdRow& row);
Result<IdRow> decode_id(std::string_view row);

std::string encode_feed(const Feed& feed);
Result<Feed> decode_feed(std::string_view row);

std::string encode_epss(const Epss& epss);
std::optional<Epss> decode_epss(std::string_view row);
std::string encode_kev(const Kev& kev);
std::optional<Kev> decode_kev(std::string_view row);

// Index::Summary without what the file system knows.
struct SummaryRow {
  uint32_t format = 0;
  UnixSeconds created = 0;
  uint64_t advisories = 0, groups = 0, packages = 0, entries = 0, epss = 0, kev = 0;
  std::string epss_date, kev_date;
  std::string epss_etag, kev_etag;
};
std::string encode_summary(const SummaryRow& row);
Result<SummaryRow> decode_summary(std::string_view row);

}  // namespace seawall::feed
