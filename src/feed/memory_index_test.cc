#include "feed/memory_index.h"

#include <gtest/gtest.h>

#include "feed/entries.h"
#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

std::unique_ptr<TableLookup> sample() {
  ExploitLists exploits;
  exploits.epss = {{"CVE-2024-1", {0.5F, 0.9F}}};
  exploits.kev = {{"CVE-2024-1", "2024-01-02", "2024-01-09", true}};
  return make_memory_index(
      {advisory_of({.id = "GHSA-1", .more = R"(,"aliases":["CVE-2024-1"])"}),
       advisory_of({.id = "DSA-1-1",
                    .ecosystem = "Debian:12",
                    .name = "node-left-pad",
                    .more = R"(,"related":["CVE-2024-1","CVE-2024-2"])"}),
       advisory_of({.id = "PYSEC-1", .ecosystem = "PyPI", .name = "Left.Pad"}),
       advisory_of({.id = "PYSEC-2",
                    .ecosystem = "PyPI",
                    .name = "left-pad",
                    .more = R"(,"withdrawn":"2024-01-02T00:00:00Z","aliases":["CVE-2024-3"])"})},
      1000, exploits);
}

std::vector<std::string> ids(const TableLookup& index, std::string_view family,
                             std::string_view name) {
  std::vector<std::string> out;
  std::string_view block = index.entries(family, name);
  if (block.empty()) return out;
  BlockReader releases(block);
  Release release;
  while (releases.next(release)) {
    EntryReader entries(release.entries);
    EntryView entry;
    while (entries.next(entry)) out.emplace_back(index.brief(entry.advisory).value().id);
  }
  return out;
}

TEST(MemoryIndex, FindsByNormalName) {
  auto index = sample();
  EXPECT_EQ(ids(*index, "npm", "left-pad"), std::vector<std::string>{"GHSA-1"});
  EXPECT_EQ(ids(*index, "PyPI", "left-pad"), std::vector<std::string>{"PYSEC-1"});
  EXPECT_TRUE(ids(*index, "npm", "left-pa").empty());
  EXPECT_EQ(index->entries_of("Debian:12"), 1u);
  EXPECT_EQ(index->entries_of("Debian:11"), 0u);
  EXPECT_EQ(index->releases("Debian"), std::vector<std::string>{"Debian:12"});
  EXPECT_TRUE(index->releases("Deb").empty());
}

TEST(MemoryIndex, WithdrawnRecordsAreKeptButNeverFound) {
  auto index = sample();
  EXPECT_EQ(index->advisory("PYSEC-2").value().withdrawn, "2024-01-02T00:00:00Z");
  EXPECT_EQ(index->advisory("CVE-2024-3").error().code(), Code::kNotFound);
  EXPECT_EQ(index->summary().advisories, 3u);
  for (const Feed& feed : index->feeds())
    if (feed.name == "PyPI") {
      EXPECT_EQ(feed.records, 1u);
      EXPECT_EQ(feed.withdrawn, 1u);
    }
}

TEST(MemoryIndex, AnyNameLeadsToTheRecords) {
  auto index = sample();
  EXPECT_EQ(index->advisory("CVE-2024-1").value().id, "GHSA-1");
  EXPECT_EQ(index->advisory("CVE-2024-2").value().id, "DSA-1-1");
  EXPECT_EQ(index->records_of("CVE-2024-1"), (std::vector<std::string>{"DSA-1-1", "GHSA-1"}));
  EXPECT_EQ(index->records_of("DSA-1-1"), std::vector<std::string>{"DSA-1-1"});
  EXPECT_TRUE(index->records_of("CVE-1999-1").empty());
}

TEST(MemoryIndex, ExploitLists) {
  auto index = sample();
  EXPECT_FLOAT_EQ(index->epss("CVE-2024-1")->probability, 0.5F);
  EXPECT_FALSE(index->epss("CVE-2024-2"));
  EXPECT_TRUE(index->kev("CVE-2024-1")->ransomware);
}

TEST(MemoryIndex, OfTwoRecordsOfOneIdTheLaterCounts) {
  for (bool newer_first : {true, false}) {
    Advisory old =
        advisory_of({.id = "GHSA-1", .fixed = "1.0.0", .more = R"(,"aliases":["CVE-2024-1"])"});
    Advisory now =
        advisory_of({.id = "GHSA-1", .name = "other", .modified = "2024-05-01T00:00:00Z"});
    auto index = newer_first ? make_memory_index({now, old}, 1) : make_memory_index({old, now}, 1);
    EXPECT_EQ(index->advisory("GHSA-1").value(), now);
    EXPECT_TRUE(ids(*index, "npm", "left-pad").empty());
    EXPECT_EQ(ids(*index, "npm", "other"), std::vector<std::string>{"GHSA-1"});
    EXPECT_TRUE(index->records_of("CVE-2024-1").empty());
    EXPECT_EQ(index->summary().advisories, 1u);
  }
}

}  // namespace
}  // namespace seawall::feed
