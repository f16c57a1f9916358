#include "feed/update.h"

#include <gtest/gtest.h>

#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

// Counts what is asked for, and fails where told to.
class WatchedFetcher : public Fetcher {
 public:
  Result<FetchResponse> get(const FetchRequest& request, FetchSink& sink) override {
    std::string name = std::filesystem::path(request.url).filename();
    asked.push_back(name);
    if (!fail.empty() && request.url.find(fail) != std::string::npos)
      return Error(Code::kUnavailable, "no route to host");
    return files_->get(request, sink);
  }
  bool has(std::string_view name) const {
    return std::find(asked.begin(), asked.end(), name) != asked.end();
  }
  std::vector<std::string> asked;
  std::string fail;

 private:
  std::unique_ptr<Fetcher> files_ = folder_fetcher();
};

class Update : public testing::Test {
 protected:
  void SetUp() override {
    mirror_ = fresh_folder("mirror");
    options_.directory = fresh_folder("db");
    options_.base = mirror_;
    options_.feeds = {"npm"};
    options_.epss = options_.kev = "";
  }
  // Publishes records on the mirror: archive, list and single files.
  void publish(const std::string& feed, const std::vector<SimpleRecord>& records) {
    put_file(mirror_ + "/" + feed + "/all.zip", zip_of_records(records));
    std::string list;
    for (const SimpleRecord& record : records) {
      list += record.modified + "," + record.id + "\n";
      put_file(mirror_ + "/" + feed + "/" + record.id + ".json", json_of(record));
    }
    put_file(mirror_ + "/" + feed + "/modified_id.csv", list);
  }
  Result<Outcome> run() {
    fetcher_.asked.clear();
    clock_.advance(3600);
    return update(options_, fetcher_, clock_);
  }
  std::unique_ptr<Index> index() { return Index::open(options_.directory).value(); }

