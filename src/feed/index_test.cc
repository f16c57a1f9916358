#include "feed/index.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

// A mirror folder with `count` records of npm, all modified at `modified`.
void make_mirror(const std::string& folder, int count, const std::string& modified) {
  std::vector<SimpleRecord> records;
  for (int i = 0; i < count; ++i)
    records.push_back({.id = fmt::format("GHSA-{}", i),
                       .name = fmt::format("p{}", i % 100),
                       .modified = modified});
  put_file(folder + "/npm/all.zip", zip_of_records(records));
}

TEST(Index, WithoutOneThePersonIsTold) {
  std::string folder = fresh_folder("db");
  EXPECT_EQ(Index::open(folder).error().code(), Code::kNotFound);
  EXPECT_EQ(status(folder + "/none").error().code(), Code::kNotFound);
}

TEST(Index, OpensWhatWasImported) {
  std::string mirror = fresh_folder("mirror");
  std::string folder = fresh_folder("db");
  make_mirror(mirror, 5, "2024-01-01T00:00:00Z");
  ASSERT_TRUE(import_directory(mirror, folder, FixedClock(1'700'000'000)).ok());
  auto index = Index::open(folder).value();
  EXPECT_EQ(index->summary().advisories, 5u);
  EXPECT_EQ(index->summary().generation, 1u);
  EXPECT_EQ(index->summary().created, 1'700'000'000);
  EXPECT_GT(index->summary().bytes, 0u);
  EXPECT_FALSE(index->entries("npm", "p3").empty());
  size_t seen = 0;
  ASSERT_TRUE(index->for_each([&](const Advisory&) { return ++seen < 3; }).ok());
  EXPECT_EQ(seen, 3u);
  StatusReport report = status(folder).value();
  ASSERT_EQ(report.feeds.size(), 1u);
  EXPECT_EQ(report.feeds[0].name, "npm");
  EXPECT_EQ(report.feeds[0].newest, "2024-01-01T00:00:00Z");
}

TEST(Index, AReaderKeepsItsGeneration) {
  std::string mirror = fresh_folder("mirror");
  std::string folder = fresh_folder("db");
  make_mirror(mirror, 5, "2024-01-01T00:00:00Z");
  ASSERT_TRUE(import_directory(mirror, folder).ok());
  auto index = Index::open(folder).value();
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(import_directory(mirror, folder).ok());
  EXPECT_EQ(index->advisory("GHSA-3").value().id, "GHSA-3");
  EXPECT_EQ(Index::open(folder).value()->summary().generation, 5u);
}

TEST(Index, ReadsWithoutPermissionToWrite) {
  std::string mirror = fresh_folder("mirror");
  std::string folder = fresh_folder("db");
  make_mirror(mirror, 5, "2024-01-01T00:00:00Z");
  ASSERT_TRUE(import_directory(mirror, folder).ok());
  std::string generation = folder + "/generations/1";
  ASSERT_EQ(::chmod((generation + "/index.mdb").c_str(), 0444), 0);
  ASSERT_EQ(::chmod(generation.c_str(), 0555), 0);
  pid_t child = ::fork();
  if (child == 0) {
    // Root writes anywhere, so become nobody.
    if (::getuid() == 0 && ::setuid(65534) != 0) ::_exit(2);
    Result<std::unique_ptr<Index>> index = Index::open(folder);
    ::_exit(index && (*index)->advisory("GHSA-1").ok() ? 0 : 1);
  }
  int result = 0;
  ASSERT_EQ(::waitpid(child, &result, 0), child);
  ASSERT_EQ(::chmod(generation.c_str(), 0755), 0);
  EXPECT_EQ(result, 0);
  EXPECT_FALSE(file_exists(generation + "/lock.mdb"));
}

// A writer is killed at random moments; whatever remains, the index opens, and is the old or the
// new one as a whole.
TEST(Index, SurvivesKillsAtAnyMoment) {
  std::string mirror = fresh_folder("mirror");
  std::string folder = fresh_folder("db");
  make_mirror(mirror, 2000, "2024-01-01T00:00:00Z");
  ASSERT_TRUE(import_directory(mirror, folder).ok());
  std::mt19937 random(3);
  int killed = 0;
  for (int round = 0; round < 40; ++round) {
    std::string modified = fmt::format("2024-02-01T00:00:{:02}Z", round);
    make_mirror(mirror, 2000, modified);
    pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) ::_exit(import_directory(mirror, folder).ok() ? 0 : 1);
    ::usleep(static_cast<useconds_t>(random() % 120'000));
    ::kill(child, SIGKILL);
    int result = 0;
    ASSERT_EQ(::waitpid(child, &result, 0), child);
    killed += WIFSIGNALED(result);
    auto index = Index::open(folder);
    ASSERT_TRUE(index.ok()) << round << ": " << index.error().message();
    ASSERT_EQ((*index)->summary().advisories, 2000u);
    std::string first = (*index)->advisory("GHSA-0").value().modified;
    ASSERT_EQ((*index)->advisory("GHSA-1999").value().modified, first);
    if (!WIFSIGNALED(result)) {
      ASSERT_EQ(first, modified);
    }
  }
  EXPECT_GT(killed, 5);
  ASSERT_TRUE(import_directory(mirror, folder).ok());
  size_t left = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/generations"))
    left += entry.is_directory();
  EXPECT_LE(left, 2u);
}

}  // namespace
}  // namespace seawall::feed
