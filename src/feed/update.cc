// How a feed is brought up to date with the fewest bytes:
//
//   1. ECOSYSTEM/modified_id.csv, when the index already has the feed. Not modified: nothing to do.
//   2. Compared with the records that the index has, it gives the changed and the removed ones. A
//      few: each changed one is fetched as ECOSYSTEM/ID.json.
//   3. Otherwise, or without a list: ECOSYSTEM/all.zip, conditionally, and continued when an
//      earlier download was cut off.
//
// Comparing record by record, rather than by a date of the last update, makes every update whole:
// what failed last time differs, and is fetched now.
#include "feed/update.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <unordered_map>

#include "base/file.h"
#include "base/text.h"
#include "feed/change_list.h"
#include "feed/download.h"
#include "feed/ecosystem.h"
#include "feed/exploit_lists.h"
#include "feed/index_writer.h"

namespace seawall::feed {
namespace {

constexpr uint64_t kMaxZip = uint64_t{8} << 30;
constexpr uint64_t kMaxList = 512u << 20;

class Updater {
 public:
  Updater(const UpdateOptions& options, Fetcher& fetcher, IndexWriter& writer, UnixSeconds now,
          Progress& progress)
      : options_(options), fetcher_(fetcher), writer_(writer), now_(now), progress_(progress) {}

  Status run() {
    std::set<std::string> feeds = TRY(wanted_feeds());
    if (feeds.empty())
      return Error(Code::kUsage,
                   "the index has no feeds yet: name those you need with --ecosystem (Debian, npm, "
                   "Maven ...; a scan says which ones its target needs), or take --all");
    size_t failed = 0;
    Error last(Code::kUnavailable, "");
    for (const std::string& feed : feeds) {
      Status updated = update_feed(feed);
      if (updated) continue;
      ++failed;
      last = updated.error();
      note(last, feed);
    }
    update_exploits();
    // With nothing fetched and nothing old there is no index to speak of.
    if (failed == feeds.size() && !writer_.old()) return last;
    return {};
  }

  uint64_t fetched() const { return fetched_; }

 private:
  std::string url_of(std::string_view feed, std::string_view file) const {
    if (options_.base.find("://") == std::string::npos)
      return fmt::format("{}/{}/{}", options_.base, feed, file);
    return fmt::format("{}/{}/{}", options_.base, percent_encode(feed), percent_encode(file));
  }

  void note(const Error& error, std::string_view path) {
    writer_.add_diagnostic(
        {.code = error.code(), .path = std::string(path), .message = error.message()});
  }

  Result<std::set<std::string>> wanted_feeds() {
    std::set<std::string> out;
    for (const std::string& name : options_.feeds) {
      std::string feed(family_of(name));
      if (!is_path_safe(feed))
        return Error::make(Code::kUsage, "'{}' is no ecosystem", printable(name, 100));
      out.insert(std::move(feed));
    }
    if (!options_.only_named && writer_.old())
      for (const Feed& feed : writer_.old()->feeds()) out.insert(feed.name);
    if (options_.all) {
      std::string separator = options_.base.ends_with('/') ? "" : "/";
      FetchedText list = TRY(fetch_text(
          fetcher_, {.url = options_.base + separator + "ecosystems.txt", .limit = 1u << 20}));
      for_each_line(list.text, [&](std::string_view line, uint32_t) {
        // Lines with a release ("Debian:12") are parts of feeds.
        std::string_view name = trim(line);
        if (is_path_safe(name) && name.find(':') == std::string_view::npos)
          out.insert(std::string(name));
      });
    }
    std::erase_if(out, [](const std::string& name) { return !is_path_safe(name); });
    return out;
  }

  Status update_feed(const std::string& name) {
    const Feed* known = writer_.feed(name);
    Feed feed = known ? *known : Feed{.name = name};
    feed.source = url_of(name, "all.zip");
    bool same_source = known && known->source == feed.source;
    if (same_source && !options_.force && TRY(update_by_list(feed))) return {};
    return update_whole(feed, same_source && !options_.force);
  }

  // True when the list was enough.
  Result<bool> update_by_list(Feed& feed) {
    Result<FetchedText> list = fetch_text(fetcher_, {.url = url_of(feed.name, "modified_id.csv"),
                                                     .if_none_match = feed.list_etag,
                                                     .limit = kMaxList});
    if (!list) {
      if (list.error().code() == Code::kNotFound) return false;  // a mirror without lists
      return std::move(list).take_error();
    }
    fetched_ += list->text.size();
    if (list->response.not_modified) {
      feed.fetched = now_;
      writer_.set_feed(feed);
      return true;
    }
    Result<std::vector<Change>> changes = read_change_list(list->text);
    if (!changes) {
      note(changes.error(), url_of(feed.name, "modified_id.csv"));
      return false;
    }
    Difference difference = TRY(compare(feed.name, *changes));
    // An empty list, or one that lacks much of what the index has, may be a damaged one: records go
    // on its word, so the whole feed has to confirm it.
    if (changes->empty() || difference.changed.size() > options_.changed_limit ||
        difference.removed.size() > options_.changed_limit)
      return false;
    // Records that could not be read before are not in the index, so they are among the changed.
    Lack lack = TRY(fetch_changed(feed.name, difference));
    feed.skipped = lack.missing;  // the writer adds the unreadable ones
    if (lack.missing == 0) feed.fetched = now_;
    // What cannot be read is asked for again, however often the list stays the same.
    if (lack.missing + lack.unreadable == 0) feed.list_etag = list->response.etag;
    feed.etag.clear();  // all.zip has changed too
    writer_.set_feed(feed);
    return true;
  }

