#include "feed/advisory.h"

#include <gtest/gtest.h>

namespace seawall::feed {
namespace {

TEST(Advisory, PublishersByPrefix) {
  EXPECT_EQ(publisher("GHSA-jfh8-c2jp-5v3q"), "ghsa");
  EXPECT_EQ(publisher("DLA-3000-1"), "debian");
  EXPECT_EQ(publisher("CVE-2021-44228"), "nvd");
  EXPECT_EQ(publisher("SUSE-SU-2024:1-1"), "suse");
  EXPECT_EQ(publisher("unheard-of"), "");
}

TEST(Advisory, MaliciousPackagesAreKnownByTheirId) {
  EXPECT_TRUE((Advisory{.id = "MAL-2023-462"}.malicious()));
  EXPECT_FALSE((Advisory{.id = "NORMAL-1"}.malicious()));
}

TEST(Advisory, Names) {
  EXPECT_STREQ(range_type_name(RangeType::kSemver), "SEMVER");
  EXPECT_STREQ(event_type_name(EventType::kLastAffected), "last_affected");
  EXPECT_STREQ(state_name(State::kNoDsa), "no-dsa");
  EXPECT_STREQ(state_name(State::kNone), "");
}

}  // namespace
}  // namespace seawall::feed
