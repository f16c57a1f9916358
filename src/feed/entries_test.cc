#include "feed/entries.h"

#include <gtest/gtest.h>

#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

EntryView only_entry(const std::string& bytes) {
  EntryReader reader(bytes);
  EntryView entry;
  EXPECT_TRUE(reader.next(entry));
  EntryView none;
  EXPECT_FALSE(reader.next(none));
  EXPECT_TRUE(reader.ok());
  return entry;
}

std::vector<std::string> texts(std::string_view run) {
  TextReader reader(run);
  std::vector<std::string> out;
  std::string_view text;
  while (reader.next(text)) out.emplace_back(text);
  return out;
}

TEST(Entries, KeepWhatTheMatcherNeeds) {
  Affected affected = advisory_of({.id = "X-1", .ecosystem = "Debian:12"}).affected[0];
  affected.word = "low";
  affected.state = State::kNoDsa;
  affected.module = "nodejs:18";
  affected.informational = "notice";
  affected.ratings = {{"CVSS_V3", "CVSS:3.1/x"}, {"Ubuntu", "high"}};
  std::string bytes = encode_entry(300, affected);
  EntryView entry = only_entry(bytes);
  EXPECT_EQ(entry.advisory, 300u);
  EXPECT_EQ(entry.word, "low");
  EXPECT_EQ(entry.state, State::kNoDsa);
  EXPECT_EQ(entry.module, "nodejs:18");
  EXPECT_EQ(entry.informational, "notice");
  EXPECT_EQ(read_rating_list(entry.ratings), affected.ratings);
}

TEST(Entries, VersionsThatARangeCoversAreLeftOut) {
  Affected affected = advisory_of({.id = "X-1", .fixed = "1.2.0"}).affected[0];
  affected.versions = {"1.0.0", "3.0.0", "1.1.0", "3.0.0", "not-a-version"};
  std::string bytes = encode_entry(0, affected);
  EXPECT_EQ(texts(only_entry(bytes).versions),
            (std::vector<std::string>{"3.0.0", "not-a-version"}));
}

TEST(Entries, CommitRangesCoverNothing) {
  Affected affected{.ecosystem = "npm", .name = "x", .versions = {"1.0.0"}};
  affected.ranges = {{RangeType::kGit, "r", {{EventType::kIntroduced, "0"}}}};
  std::string bytes = encode_entry(0, affected);
  EXPECT_EQ(texts(only_entry(bytes).versions), std::vector<std::string>{"1.0.0"});
  EXPECT_TRUE(only_entry(bytes).ranges.empty());
}

TEST(Entries, BlocksAreCutByEcosystem) {
  std::string block = encode_block({{"Debian:11", "aa"}, {"Debian:11", "b"}, {"Debian:12", "cc"}});
  BlockReader reader(block);
  Release release;
  ASSERT_TRUE(reader.next(release));
  EXPECT_EQ(release.ecosystem, "Debian:11");
  EXPECT_EQ(release.entries, "aab");
  EXPECT_EQ(release.count, 2u);
  ASSERT_TRUE(reader.next(release));
  EXPECT_EQ(release.entries, "cc");
  EXPECT_FALSE(reader.next(release));
  EXPECT_TRUE(reader.ok());
}

TEST(Entries, DamageIsNoticed) {
  std::string block = encode_block({{"npm", "aa"}});
  for (size_t size = 0; size < block.size(); ++size) {
    BlockReader reader(std::string_view(block).substr(0, size));
    Release release;
    while (reader.next(release)) {
    }
    EXPECT_FALSE(reader.ok()) << size;
  }
}

TEST(Entries, OrdersByRangeType) {
  EXPECT_NE(order_of(RangeType::kSemver, "whatever"), nullptr);
  EXPECT_NE(order_of(RangeType::kEcosystem, "Debian:12"), nullptr);
  EXPECT_EQ(order_of(RangeType::kGit, "npm"), nullptr);
  EXPECT_EQ(order_of(RangeType::kEcosystem, "Nobody's"), nullptr);
}

}  // namespace
}  // namespace seawall::feed
