#include "feed/index_writer.h"

#include <algorithm>
#include <filesystem>

#include "archive/zip.h"
#include "base/text.h"
#include "base/thread_pool.h"
#include "feed/ecosystem.h"

namespace seawall::feed {
namespace {

constexpr size_t kListedDiagnostics = 100;
constexpr size_t kMaxZipEntries = 10'000'000;

std::string drop_key(std::string_view feed, std::string_view id) {
  std::string key(feed);
  key += '\0';
  key += id;
  return key;
}

bool is_record(const archive::ZipEntry& entry) {
  return entry.name.ends_with(".json");
}

// Records of a batch are in memory together: bounded in number and in bytes (no entry may be larger
// than it claims).
size_t end_of_batch(const std::vector<const archive::ZipEntry*>& entries, size_t begin) {
  constexpr size_t kEntries = 512;
  constexpr uint64_t kBytes = 64u << 20;
  uint64_t bytes = 0;
  size_t end = begin;
  while (end < entries.size() && end - begin < kEntries && bytes < kBytes)
    bytes += std::min<uint64_t>(entries[end++]->size, kMaxRecordBytes);
  return end;
}

}  // namespace

// A record read by a worker.
struct IndexWriter::Parsed {
  Result<Advisory> advisory;
  std::string encoded;
};

IndexWriter::Parsed IndexWriter::parse(std::string_view json, RecordEncoder& encoder) {
  Parsed out{read_advisory(json), {}};
  if (out.advisory) out.encoded = encoder.encode(*out.advisory);
  return out;
}

Result<std::unique_ptr<IndexWriter>> IndexWriter::open(const std::string& directory) {
  std::unique_ptr<IndexWriter> writer(new IndexWriter(TRY(GenerationWriter::lock(directory))));
  Result<std::unique_ptr<Index>> old = Index::open(directory);
  if (old) {
    writer->old_ = std::move(old).value();
    for (const Feed& feed : writer->old_->feeds()) writer->feeds_.emplace(feed.name, feed);
    writer->outcome_.generation = writer->old_->summary().generation;
  } else if (Code code = old.error().code(); code == Code::kInvalid || code == Code::kUnsupported) {
    // What it held is lost either way; the person learns which feeds are there afterwards.
    writer->add_diagnostic({.code = old.error().code(),
                            .path = directory,
                            .message = "started a new index: " + old.error().message()});
  } else if (code != Code::kNotFound) {
    return std::move(old).take_error();  // it may be whole: another try may read it
  }
  return writer;
}

const Feed* IndexWriter::feed(std::string_view name) const {
  auto found = feeds_.find(name);
  return found == feeds_.end() ? nullptr : &found->second;
}

void IndexWriter::set_feed(Feed feed) {
  feeds_changed_ = true;
  std::string name = feed.name;
  feeds_.insert_or_assign(std::move(name), std::move(feed));
}

void IndexWriter::replace_feed(std::string_view name) {
  replaced_.emplace(name);
}

void IndexWriter::drop_record(std::string_view feed, std::string_view id) {
  dropped_.insert(drop_key(feed, id));
}

Status IndexWriter::start() {
  if (builder_) return {};
  sink_ = TRY(LmdbSink::create(generation_->new_file()));
  builder_ = std::make_unique<IndexBuilder>(*sink_);
  return {};
}

void IndexWriter::add_diagnostic(Diagnostic diagnostic) {
  if (diagnostic.incomplete) outcome_.complete = false;
  if (outcome_.diagnostics.size() < kListedDiagnostics) {
    outcome_.diagnostics.push_back(std::move(diagnostic));
  } else {
    ++unlisted_;
  }
}

void IndexWriter::skip(const Error& error, std::string_view feed, std::string_view path) {
  ++skipped_[std::string(feed)];
  add_diagnostic({.code = error.code(), .path = std::string(path), .message = error.message()});
}

Status IndexWriter::take(Parsed parsed, std::string_view feed, std::string_view path) {
  if (!parsed.advisory) {
    skip(parsed.advisory.error(), feed, path);
    return {};
  }
  const Advisory& advisory = *parsed.advisory;
  std::vector<std::string_view> feeds;
  if (!feed.empty()) feeds.push_back(feed);
  for (const Affected& affected : advisory.affected) {
    std::string_view family = family_of(affected.ecosystem);
    if (!feed.empty() || family.empty()) continue;
    if (std::find(feeds.begin(), feeds.end(), family) != feeds.end()) continue;
    feeds.push_back(family);
    Feed noted = loose_;
    noted.name = family;
    if (!feeds_.contains(family)) set_feed(std::move(noted));
  }
  ++outcome_.records_read;
  if (broken_) broken_ = builder_->add(advisory, feeds, parsed.encoded);
  return broken_;
}

Status IndexWriter::add_json(std::string_view json, std::string_view feed, std::string_view path) {
  TRY(start());
  RecordEncoder encoder;
  return take(parse(json, encoder), feed, path);
}

Status IndexWriter::add_zip(std::string_view zip, std::string_view feed, std::string_view path,
                            Progress& progress) {
  archive::ZipArchive archive = TRY(archive::ZipArchive::open(zip, kMaxZipEntries));
  TRY(start());
  std::vector<const archive::ZipEntry*> entries;
  for (const archive::ZipEntry& entry : archive.entries())
    if (is_record(entry)) entries.push_back(&entry);
  progress.begin(fmt::format("reading {}", path), entries.size(), "records");
  ThreadPool pool;
  for (size_t begin = 0; begin < entries.size();) {
    size_t end = end_of_batch(entries, begin);
    std::vector<Parsed> parsed(end - begin, Parsed{Error(Code::kInvalid, "not read"), {}});
    for (unsigned worker = 0; worker < pool.size(); ++worker) {
      pool.submit([&, worker] {
        RecordEncoder encoder;
        for (size_t i = begin + worker; i < end; i += pool.size()) {
          uint64_t limit = std::min<uint64_t>(entries[i]->size, kMaxRecordBytes);
          Result<std::string> json = archive.read(*entries[i], limit);
          parsed[i - begin] = json ? parse(*json, encoder) : Parsed{json.error(), {}};
        }
      });
    }
    pool.wait();
    for (size_t i = begin; i < end; ++i)
      TRY(take(std::move(parsed[i - begin]), feed, fmt::format("{}!{}", path, entries[i]->name)));
    progress.add(end - begin);
    begin = end;
  }
  progress.end();
  return {};
}

Status IndexWriter::replace_by_zip(std::string_view zip, std::string_view feed,
                                   std::string_view path, Progress& progress) {
  archive::ZipArchive archive =
      TRY(archive::ZipArchive::open(zip, kMaxZipEntries).context("{}", path));
  if (!std::any_of(archive.entries().begin(), archive.entries().end(), is_record))
    return Error::make(Code::kInvalid, "{} holds no advisories", path);
  replace_feed(feed);
  return add_zip(zip, feed, path, progress);
}

void IndexWriter::set_exploits(ExploitLists lists) {
  new_exploits_ = std::make_unique<ExploitLists>(std::move(lists));
}

// The lists of the old generation, or what set_exploits() gave in their place.
ExploitLists IndexWriter::exploits() {
  ExploitLists lists = new_exploits_ ? std::move(*new_exploits_) : ExploitLists{};
  if (!old_) return lists;
  const TableLookup& tables = old_->tables();
  // A damaged row or a failed scan leaves a CVE without these remarks, nothing else.
  if (lists.epss.empty()) {
    lists.epss_date = tables.summary().epss_date;
    lists.epss_etag = tables.summary().epss_etag;
    (void)tables.store().scan(text_key(Table::kEpss, ""),
                              [&](std::string_view k, std::string_view v) {
                                if (auto row = decode_epss(v))
                                  lists.epss.push_back({std::string(k.substr(1)), *row});
                                return true;
                              });
  }
  if (lists.kev.empty()) {
    lists.kev_date = tables.summary().kev_date;
    lists.kev_etag = tables.summary().kev_etag;
    (void)tables.store().scan(
        text_key(Table::kKev, ""), [&](std::string_view k, std::string_view v) {
          if (auto row = decode_kev(v))
            lists.kev.push_back({std::string(k.substr(1)), std::string(row->added),
                                 std::string(row->due), row->ransomware});
          return true;
        });
  }
  return lists;
}

// One record of the old generation, for the feeds that it still belongs to.
Status IndexWriter::keep_record(std::string_view key, std::string_view brief_row) {
  BriefRow brief = TRY(decode_brief(brief_row));
  std::vector<std::string_view> feeds;
  for (std::string_view feed : brief.feeds)
    if (!replaced_.contains(std::string(feed)) &&
        !dropped_.contains(drop_key(feed, brief.brief.id)))
      feeds.push_back(feed);
  if (feeds.empty()) return {};
  std::string record_key(key);
  record_key[0] = static_cast<char>(Table::kRecord);
  std::optional<std::string_view> encoded = old_->tables().store().get(record_key);
  if (!encoded) return Error(Code::kInvalid, "the old index lacks a record");
  ++outcome_.records_kept;
  return builder_->add(TRY(decode_record(*encoded)), feeds, *encoded);
}

Status IndexWriter::keep_old(Progress& progress) {
  if (!old_) return {};
  progress.begin("keeping other advisories", old_->summary().advisories, "records");
  Status kept;
  TRY(old_->tables().store().scan(std::string(1, static_cast<char>(Table::kBrief)),
                                  [&](std::string_view key, std::string_view row) {
                                    kept = keep_record(key, row);
                                    progress.add(1);
                                    return kept.ok();
                                  }));
  progress.end();
  return std::move(kept).context("reading the old advisory index");
}

// Nothing new but when feeds were last looked at: the old rows with new feed rows.
Status IndexWriter::copy_old() {
  std::error_code error;
  std::filesystem::copy_file(generation_file(old_->summary().directory, old_->summary().generation),
                             generation_->new_file(), error);
  if (error) return Error::make(Code::kIo, "cannot copy the advisory index: {}", error.message());
  sink_ = TRY(LmdbSink::reopen(generation_->new_file()));
  for (const auto& [name, feed] : feeds_)
    TRY(sink_->put(text_key(Table::kFeed, name), encode_feed(feed)));
  outcome_.records_kept = old_->summary().advisories;
  return sink_->finish();
}

Status IndexWriter::write_rows(UnixSeconds now, Progress& progress) {
  TRY(start());
  TRY(keep_old(progress));
  progress.begin("writing the index", 0, "");
  std::vector<Feed> feeds;
  for (auto& [name, feed] : feeds_) {
    auto found = skipped_.find(name);
    uint64_t skipped = found == skipped_.end() ? 0 : found->second;
    feed.skipped = skipped + (replaced_.contains(name) ? 0 : feed.skipped);
    feeds.push_back(feed);
  }
  TRY(builder_->finish(std::move(feeds), exploits(), now));
  TRY(sink_->finish());
  progress.end();
  return {};
}

void IndexWriter::finish_diagnostics() {
  if (unlisted_ == 0) return;
  outcome_.diagnostics.push_back(
      {.message = fmt::format("{} more like these", std::exchange(unlisted_, 0))});
}

Result<Outcome> IndexWriter::publish(UnixSeconds now, Progress& progress) {
  TRY(std::move(broken_));
  finish_diagnostics();
  bool records_changed = builder_ || !replaced_.empty() || !dropped_.empty() || new_exploits_;
  if (!records_changed && !feeds_changed_) return std::move(outcome_);
  TRY(!records_changed && old_ ? copy_old() : write_rows(now, progress));
  builder_.reset();
  sink_.reset();
  outcome_.generation = TRY(generation_->publish());
  outcome_.published = true;
  return std::move(outcome_);
}

}  // namespace seawall::feed
