#include "match/cvss_metrics.h"

#include <gtest/gtest.h>

namespace seawall::match {
namespace {

constexpr std::array kRules = {MetricRule{"AV", "N,A"}, MetricRule{"E", "POC,U"}};

TEST(Metrics, ReadsInAnyOrder) {
  std::optional<Metrics> metrics = Metrics::read("E:POC/AV:N/", kRules, 1);
  ASSERT_TRUE(metrics);
  EXPECT_TRUE(metrics->is(0, "N"));
  EXPECT_EQ((*metrics)[1], "POC");
  EXPECT_EQ((*Metrics::read("AV:A", kRules, 1))[1], "");
}

TEST(Metrics, Refuses) {
  for (const char* bad :
       {"", "E:U", "AV:N/AV:N", "AV:", "AV", "AV:N//E:U", "AV:N,A", "av:N", "AV:N/X:Y", "AV:PO"})
    EXPECT_FALSE(Metrics::read(bad, kRules, 1)) << bad;
}

}  // namespace
}  // namespace seawall::match
