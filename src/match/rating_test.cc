#include "match/rating.h"

#include <gtest/gtest.h>

namespace seawall::match {
namespace {

using finding::Finding;
using finding::Severity;

const std::string kHigh = "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H";  // 7.8
const std::string kLow = "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N";   // 3.1
const std::string kOld = "AV:N/AC:L/Au:N/C:C/I:C/A:C";                     // 10.0, CVSS 2

Finding applied(const RatingChoice& choice) {
  Finding out;
  choice.apply(out);
  return out;
}

TEST(Rating, TheVendorsWordComesFirst) {
  RatingChoice choice;
  choice.add_ratings({{"CVSS_V3", kHigh}}, "nvd", false);
  choice.add_ratings({{"CVSS_V3", kHigh}}, "debian", true);
  choice.add_word("unimportant", "debian", true);
  Finding out = applied(choice);
  EXPECT_EQ(out.severity, Severity::kLow);
  EXPECT_EQ(out.severity_source, "debian");
  EXPECT_EQ(out.scores.size(), 1u) << "one vector, given twice";
}

TEST(Rating, ThenTheVendorsScoreThenOthers) {
  RatingChoice choice;
  choice.add_word("critical", "ghsa", false);
  choice.add_ratings({{"CVSS_V3", kHigh}}, "nvd", false);
  EXPECT_EQ(applied(choice).severity, Severity::kHigh);
  choice.add_ratings({{"CVSS_V3", kLow}}, "debian", true);
  EXPECT_EQ(applied(choice).severity, Severity::kLow);
  EXPECT_EQ(applied(choice).severity_source, "cvss 3.1");
}

TEST(Rating, NewerCvssBeforeOlder) {
  RatingChoice choice;
  choice.add_ratings({{"CVSS_V2", kOld}, {"CVSS_V3", kLow}}, "gitlab", true);
  Finding out = applied(choice);
  EXPECT_EQ(out.severity, Severity::kLow);
  ASSERT_EQ(out.scores.size(), 2u);
  EXPECT_EQ(out.scores[0].version, "3.1");
  EXPECT_DOUBLE_EQ(out.scores[1].base, 10.0);
}

TEST(Rating, WordsAmongTheRatings) {
  RatingChoice choice;
  choice.add_ratings({{"CVSS_V3", kHigh}, {"Ubuntu", "negligible"}}, "ubuntu", true);
  EXPECT_EQ(applied(choice).severity, Severity::kLow);
  EXPECT_EQ(applied(choice).severity_source, "ubuntu");
}

TEST(Rating, NothingKnown) {
  RatingChoice choice;
  choice.add_word("not yet assigned", "debian", true);
  choice.add_ratings({{"CVSS_V3", "garbage"}}, "nvd", true);
  EXPECT_EQ(applied(choice).severity, Severity::kUnknown);
  EXPECT_TRUE(applied(choice).scores.empty());
}

TEST(Rating, Risk) {
  Finding f{.severity = Severity::kHigh};
  rate_risk(f);
  EXPECT_DOUBLE_EQ(f.risk, 0) << "no sign that anybody will try";
  f.epss = 0.5;
  rate_risk(f);
  EXPECT_DOUBLE_EQ(f.risk, 37.5);
  f.scores = {{.version = "3.1", .base = 8.5}};
  rate_risk(f);
  EXPECT_DOUBLE_EQ(f.risk, 40);
  f.exploited = Finding::Exploited{};
  rate_risk(f);
  EXPECT_DOUBLE_EQ(f.risk, 84);
  f.exploited->ransomware = true;
  f.severity = Severity::kCritical;
  f.scores[0].base = 10;
  rate_risk(f);
  EXPECT_DOUBLE_EQ(f.risk, 100) << "not more than all";
}

}  // namespace
}  // namespace seawall::match
