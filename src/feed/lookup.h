// What the matcher asks of advisories. feed::Index answers from disk, feed::MemoryIndex from
// memory; both hold the same encoded bytes (feed/entries.h), so a judge never parses JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "feed/advisory.h"

namespace seawall::feed {

// Version of the bytes inside; an index of another format is kUnsupported (update makes a new one).
constexpr uint32_t kIndexFormat = 2;

// One source of advisories in the index: a folder of the OSV bucket.
struct Feed {
  std::string name;         // "Debian", "npm": an ecosystem without release
  std::string source;       // URL or path it came from
  UnixSeconds fetched = 0;  // when the source was last seen to have this state
  std::string newest;       // greatest `modified` of its records, RFC 3339
  uint64_t records = 0;     // that stand
  uint64_t withdrawn = 0;
  uint64_t skipped = 0;  // records that could not be read: their vulnerabilities are not seen
  std::string etag;      // of all.zip, for the next conditional request
  std::string last_modified;
  std::string list_etag;  // of modified_id.csv
};

// Part of an advisory that findings carry.
struct Brief {
  std::string_view id, modified, published, summary, word;
  std::vector<Rating> ratings;
  // The vulnerabilities that it stands for: a DSA for each of its CVEs. Empty when withdrawn.
  std::vector<uint32_t> groups;
};

// One vulnerability under all its names.
struct Group {
  std::string_view id;                    // the preferred name: CVE, then GHSA, then others
  std::vector<std::string_view> aliases;  // the other names, sorted
  std::vector<uint32_t> advisories;       // records that are about this vulnerability alone
  std::vector<uint32_t> bundles;          // records about this one and others: a DSA of three CVEs
};

struct Epss {
  float probability = 0;  // of exploitation in the next 30 days, 0 to 1
  float percentile = 0;   // 0 to 1
};

// An entry of CISA's catalogue of known exploited vulnerabilities.
struct Kev {
  std::string_view added, due;  // dates, YYYY-MM-DD
  bool ransomware = false;      // known to be used in ransomware campaigns
};

// Views that functions return live as long as the lookup. Not thread-safe: one per thread (an
// Index opens in microseconds).
class AdvisoryLookup {
 public:
  virtual ~AdvisoryLookup() = default;

  // All entries of a package in an ecosystem family ("Debian", "npm"), for EntryReader; empty when
  // there are none. `name` as normal_name() (feed/ecosystem.h) gives it; or folded_family() and the
  // name in lower case.
  virtual std::string_view entries(std::string_view family, std::string_view name) const = 0;
  // How many entries the index has for an ecosystem with its release: "Debian:12".
  virtual uint64_t entries_of(std::string_view ecosystem) const = 0;
  // Ecosystems of that family the index has entries for: {"Debian:11", "Debian:12"}.
  virtual std::vector<std::string> releases(std::string_view family) const = 0;
  // By the numbers that entries and briefs hold; kInvalid when the index is damaged.
  virtual Result<Brief> brief(uint32_t advisory) const = 0;
  virtual Result<Group> group(uint32_t group) const = 0;
  // The complete record. kNotFound.
  virtual Result<Advisory> advisory(std::string_view id) const = 0;
  virtual std::optional<Epss> epss(std::string_view cve) const = 0;
  virtual std::optional<Kev> kev(std::string_view cve) const = 0;
  virtual const std::vector<Feed>& feeds() const = 0;  // by name
};

}  // namespace seawall::feed
