#include "feed/tables.h"

#include <gtest/gtest.h>

#include <limits>

#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

TEST(Tables, KeysSortAsNumbersDo) {
  EXPECT_LT(number_key(Table::kRecord, 255), number_key(Table::kRecord, 256));
  EXPECT_LT(number_key(Table::kRecord, 1u << 24), number_key(Table::kRecord, UINT32_MAX));
  EXPECT_LT(number_key(Table::kRecord, UINT32_MAX), text_key(Table::kSummary, ""));
}

TEST(Tables, LongNamesHaveKeysOfTheirOwn) {
  std::string a(4000, 'x');
  std::string b = a;
  b.back() = 'y';
  std::string key_a;
  std::string key_b;
  package_key("npm", a, key_a);
  package_key("npm", b, key_b);
  EXPECT_NE(key_a, key_b);
  EXPECT_LT(key_a.size(), 512u);
}

TEST(Tables, RowsReadBack) {
  Advisory a =
      advisory_of({.id = "X-1", .more = R"(,"summary":"s","severity":[{"type":"t","score":"v"}])"});
  std::string row = encode_brief_head(a) + encode_brief_tail({7, 9}, {"npm", "PyPI"});
  BriefRow brief = decode_brief(row).value();
  EXPECT_EQ(brief.brief.id, "X-1");
  EXPECT_EQ(brief.brief.summary, "s");
  EXPECT_EQ(brief.brief.groups, (std::vector<uint32_t>{7, 9}));
  EXPECT_EQ(brief.feeds.size(), 2u);
  std::string bytes = encode_group("CVE-1", {"GHSA-1"}, {1, 2}, {3});
  Group group = decode_group(bytes).value();
  EXPECT_EQ(group.id, "CVE-1");
  EXPECT_EQ(group.bundles, std::vector<uint32_t>{3});
  IdRow id = decode_id(encode_id({.advisory = std::nullopt, .group = 0})).value();
  EXPECT_FALSE(id.advisory);
  EXPECT_EQ(id.group, 0u);
  Feed feed{.name = "npm", .source = "s", .fetched = 12, .etag = "\"e\"", .list_etag = "l"};
  EXPECT_EQ(decode_feed(encode_feed(feed)).value().list_etag, "l");
  std::string kev = encode_kev({"2021-12-10", "2021-12-24", true});
  EXPECT_EQ(decode_kev(kev)->due, "2021-12-24");
  EXPECT_FLOAT_EQ(decode_epss(encode_epss({0.5F, 0.9F}))->percentile, 0.9F);
}

TEST(Tables, DamageIsAnError) {
  std::string brief = encode_brief_head({.id = "X"}) + encode_brief_tail({1}, {"npm"});
  EXPECT_FALSE(decode_brief(brief.substr(0, brief.size() - 1)).ok());
  EXPECT_FALSE(decode_brief(brief + "x").ok());
  EXPECT_FALSE(decode_group("\xFF").ok());
  EXPECT_FALSE(decode_id("").ok());
  EXPECT_FALSE(decode_feed("abc").ok());
  EXPECT_FALSE(decode_epss(encode_epss({2.0F, 0.0F})));
  EXPECT_FALSE(decode_epss(encode_epss({std::numeric_limits<float>::quiet_NaN(), 0.0F})));
  EXPECT_FALSE(decode_epss("abc"));
  EXPECT_FALSE(decode_kev(""));
}

TEST(Tables, AnotherFormatIsSaid) {
  SummaryRow row{.format = kIndexFormat, .created = 5, .advisories = 6, .epss_date = "d"};
  EXPECT_EQ(decode_summary(encode_summary(row)).value().advisories, 6u);
  row.format = kIndexFormat + 1;
  EXPECT_EQ(decode_summary(encode_summary(row)).error().code(), Code::kUnsupported);
}

}  // namespace
}  // namespace seawall::feed
