#include "feed/record_codec.h"

#include <gtest/gtest.h>

#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

Advisory full() {
  Advisory a = advisory_of({.id = "GHSA-1", .more = R"(,"aliases":["CVE-2024-1"],"upstream":["U-1"],
    "related":["R-1"],"summary":"s","details":"d","published":"p","withdrawn":"w",
    "severity":[{"type":"CVSS_V3","score":"x"}],"references":[{"type":"WEB","url":"u"}])"});
  a.affected[0].versions = {"1.0", "1.1"};
  a.affected[0].state = State::kPostponed;
  a.affected[0].module = "m:1";
  a.affected[0].symbols = {"a#b"};
  return a;
}

TEST(RecordCodec, IsLossless) {
  RecordEncoder encoder;
  Advisory a = full();
  EXPECT_EQ(decode_record(encoder.encode(a)).value(), a);
  EXPECT_EQ(decode_record(encoder.encode({})).value(), Advisory{});
}

TEST(RecordCodec, DamageIsAnError) {
  RecordEncoder encoder;
  std::string bytes = encoder.encode(full());
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode_record(std::string_view(bytes).substr(0, size)).ok()) << size;
  EXPECT_FALSE(decode_record("not zstd at all").ok());
}

}  // namespace
}  // namespace seawall::feed
