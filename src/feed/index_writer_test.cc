#include "feed/index_writer.h"

#include <gtest/gtest.h>

#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

Feed feed(std::string name, UnixSeconds fetched = 1) {
  return {.name = std::move(name), .source = "test", .fetched = fetched};
}

TEST(IndexWriter, NothingNewPublishesNothing) {
  std::string folder = fresh_folder("db");
  auto writer = IndexWriter::open(folder).value();
  EXPECT_EQ(writer->old(), nullptr);
  Outcome outcome = writer->publish(1, no_progress()).value();
  EXPECT_FALSE(outcome.published);
  writer.reset();
  EXPECT_EQ(Index::open(folder).error().code(), Code::kNotFound);
}

TEST(IndexWriter, ReplacedFeedsGoAndOthersStay) {
  std::string folder = fresh_folder("db");
  auto writer = IndexWriter::open(folder).value();
  ASSERT_TRUE(writer->add_json(json_of({.id = "A"}), "npm", "a").ok());
  ASSERT_TRUE(writer->add_json(json_of({.id = "B"}), "npm", "b").ok());
  ASSERT_TRUE(writer->add_json(json_of({.id = "B"}), "PyPI", "b").ok());
  writer->set_feed(feed("npm"));
  writer->set_feed(feed("PyPI"));
  ASSERT_TRUE(writer->publish(1, no_progress()).ok());
  writer = nullptr;
  writer = IndexWriter::open(folder).value();
  writer->replace_feed("npm");
  ASSERT_TRUE(writer->add_json(json_of({.id = "C"}), "npm", "c").ok());
  writer->set_feed(feed("npm", 2));
  Outcome outcome = writer->publish(2, no_progress()).value();
  EXPECT_EQ(outcome.records_read, 1u);
  EXPECT_EQ(outcome.records_kept, 1u);
  writer = nullptr;
  auto index = Index::open(folder).value();
  EXPECT_FALSE(index->advisory("A").ok());
  EXPECT_TRUE(index->advisory("B").ok()) << "the other feed still has it";
  EXPECT_TRUE(index->advisory("C").ok());
}

TEST(IndexWriter, DroppedRecordsGo) {
  std::string folder = fresh_folder("db");
  auto writer = IndexWriter::open(folder).value();
  for (const char* id : {"A", "B"})
    ASSERT_TRUE(writer->add_json(json_of({.id = id}), "npm", "").ok());
  writer->set_feed(feed("npm"));
  ASSERT_TRUE(writer->publish(1, no_progress()).ok());
  writer = nullptr;
  writer = IndexWriter::open(folder).value();
  writer->drop_record("npm", "A");
  ASSERT_TRUE(writer->publish(2, no_progress()).ok());
  writer = nullptr;
  auto index = Index::open(folder).value();
  EXPECT_FALSE(index->advisory("A").ok());
  EXPECT_TRUE(index->advisory("B").ok());
  EXPECT_EQ(index->feeds()[0].records, 1u);
}

TEST(IndexWriter, BadRecordsAreCountedAndNamed) {
  std::string folder = fresh_folder("db");
  auto writer = IndexWriter::open(folder).value();
  ASSERT_TRUE(writer->add_json(json_of({.id = "A"}), "npm", "a.json").ok());
  for (int i = 0; i < 150; ++i)
    ASSERT_TRUE(writer->add_json("{}", "npm", fmt::format("bad{}.json", i)).ok());
  writer->set_feed(feed("npm"));
  Outcome outcome = writer->publish(1, no_progress()).value();
  EXPECT_FALSE(outcome.complete);
  ASSERT_EQ(outcome.diagnostics.size(), 101u);
  EXPECT_EQ(outcome.diagnostics[0].path, "bad0.json");
  EXPECT_EQ(outcome.diagnostics[100].message, "50 more like these");
  writer = nullptr;
  EXPECT_EQ(Index::open(folder).value()->feeds()[0].skipped, 150u);
}

TEST(IndexWriter, ALaterLookAtTheFeedsNeedsNoRebuild) {
  std::string folder = fresh_folder("db");
  auto writer = IndexWriter::open(folder).value();
  ASSERT_TRUE(writer->add_json(json_of({.id = "A"}), "npm", "a").ok());
  writer->set_feed(feed("npm", 100));
  ASSERT_TRUE(writer->publish(1, no_progress()).ok());
  writer = nullptr;
  writer = IndexWriter::open(folder).value();
  Feed later = *writer->feed("npm");
  later.fetched = 200;
  writer->set_feed(later);
  Outcome outcome = writer->publish(2, no_progress()).value();
  EXPECT_TRUE(outcome.published);
  EXPECT_EQ(outcome.generation, 2u);
  writer = nullptr;
  auto index = Index::open(folder).value();
  EXPECT_EQ(index->feeds()[0].fetched, 200);
  EXPECT_EQ(index->feeds()[0].records, 1u);
  EXPECT_TRUE(index->advisory("A").ok());
}

TEST(IndexWriter, ExploitListsAreKeptUntilReplaced) {
  std::string folder = fresh_folder("db");
  auto writer = IndexWriter::open(folder).value();
  ASSERT_TRUE(writer->add_json(json_of({.id = "A"}), "npm", "a").ok());
  writer->set_feed(feed("npm"));
  ExploitLists lists;
  lists.epss = {{"CVE-2024-1", {0.5F, 0.5F}}};
  lists.kev = {{"CVE-2024-1", "2024-01-01", "", false}};
  lists.epss_date = "2024-06-01";
  writer->set_exploits(lists);
  ASSERT_TRUE(writer->publish(1, no_progress()).ok());
  writer = nullptr;
  writer = IndexWriter::open(folder).value();
  ExploitLists newer;
  newer.kev = {{"CVE-2024-2", "2024-02-01", "", false}};
  writer->set_exploits(newer);
  ASSERT_TRUE(writer->publish(2, no_progress()).ok());
  writer = nullptr;
  auto index = Index::open(folder).value();
  EXPECT_TRUE(index->epss("CVE-2024-1"));
  EXPECT_FALSE(index->kev("CVE-2024-1"));
  EXPECT_TRUE(index->kev("CVE-2024-2"));
  EXPECT_EQ(index->summary().epss_date, "2024-06-01");
}

TEST(IndexWriter, ADamagedOldIndexIsReplacedAndSaid) {
  std::string folder = fresh_folder("db");
  put_file(folder + "/current", "generations/1\n");
  put_file(folder + "/generations/1/index.mdb", std::string(20'000, 'x'));
  auto writer = IndexWriter::open(folder).value();
  ASSERT_TRUE(writer->add_json(json_of({.id = "A"}), "npm", "a").ok());
  writer->set_feed(feed("npm"));
  Outcome outcome = writer->publish(1, no_progress()).value();
  EXPECT_FALSE(outcome.complete);
  ASSERT_EQ(outcome.diagnostics.size(), 1u);
  writer = nullptr;
  EXPECT_TRUE(Index::open(folder).ok());
}

}  // namespace
}  // namespace seawall::feed
