#include "feed/table_lookup.h"

#include <gtest/gtest.h>

#include "feed/feed_testing.h"
#include "feed/memory_index.h"

namespace seawall::feed {
namespace {

TEST(TableLookup, AnIncompleteIndexIsNotOpened) {
  EXPECT_EQ(TableLookup::open(std::make_unique<MemoryStore>()).error().code(), Code::kInvalid);
}

TEST(TableLookup, DamagedRowsAreErrors) {
  auto store = std::make_unique<MemoryStore>();
  ASSERT_TRUE(
      store->put(text_key(Table::kSummary, ""), encode_summary({.format = kIndexFormat})).ok());
  ASSERT_TRUE(store->put(number_key(Table::kBrief, 0), "garbage").ok());
  ASSERT_TRUE(store->put(number_key(Table::kGroup, 0), "\xFF\xFF").ok());
  ASSERT_TRUE(store->put(number_key(Table::kRecord, 0), "garbage").ok());
  ASSERT_TRUE(store->put(text_key(Table::kId, "X"), encode_id({.advisory = 0})).ok());
  auto lookup = TableLookup::open(std::move(store)).value();
  EXPECT_EQ(lookup->brief(0).error().code(), Code::kInvalid);
  EXPECT_EQ(lookup->brief(1).error().code(), Code::kInvalid);
  EXPECT_EQ(lookup->group(0).error().code(), Code::kInvalid);
  EXPECT_EQ(lookup->advisory("X").error().code(), Code::kInvalid);
  EXPECT_EQ(lookup->advisory("Y").error().code(), Code::kNotFound);
  EXPECT_TRUE(lookup->records_of("X").empty());
}

TEST(TableLookup, ADamagedFeedRowIsAnError) {
  auto store = std::make_unique<MemoryStore>();
  ASSERT_TRUE(
      store->put(text_key(Table::kSummary, ""), encode_summary({.format = kIndexFormat})).ok());
  ASSERT_TRUE(store->put(text_key(Table::kFeed, "npm"), "x").ok());
  EXPECT_FALSE(TableLookup::open(std::move(store)).ok());
}

}  // namespace
}  // namespace seawall::feed