  struct Difference {
    std::vector<std::string> changed, removed;
  };

  Result<Difference> compare(std::string_view feed, const std::vector<Change>& list) {
    std::unordered_map<std::string, std::optional<UnixSeconds>> have;
    Status read;
    TRY(writer_.old()->tables().store().scan(
        std::string(1, static_cast<char>(Table::kBrief)),
        [&](std::string_view, std::string_view row) {
          Result<BriefRow> brief = decode_brief(row);
          if (!brief) {
            read = brief.error();
            return false;
          }
          if (std::find(brief->feeds.begin(), brief->feeds.end(), feed) != brief->feeds.end())
            have.emplace(brief->brief.id, parse_rfc3339(brief->brief.modified));
          return true;
        }));
    TRY(std::move(read));
    Difference out;
    for (const Change& change : list) {
      auto found = have.find(change.id);
      if (found == have.end() || found->second != change.modified) out.changed.push_back(change.id);
      if (found != have.end()) have.erase(found);
    }
    for (const auto& [id, modified] : have) out.removed.push_back(id);
    std::sort(out.removed.begin(), out.removed.end());
    return out;
  }

  struct Lack {
    uint64_t missing = 0;     // did not come
    uint64_t unreadable = 0;  // came
  };

  Result<Lack> fetch_changed(const std::string& feed, const Difference& difference) {
    for (const std::string& id : difference.removed) writer_.drop_record(feed, id);
    Lack lack{.missing = difference.changed.size()};
    if (lack.missing == 0) return lack;
    progress_.begin(fmt::format("{}: changed advisories", feed), difference.changed.size(),
                    "records");
    for (const std::string& id : difference.changed) {
      std::string url = url_of(feed, id + ".json");
      Result<FetchedText> record = fetch_text(fetcher_, {.url = url, .limit = kMaxRecordBytes});
      progress_.add(1);
      if (!record) {
        note(record.error(), url);
        if (record.error().code() == Code::kUnavailable) break;  // the others would wait as long
        continue;
      }
      --lack.missing;
      fetched_ += record->text.size();
      if (read_advisory(record->text)) {
        writer_.drop_record(feed, id);
      } else {
        ++lack.unreadable;  // the old record is better than none; add_json says what is wrong
      }
      TRY(writer_.add_json(record->text, feed, url));
    }
    progress_.end();
    return lack;
  }

  Status update_whole(Feed& feed, bool conditional) {
    FetchRequest request{.url = url_of(feed.name, "all.zip"), .limit = kMaxZip};
    if (conditional) {
      request.if_none_match = feed.etag;
      request.if_modified_since = feed.last_modified;
    }
    std::string name = feed.name + ".zip";
    Download zip =
        TRY(download(fetcher_, request, options_.directory + "/downloads", name, progress_));
    fetched_ += zip.fetched;
    feed.fetched = now_;
    if (!zip.not_modified) {
      feed.etag = zip.response.etag;
      feed.last_modified = zip.response.last_modified;
      feed.list_etag.clear();
      MappedFile file = TRY(MappedFile::open(zip.path));
      // Looked at before the old records are given up.
      Status read = writer_.replace_by_zip(file.bytes(), feed.name, zip.path, progress_);
      std::error_code ignored;
      std::filesystem::remove(zip.path, ignored);
      TRY(std::move(read));
    }
    writer_.set_feed(feed);
    return {};
  }

  // Each list on its own; what fails keeps its old state.
  void update_exploits() {
    const SummaryRow* old = writer_.old() ? &writer_.old()->tables().summary() : nullptr;
    ExploitLists lists;
    bool any =
        update_list(options_.epss, old ? old->epss_etag : "", read_epss, lists, lists.epss_etag);
    any =
        update_list(options_.kev, old ? old->kev_etag : "", read_kev, lists, lists.kev_etag) || any;
    if (any) writer_.set_exploits(std::move(lists));
  }

  bool update_list(const std::string& url, const std::string& etag,
                   Status (*read)(std::string_view, ExploitLists&), ExploitLists& lists,
                   std::string& new_etag) {
    if (url.empty()) return false;
    Result<FetchedText> text = fetch_text(
        fetcher_, {.url = url, .if_none_match = options_.force ? "" : etag, .limit = kMaxList});
    if (text && text->response.not_modified) return false;
    Status done = text ? read(text->text, lists) : Status(text.error());
    if (!done) {
      note(done.error(), url);
      return false;
    }
    fetched_ += text->text.size();
    new_etag = text->response.etag;
    return true;
  }

  const UpdateOptions& options_;
  Fetcher& fetcher_;
  IndexWriter& writer_;
  UnixSeconds now_;
  Progress& progress_;
  uint64_t fetched_ = 0;
};

}  // namespace

Result<Outcome> update(const UpdateOptions& options, Fetcher& fetcher, const Clock& clock,
                       Progress& progress) {
  std::unique_ptr<IndexWriter> writer = TRY(IndexWriter::open(options.directory));
  Updater updater(options, fetcher, *writer, clock.now(), progress);
  TRY(updater.run().context("updating advisories"));
  Outcome outcome = TRY(writer->publish(clock.now(), progress));
  outcome.bytes_fetched = updater.fetched();
  return outcome;
}

std::string feed_for(std::string_view purl_type, std::string_view distro_id) {
  bool os = purl_type == "deb" || purl_type == "apk" || purl_type == "rpm";
  if (!os) return std::string(family_of_type(purl_type));
  return std::string(family_of_distro(distro_id));
}

}  // namespace seawall::feed
