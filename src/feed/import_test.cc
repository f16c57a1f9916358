#include <gtest/gtest.h>

#include "feed/feed_testing.h"
#include "feed/index.h"

namespace seawall::feed {
namespace {

std::vector<std::string> feed_names(const std::string& folder) {
  std::vector<std::string> out;
  StatusReport report = status(folder).value();
  for (const Feed& feed : report.feeds) out.push_back(feed.name);
  return out;
}

TEST(Import, TheLayoutOfTheBucket) {
  std::string mirror = fresh_folder("mirror");
  std::string folder = fresh_folder("db");
  put_file(mirror + "/npm/all.zip", zip_of_records({{.id = "GHSA-1"}}));
  put_file(mirror + "/Debian/DSA-1-1.json", json_of({.id = "DSA-1-1", .ecosystem = "Debian:12"}));
  put_file(mirror + "/README.txt", "not an advisory");
  Outcome outcome = import_directory(mirror, folder).value();
  EXPECT_TRUE(outcome.complete);
  EXPECT_EQ(outcome.records_read, 2u);
  EXPECT_EQ(feed_names(folder), (std::vector<std::string>{"Debian", "npm"}));
}

TEST(Import, LooseFilesAreAddedToTheFeedsOfTheirEcosystems) {
  std::string files = fresh_folder("files");
  std::string folder = fresh_folder("db");
  put_file(files + "/2024/01/GHSA-1.json", json_of({.id = "GHSA-1"}));
  put_file(files + "/b.json", json_of({.id = "PYSEC-1", .ecosystem = "PyPI"}));
  ASSERT_TRUE(import_directory(files, folder).ok());
  put_file(files + "/one.json", json_of({.id = "GHSA-2"}));
  ASSERT_TRUE(import_directory(files + "/one.json", folder).ok());
  EXPECT_EQ(feed_names(folder), (std::vector<std::string>{"PyPI", "npm"}));
  EXPECT_EQ(status(folder).value().summary.advisories, 3u) << "nothing was replaced";
}

TEST(Import, OneZip) {
  std::string files = fresh_folder("files");
  std::string folder = fresh_folder("db");
  put_file(files + "/some.zip",
           zip_of_records({{.id = "GHSA-1"}, {.id = "PYSEC-1", .ecosystem = "PyPI"}}));
  ASSERT_TRUE(import_directory(files + "/some.zip", folder).ok());
  EXPECT_EQ(feed_names(folder), (std::vector<std::string>{"PyPI", "npm"}));
}

TEST(Import, OneFeedFolder) {
  std::string mirror = fresh_folder("mirror");
  std::string folder = fresh_folder("db");
  put_file(mirror + "/crates.io/all.zip",
           zip_of_records({{.id = "RUSTSEC-1", .ecosystem = "crates.io"}}));
  ASSERT_TRUE(import_directory(mirror + "/crates.io", folder).ok());
  EXPECT_EQ(feed_names(folder), std::vector<std::string>{"crates.io"});
}

TEST(Import, AgainReplacesTheFeed) {
  std::string mirror = fresh_folder("mirror");
  std::string folder = fresh_folder("db");
  put_file(mirror + "/npm/all.zip", zip_of_records({{.id = "GHSA-1"}, {.id = "GHSA-2"}}));
  ASSERT_TRUE(import_directory(mirror, folder).ok());
  put_file(mirror + "/npm/all.zip", zip_of_records({{.id = "GHSA-2"}}));
  ASSERT_TRUE(import_directory(mirror, folder).ok());
  EXPECT_FALSE(Index::open(folder).value()->advisory("GHSA-1").ok());
}

TEST(Import, ABadRecordIsADiagnosticAndTheFeedSaysSo) {
  std::string mirror = fresh_folder("mirror");
  std::string folder = fresh_folder("db");
  put_file(mirror + "/npm/all.zip",
           zip_of({{"GHSA-1.json", json_of({.id = "GHSA-1"})}, {"broken.json", "{\"id\":"}}));
  Outcome outcome = import_directory(mirror, folder).value();
  EXPECT_FALSE(outcome.complete);
  ASSERT_EQ(outcome.diagnostics.size(), 1u);
  EXPECT_NE(outcome.diagnostics[0].path.find("all.zip!broken.json"), std::string::npos);
  EXPECT_EQ(status(folder).value().feeds[0].skipped, 1u);
}

TEST(Import, ABadArchiveLeavesTheOldIndex) {
  std::string mirror = fresh_folder("mirror");
  std::string folder = fresh_folder("db");
  put_file(mirror + "/npm/all.zip", zip_of_records({{.id = "GHSA-1"}}));
  ASSERT_TRUE(import_directory(mirror, folder).ok());
  put_file(mirror + "/npm/all.zip", "no zip");
  EXPECT_FALSE(import_directory(mirror, folder).ok());
  EXPECT_TRUE(Index::open(folder).value()->advisory("GHSA-1").ok());
}

TEST(Import, NothingToImportIsSaid) {
  std::string folder = fresh_folder("db");
  EXPECT_EQ(import_directory(fresh_folder("empty"), folder).error().code(), Code::kNotFound);
}

TEST(Import, ExploitListsBesideTheFeeds) {
  std::string mirror = fresh_folder("mirror");
  std::string folder = fresh_folder("db");
  put_file(mirror + "/npm/all.zip", zip_of_records({{.id = "GHSA-1"}}));
  put_file(mirror + "/epss_scores-2024-06-01.csv",
           "#model_version:v1,score_date:2024-06-01T00:00:00+0000\ncve,epss,percentile\nCVE-2024-1,"
           "0.5,0.9\n");
  put_file(
      mirror + "/kev/known_exploited_vulnerabilities.json",
      R"({"dateReleased":"2024-06-02T00:00:00Z","vulnerabilities":[{"cveID":"CVE-2024-1","dateAdded":"2024-01-01"}]})");
  ASSERT_TRUE(import_directory(mirror, folder).ok());
  auto index = Index::open(folder).value();
  EXPECT_TRUE(index->epss("CVE-2024-1"));
  EXPECT_TRUE(index->kev("CVE-2024-1"));
  EXPECT_EQ(index->summary().epss_date, "2024-06-01");
  EXPECT_EQ(index->summary().kev_date, "2024-06-02");
}

}  // namespace
}  // namespace seawall::feed