  std::string mirror_;
  UpdateOptions options_;
  WatchedFetcher fetcher_;
  FixedClock clock_{1'700'000'000};
};

TEST_F(Update, FirstTheWholeThenOnlyWhatChanged) {
  publish("npm", {{.id = "A"}, {.id = "B"}, {.id = "C"}});
  Outcome first = run().value();
  EXPECT_TRUE(first.published);
  EXPECT_EQ(first.records_read, 3u);
  EXPECT_GT(first.bytes_fetched, 0u);
  EXPECT_TRUE(fetcher_.has("all.zip"));
  EXPECT_FALSE(file_exists(options_.directory + "/downloads/npm.zip"));
  // B changed, C was removed, D is new.
  publish("npm", {{.id = "A"},
                  {.id = "B", .fixed = "9.0.0", .modified = "2024-06-01T00:00:00Z"},
                  {.id = "D"}});
  Outcome second = run().value();
  EXPECT_EQ(second.records_read, 2u);
  EXPECT_FALSE(fetcher_.has("all.zip"));
  EXPECT_FALSE(fetcher_.has("A.json"));
  EXPECT_EQ(index()->advisory("B")->modified, "2024-06-01T00:00:00Z");
  EXPECT_FALSE(index()->advisory("C").ok());
  EXPECT_TRUE(index()->advisory("D").ok());
  EXPECT_EQ(index()->feeds()[0].fetched, clock_.now());
}

TEST_F(Update, NothingNewNotesTheLook) {
  publish("npm", {{.id = "A"}});
  ASSERT_TRUE(run().ok());
  ASSERT_TRUE(run().ok());  // learns the list's ETag
  Outcome again = run().value();
  EXPECT_EQ(fetcher_.asked, std::vector<std::string>{"modified_id.csv"});
  EXPECT_EQ(again.records_read, 0u);
  EXPECT_EQ(index()->feeds()[0].fetched, clock_.now());
}

TEST_F(Update, ManyChangesFetchTheWhole) {
  publish("npm", {{.id = "A"}, {.id = "B"}});
  ASSERT_TRUE(run().ok());
  options_.changed_limit = 1;
  publish("npm", {{.id = "C"}, {.id = "D"}});
  ASSERT_TRUE(run().ok());
  EXPECT_TRUE(fetcher_.has("all.zip"));
  EXPECT_EQ(index()->summary().advisories, 2u);
}

TEST_F(Update, AMirrorWithoutListsIsAskedConditionally) {
  publish("npm", {{.id = "A"}});
  std::filesystem::remove(mirror_ + "/npm/modified_id.csv");
  ASSERT_TRUE(run().ok());
  Outcome again = run().value();
  EXPECT_EQ(again.bytes_fetched, 0u);
  EXPECT_EQ(index()->summary().advisories, 1u);
}

TEST_F(Update, AFeedThatFailsKeepsItsStateAndIsSaid) {
  publish("npm", {{.id = "A"}});
  publish("PyPI", {{.id = "P", .ecosystem = "PyPI"}});
  options_.feeds = {"npm", "PyPI"};
  ASSERT_TRUE(run().ok());
  UnixSeconds first = clock_.now();
  publish("npm", {{.id = "A"}, {.id = "A2"}});
  publish("PyPI", {{.id = "P", .ecosystem = "PyPI"}, {.id = "P2", .ecosystem = "PyPI"}});
  fetcher_.fail = "/npm/";
  Outcome outcome = run().value();
  EXPECT_FALSE(outcome.complete);
  ASSERT_EQ(outcome.diagnostics.size(), 1u);
  EXPECT_EQ(outcome.diagnostics[0].path, "npm");
  EXPECT_TRUE(index()->advisory("A").ok());
  EXPECT_FALSE(index()->advisory("A2").ok());
  EXPECT_TRUE(index()->advisory("P2").ok());
  auto now = index();
  for (const Feed& feed : now->feeds()) EXPECT_EQ(feed.fetched == first, feed.name == "npm");
}

TEST_F(Update, ARecordThatFailsIsFetchedNextTime) {
  publish("npm", {{.id = "A"}});
  ASSERT_TRUE(run().ok());
  publish("npm", {{.id = "A"}, {.id = "B"}, {.id = "C"}});
  put_file(mirror_ + "/npm/B.json", "{\"id\":");
  Outcome outcome = run().value();
  EXPECT_FALSE(outcome.complete);
  EXPECT_TRUE(index()->advisory("C").ok());
  put_file(mirror_ + "/npm/B.json", json_of({.id = "B"}));
  EXPECT_TRUE(run().value().complete);
  EXPECT_TRUE(fetcher_.has("B.json"));
  EXPECT_FALSE(fetcher_.has("C.json"));
  EXPECT_TRUE(index()->advisory("B").ok());
}

TEST_F(Update, ARecordThatStaysBadIsCountedOnce) {
  publish("npm", {{.id = "A"}});
  ASSERT_TRUE(run().ok());
  for (int i = 0; i < 3; ++i) {
    publish("npm", {{.id = "A"}, {.id = "B"}, {.id = fmt::format("C{}", i)}});
    put_file(mirror_ + "/npm/B.json", "{\"id\":");
    ASSERT_TRUE(run().ok());
    EXPECT_EQ(index()->feeds()[0].skipped, 1u);
    EXPECT_EQ(index()->feeds()[0].fetched, clock_.now()) << "all that there is was fetched";
  }
  publish("npm", {{.id = "A"}, {.id = "B"}});
  ASSERT_TRUE(run().ok());
  EXPECT_EQ(index()->feeds()[0].skipped, 0u);
}

TEST_F(Update, AnEmptyListRemovesNothing) {
  publish("npm", {{.id = "A"}});
  ASSERT_TRUE(run().ok());
  put_file(mirror_ + "/npm/modified_id.csv", "");
  ASSERT_TRUE(run().ok());
  EXPECT_TRUE(fetcher_.has("all.zip"));
  EXPECT_TRUE(index()->advisory("A").ok());
}

TEST_F(Update, AnEmptyArchiveKeepsTheOldFeed) {
  publish("npm", {{.id = "A"}});
  ASSERT_TRUE(run().ok());
  std::filesystem::remove(mirror_ + "/npm/modified_id.csv");
  put_file(mirror_ + "/npm/all.zip", zip_of({}));
  EXPECT_FALSE(run().value().complete);
  EXPECT_TRUE(index()->advisory("A").ok());
}

TEST_F(Update, ABadArchiveKeepsTheOldFeed) {
  publish("npm", {{.id = "A"}});
  ASSERT_TRUE(run().ok());
  std::filesystem::remove(mirror_ + "/npm/modified_id.csv");
  put_file(mirror_ + "/npm/all.zip", "<html>welcome to the hotel</html>");
  Outcome outcome = run().value();
  EXPECT_FALSE(outcome.complete);
  EXPECT_TRUE(index()->advisory("A").ok());
}

TEST_F(Update, NothingAtAllIsAnError) {
  EXPECT_EQ(run().error().code(), Code::kNotFound);
  EXPECT_EQ(Index::open(options_.directory).error().code(), Code::kNotFound);
  options_.feeds.clear();
  EXPECT_EQ(run().error().code(), Code::kUsage);
  options_.feeds = {"npm", "../npm"};
  EXPECT_EQ(run().error().code(), Code::kUsage);
}

TEST_F(Update, FeedsOfTheIndexAreBroughtUpToDateToo) {
  publish("npm", {{.id = "A"}});
  publish("PyPI", {{.id = "P", .ecosystem = "PyPI"}});
  ASSERT_TRUE(run().ok());
  options_.feeds = {"PyPI:whatever"};
  ASSERT_TRUE(run().ok());
  EXPECT_EQ(index()->feeds().size(), 2u);
  options_.only_named = true;
  ASSERT_TRUE(run().ok());
  EXPECT_EQ(fetcher_.asked.size(), 1u);
}

TEST_F(Update, AllEcosystems) {
  publish("npm", {{.id = "A"}});
  publish("PyPI", {{.id = "P", .ecosystem = "PyPI"}});
  put_file(mirror_ + "/ecosystems.txt", "npm\nPyPI\nDebian:12\n../../etc\n");
  options_.feeds.clear();
  options_.all = true;
  ASSERT_TRUE(run().ok());
  EXPECT_EQ(index()->feeds().size(), 2u);
}

TEST_F(Update, ExploitLists) {
  publish("npm", {{.id = "A"}});
  options_.epss = mirror_ + "/epss.csv";
  options_.kev = mirror_ + "/kev.json";
  put_file(options_.epss, "cve,epss,percentile\nCVE-2024-1,0.5,0.9\n");
  ASSERT_TRUE(run().ok()) << "a missing list is a diagnostic";
  EXPECT_TRUE(index()->epss("CVE-2024-1"));
  put_file(options_.kev,
           R"({"vulnerabilities":[{"cveID":"CVE-2024-1","dateAdded":"2024-01-01"}]})");
  Outcome outcome = run().value();
  EXPECT_TRUE(outcome.complete);
  EXPECT_TRUE(index()->epss("CVE-2024-1"));
  EXPECT_TRUE(index()->kev("CVE-2024-1"));
}

TEST(FeedFor, TypesAndDistributions) {
  EXPECT_EQ(feed_for("deb", "debian"), "Debian");
  EXPECT_EQ(feed_for("rpm", "sles"), "SUSE");
  EXPECT_EQ(feed_for("rpm", "amzn"), "");
  EXPECT_EQ(feed_for("golang", ""), "Go");
  EXPECT_EQ(feed_for("generic", ""), "");
}

}  // namespace
}  // namespace seawall::feed
