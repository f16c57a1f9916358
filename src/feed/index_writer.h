// Makes the next generation of an index folder: what is new, and of the old generation what stays.
// import.cc and update.cc decide what is new.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "feed/generation.h"
#include "feed/index.h"
#include "feed/index_builder.h"
#include "feed/lmdb_store.h"
#include "feed/table_lookup.h"

namespace seawall::feed {

class IndexWriter {
 public:
  // Takes the folder's lock; kUnavailable while another process has it.
  static Result<std::unique_ptr<IndexWriter>> open(const std::string& directory);

  // The current generation; nullptr when there is none (or one of another format).
  const Index* old() const { return old_.get(); }
  // What is known of a feed, old or new; nullptr when nothing.
  const Feed* feed(std::string_view name) const;
  void set_feed(Feed feed);
  // What to note of feeds that add_json() meets without a name for them.
  void set_loose(Feed feed) { loose_ = std::move(feed); }

  // From now on nothing that the old generation has of this feed stays.
  void replace_feed(std::string_view name);
  // The old record of that id in that feed goes; a new one may come by add_json().
  void drop_record(std::string_view feed, std::string_view id);

  // One record as JSON, of feed `feed`; empty: of the feeds that its ecosystems belong to. What is
  // wrong with it becomes a diagnostic that names `path`, and counts as skipped.
  Status add_json(std::string_view json, std::string_view feed, std::string_view path);
  // Every .json entry of a zip archive, in parallel. kInvalid when it is no zip archive.
  Status add_zip(std::string_view zip, std::string_view feed, std::string_view path,
                 Progress& progress);

  // replace_feed() and add_zip(), but the old records stay when it is no zip archive or holds no
  // record.
  Status replace_by_zip(std::string_view zip, std::string_view feed, std::string_view path,
                        Progress& progress);

  void set_exploits(ExploitLists lists);
  void add_diagnostic(Diagnostic diagnostic);
  // A record that could not be read: a diagnostic, and counted as skipped in its feed.
  void skip(const Error& error, std::string_view feed, std::string_view path);

  // Publishes when anything is new; the Outcome has the diagnostics collected here.
  Result<Outcome> publish(UnixSeconds now, Progress& progress);

 private:
  explicit IndexWriter(std::unique_ptr<GenerationWriter> generation)
      : generation_(std::move(generation)) {}
  struct Parsed;
  static Parsed parse(std::string_view json, RecordEncoder& encoder);
  Status start();
  Status take(Parsed parsed, std::string_view feed, std::string_view path);
  Status keep_old(Progress& progress);
  Status keep_record(std::string_view key, std::string_view encoded);
  Status copy_old();
  ExploitLists exploits();
  Status write_rows(UnixSeconds now, Progress& progress);
  void finish_diagnostics();

  std::unique_ptr<GenerationWriter> generation_;
  std::unique_ptr<Index> old_;
  std::unique_ptr<LmdbSink> sink_;  // once a record is new
  std::unique_ptr<IndexBuilder> builder_;
  std::map<std::string, Feed, std::less<>> feeds_;
  std::map<std::string, uint64_t, std::less<>> skipped_;
  std::unordered_set<std::string> replaced_;
  std::unordered_set<std::string> dropped_;  // "feed\0id"
  std::unique_ptr<ExploitLists> new_exploits_;
  Feed loose_;
  bool feeds_changed_ = false;
  Status broken_;  // writing failed: nothing can be published
  Outcome outcome_;
  uint64_t unlisted_ = 0;  // diagnostics beyond the limit
};

}  // namespace seawall::feed
