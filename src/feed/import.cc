// Which files of a folder are advisories, and of which feed:
//
//   - ECOSYSTEM/all.zip, ECOSYSTEM/*.json: a feed in the layout of the OSV bucket, in place of its
//     old state
//   - all.zip at the top: the feed that the folder is named after
//   - other .zip and .json, at any depth: loose records, added to the feeds of their ecosystems
//   - epss_scores*.csv(.gz), known_exploited_vulnerabilities.json, at any depth
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "feed/change_list.h"
#include "feed/ecosystem.h"
#include "feed/exploit_lists.h"
#include "feed/index.h"
#include "feed/index_writer.h"

namespace seawall::feed {
namespace {

namespace fs = std::filesystem;

UnixSeconds modified_time(const std::string& path, UnixSeconds otherwise) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mtime : otherwise;
}

std::string file_name(const std::string& path) {
  return fs::path(path).filename().string();
}

// Folder names in the bucket are ecosystem names, with "/" of a repository URL as "_".
std::string feed_name(const std::string& folder) {
  std::string name = file_name(folder);
  return name.find(':') == std::string::npos ? std::string(family_of(name)) : name;
}

// Regular files and folders directly below, sorted.
Result<std::vector<std::string>> children(const std::string& path) {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error))
    out.push_back(at->path().string());
  if (error) return Error::make(Code::kIo, "cannot list {}: {}", path, error.message());
  std::sort(out.begin(), out.end());
  return out;
}

class Import {
 public:
  Import(IndexWriter& writer, UnixSeconds now, Progress& progress)
      : writer_(writer), now_(now), progress_(progress) {}

  Status run(const std::string& path) {
    if (!directory_exists(path)) {
      TRY(loose_file(path));
    } else if (file_exists(path + "/all.zip")) {
      TRY(feed_folder(path, TRY(children(path))));
    } else {
      TRY(folder(path, 0));
    }
    if (files_ == 0)
      return Error::make(Code::kNotFound, "{} holds no advisories (.json or .zip)", path);
    if (exploits_found_) writer_.set_exploits(std::move(exploits_));
    return {};
  }

 private:
  static constexpr int kMaxDepth = 16;

  Status folder(const std::string& path, int depth) {
    if (depth > kMaxDepth) return Error::make(Code::kLimit, "{} is nested too deep", path);
    for (const std::string& child : TRY(children(path))) {
      if (!directory_exists(child)) {
        TRY(loose_file(child));
        continue;
      }
      std::vector<std::string> inside = TRY(children(child));
      bool is_feed =
          file_exists(child + "/all.zip") || (is_family(feed_name(child)) && has_records(inside));
      TRY(is_feed ? feed_folder(child, inside) : folder(child, depth + 1));
    }
    return {};
  }

  static bool has_records(const std::vector<std::string>& files) {
    return std::any_of(files.begin(), files.end(),
                       [](const std::string& file) { return file.ends_with(".json"); });
  }

  Status feed_folder(const std::string& path, const std::vector<std::string>& files) {
    Feed feed;
    feed.name = feed_name(path);
    feed.source = path;
    feed.fetched = 0;
    writer_.replace_feed(feed.name);
    std::string zip = path + "/all.zip";
    if (file_exists(zip)) {
      feed.fetched = modified_time(zip, now_);
      TRY(add_zip(zip, feed.name));
    } else {
      for (const std::string& file : files) {
        if (!file.ends_with(".json")) continue;
        feed.fetched = std::max(feed.fetched, modified_time(file, now_));
        TRY(add_json(file, feed.name));
      }
    }
    writer_.set_feed(std::move(feed));
    return {};
  }

  Status add_zip(const std::string& path, std::string_view feed) {
    ++files_;
    MappedFile file = TRY(MappedFile::open(path));
    return writer_.add_zip(file.bytes(), feed, path, progress_).context("{}", path);
  }

  Status add_json(const std::string& path, std::string_view feed) {
    ++files_;
    Result<std::string> json = read_file(path, kMaxRecordBytes);
    if (json) return writer_.add_json(*json, feed, path);
    writer_.skip(json.error(), feed, path);
    return {};
  }

  Status loose_file(const std::string& path) {
    std::string name = file_name(path);
    if (name.starts_with("epss_scores")) return exploits(read_epss, path);
    if (name == "known_exploited_vulnerabilities.json") return exploits(read_kev, path);
    bool zip = name.ends_with(".zip");
    if (!zip && !name.ends_with(".json")) return {};
    writer_.set_loose({.source = path, .fetched = modified_time(path, now_)});
    return zip ? add_zip(path, "") : add_json(path, "");
  }

  Status exploits(Status (*read)(std::string_view, ExploitLists&), const std::string& path) {
    ++files_;
    exploits_found_ = true;
    return read(TRY(read_file(path, 256u << 20)), exploits_).context("{}", path);
  }

  IndexWriter& writer_;
  UnixSeconds now_;
  Progress& progress_;
  size_t files_ = 0;
  ExploitLists exploits_;
  bool exploits_found_ = false;
};

}  // namespace

Result<Outcome> import_directory(const std::string& path, const std::string& directory,
                                 const Clock& clock, Progress& progress) {
  std::unique_ptr<IndexWriter> writer = TRY(IndexWriter::open(directory));
  TRY(Import(*writer, clock.now(), progress).run(path).context("importing advisories"));
  return writer->publish(clock.now(), progress);
}

}  // namespace seawall::feed
