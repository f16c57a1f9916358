#include "feed/lmdb_store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

TEST(LmdbStore, WritesAndReads) {
  std::string path = fresh_folder("db") + "/index.mdb";
  auto sink = LmdbSink::create(path).value();
  ASSERT_TRUE(sink->put("A1", "one").ok());
  ASSERT_TRUE(sink->put("A2", std::string(100'000, 'x')).ok());
  ASSERT_TRUE(sink->put("A1", "again").ok());
  ASSERT_TRUE(sink->put("B", "b").ok());
  ASSERT_TRUE(sink->remove("A2").ok());
  ASSERT_TRUE(sink->remove("never there").ok());
  ASSERT_TRUE(sink->finish().ok());
  sink.reset();
  auto store = LmdbStore::open(path).value();
  EXPECT_EQ(store->get("A1"), "again");
  EXPECT_EQ(store->get("A2"), std::nullopt);
  std::vector<std::string> keys;
  ASSERT_TRUE(store
                  ->scan("A",
                         [&](std::string_view key, std::string_view) {
                           keys.emplace_back(key);
                           return true;
                         })
                  .ok());
  EXPECT_EQ(keys, std::vector<std::string>{"A1"});
  EXPECT_GT(store->bytes(), 0u);
  EXPECT_FALSE(LmdbSink::create(path).ok()) << "never over an old file";
}

TEST(LmdbStore, ManyRowsInSeveralTransactions) {
  std::string path = fresh_folder("db") + "/index.mdb";
  auto sink = LmdbSink::create(path).value();
  std::string value(4000, 'v');
  for (uint32_t i = 0; i < 6000; ++i)
    ASSERT_TRUE(sink->put(number_key(Table::kRecord, i), value).ok());
  ASSERT_TRUE(sink->finish().ok());
  sink.reset();
  auto store = LmdbStore::open(path).value();
  for (uint32_t i = 0; i < 6000; i += 500) EXPECT_TRUE(store->get(number_key(Table::kRecord, i)));
}

TEST(LmdbStore, RefusesWhatIsNoIndex) {
  std::string folder = fresh_folder("db");
  EXPECT_EQ(LmdbStore::open(folder + "/none").error().code(), Code::kNotFound);
  put_file(folder + "/empty", "");
  EXPECT_EQ(LmdbStore::open(folder + "/empty").error().code(), Code::kInvalid);
  put_file(folder + "/junk", std::string(100'000, 'j'));
  EXPECT_EQ(LmdbStore::open(folder + "/junk").error().code(), Code::kInvalid);
}

TEST(LmdbStore, RefusesAFileThatIsCutOff) {
  std::string path = fresh_folder("db") + "/index.mdb";
  auto sink = LmdbSink::create(path).value();
  for (uint32_t i = 0; i < 500; ++i)
    ASSERT_TRUE(sink->put(number_key(Table::kRecord, i), std::string(1000, 'v')).ok());
  ASSERT_TRUE(sink->finish().ok());
  sink.reset();
  ASSERT_EQ(::truncate(path.c_str(), 40'960), 0);
  EXPECT_EQ(LmdbStore::open(path).error().code(), Code::kInvalid);
}

TEST(LmdbStore, RowsCanBeChangedBeforePublishing) {
  std::string path = fresh_folder("db") + "/index.mdb";
  auto sink = LmdbSink::create(path).value();
  ASSERT_TRUE(sink->put("A", "a").ok());
  ASSERT_TRUE(sink->put("B", "b").ok());
  ASSERT_TRUE(sink->finish().ok());
  sink = LmdbSink::reopen(path).value();
  ASSERT_TRUE(sink->put("A", "new").ok());
  ASSERT_TRUE(sink->put("Aa", "between").ok());
  ASSERT_TRUE(sink->finish().ok());
  sink.reset();
  auto store = LmdbStore::open(path).value();
  EXPECT_EQ(store->get("A"), "new");
  EXPECT_EQ(store->get("Aa"), "between");
  EXPECT_EQ(store->get("B"), "b");
}

}  // namespace
}  // namespace seawall::feed
