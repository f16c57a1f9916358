// The advisory index on disk, read side. A folder holds immutable generations; `current` names the
// one that counts:
//
//   DIR/current                     "generations/12\n", replaced by rename
//   DIR/generations/12/index.mdb    an LMDB file, never changed once `current` names it
//
// Readers take no lock and write nothing, so that DIR may lie on a read-only mount. A generation
// that a reader has open may be removed by a writer: the reader keeps its bytes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/progress.h"
#include "feed/lookup.h"

namespace seawall::feed {

class TableLookup;

class Index : public AdvisoryLookup {
 public:
  // Opens the current generation of `directory`. kNotFound when there never was one (then the
  // person has to run an update first), kInvalid when it is damaged.
  static Result<std::unique_ptr<Index>> open(const std::string& directory);
  ~Index() override;

  std::string_view entries(std::string_view family, std::string_view name) const override;
  uint64_t entries_of(std::string_view ecosystem) const override;
  std::vector<std::string> releases(std::string_view family) const override;
  Result<Brief> brief(uint32_t advisory) const override;
  Result<Group> group(uint32_t group) const override;
  // Also by an alias: the record of that id, else one of the group of that name.
  Result<Advisory> advisory(std::string_view id) const override;
  std::optional<Epss> epss(std::string_view cve) const override;
  std::optional<Kev> kev(std::string_view cve) const override;
  const std::vector<Feed>& feeds() const override;

  // Ids of all records about the vulnerability of that name (any of its ids), sorted; empty when
  // it is unknown.
  std::vector<std::string> records_of(std::string_view id) const;

  struct Summary {
    std::string directory;
    uint64_t generation = 0;
    UnixSeconds created = 0;
    uint64_t bytes = 0;       // of the file
    uint64_t advisories = 0;  // that stand
    uint64_t groups = 0;
    uint64_t packages = 0;  // names
    uint64_t entries = 0;   // (advisory, package) pairs
    uint64_t epss = 0, kev = 0;
    std::string epss_date, kev_date;  // the day the lists are of; empty when absent
  };
  const Summary& summary() const;

  // The rows, for the writer of the next generation.
  const TableLookup& tables() const;

  // Calls `record` for every record in the index, withdrawn ones too, until it returns false.
  Status for_each(const std::function<bool(const Advisory&)>& record) const;

 private:
  struct State;
  explicit Index(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// What `db status` prints: the current generation and its feeds. kNotFound without an index.
struct StatusReport {
  Index::Summary summary;
  std::vector<Feed> feeds;
};
Result<StatusReport> status(const std::string& directory);

// What an import or update did.
struct Outcome {
  uint64_t generation = 0;    // now current; unchanged when nothing was new
  bool published = false;     // a new generation was made
  uint64_t records_read = 0;  // new or changed
  uint64_t records_kept = 0;  // taken over from the old generation
  uint64_t bytes_fetched = 0;
  // Bad records (first 100 in full, then a count) and feeds that failed: those keep the state of
  // the old generation, and `complete` is false.
  Diagnostics diagnostics;
  bool complete = true;
};

// Reads `path`: a folder in the layout of the OSV bucket (ECOSYSTEM/all.zip or ECOSYSTEM/ID.json),
// a folder of .json files, one .zip or one .json; beside them epss_scores*.csv(.gz) and
// known_exploited_vulnerabilities.json are taken too. Feeds read here replace those of the same
// name in `directory`; others stay. Publishes one new generation, or leaves the old one in place
// and returns why. kUnavailable while another process is writing.
Result<Outcome> import_directory(const std::string& path, const std::string& directory,
                                 const Clock& clock = system_clock(),
                                 Progress& progress = no_progress());

}  // namespace seawall::feed
