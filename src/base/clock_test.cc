#include "base/clock.h"

#include <gtest/gtest.h>

namespace seawall {
namespace {

TEST(Clock, reads_and_writes_rfc3339) {
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_rfc3339("2026-08-22T18:05:02+02:00"), parse_rfc3339("2026-08-22T16:05:02.5Z"));
  EXPECT_EQ(format_rfc3339(*parse_rfc3339("2024-02-29T23:59:59Z")), "2024-02-29T23:59:59Z");
  EXPECT_EQ(format_rfc3339(*parse_rfc3339("0001-01-01T00:00:00Z")), "0001-01-01T00:00:00Z");
  EXPECT_EQ(format_date(*parse_rfc3339("2026-12-31")), "2026-12-31");
  EXPECT_EQ(format_date(*parse_rfc3339("2025-07-31")), "2025-07-31");
  for (const char* bad : {"", "2026", "2026-13-01", "2026-01-01T25:00:00Z", "2026-01-01T00:00",
                          "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+1", "2026-02-29",
                          "2026-04-31", "2026-12-32", "2026-01-00", "0000-01-01"})
    EXPECT_FALSE(parse_rfc3339(bad)) << bad;
}

TEST(Clock, says_ages_for_people) {
  EXPECT_EQ(format_age(1), "1 second");
  EXPECT_EQ(format_age(3 * 86400), "3 days");
}

}  // namespace
}  // namespace seawall
