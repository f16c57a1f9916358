#include "finding/finding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace seawall::finding {
namespace {

TEST(Severity, ReadsTheWordsOfAllVendors) {
  EXPECT_EQ(parse_severity("CRITICAL"), Severity::kCritical);
  EXPECT_EQ(parse_severity("Important"), Severity::kHigh);
  EXPECT_EQ(parse_severity("moderate"), Severity::kMedium);
  EXPECT_EQ(parse_severity("negligible"), Severity::kLow);
  EXPECT_EQ(parse_severity("unimportant"), Severity::kLow);
  EXPECT_EQ(parse_severity("none"), Severity::kNone);
  EXPECT_FALSE(parse_severity("not yet assigned"));
  EXPECT_FALSE(parse_severity(""));
}

TEST(Severity, EveryNameReadsBack) {
  for (int i = 0; i <= static_cast<int>(Severity::kCritical); ++i)
    EXPECT_EQ(parse_severity(severity_name(static_cast<Severity>(i))), static_cast<Severity>(i));
}

Finding lodash() {
  Finding finding{.id = "CVE-2021-23337", .kind = "vulnerability", .severity = Severity::kHigh};
  finding.subject.purl = "pkg:npm/%40scope/lodash@4.17.4?arch=x#sub";
  finding.subject.version = "4.17.4";
  finding.subject.path = "app/package-lock.json";
  return finding;
}

TEST(Fingerprint, SurvivesAnUpgradeAndANewRating) {
  Finding old = lodash();
  Finding now = lodash();
  now.subject.purl = "pkg:npm/%40scope/lodash@4.17.5";
  now.subject.version = "4.17.5";
  now.severity = Severity::kLow;
  now.title = "other words";
  now.subject.line = 7;
  EXPECT_EQ(fingerprint(old), fingerprint(now));
  EXPECT_EQ(fingerprint(old).size(), 32u);
}

TEST(Fingerprint, TellsDifferentThingsApart) {
  std::vector<Finding> all(6, lodash());
  all[1].id = "CVE-2020-8203";
  all[2].subject.path = "other/package-lock.json";
  all[3].subject.purl = "pkg:npm/lodash@4.17.4";
  all[4].subject.name = "web";
  all[5].kind = "waiver";
  std::vector<std::string> prints;
  for (const Finding& finding : all) prints.push_back(fingerprint(finding));
  std::sort(prints.begin(), prints.end());
  EXPECT_EQ(std::unique(prints.begin(), prints.end()), prints.end());
}

TEST(Fingerprint, DoesNotConfuseFieldBoundaries) {
  Finding a{.id = "x", .kind = "check"};
  a.subject.kind = "ab";
  a.subject.name_space = "c";
  Finding b{.id = "x", .kind = "check"};
  b.subject.kind = "a";
  b.subject.name_space = "bc";
  EXPECT_NE(fingerprint(a), fingerprint(b));
}

TEST(Order, MostUrgentFirst) {
  Finding suppressed = lodash();
  suppressed.severity = Severity::kCritical;
  suppressed.suppression = Suppression{};
  Finding low = lodash();
  low.severity = Severity::kLow;
  Finding fixable = lodash();
  fixable.status = FixStatus::kFixed;
  Finding other = lodash();
  other.id = "CVE-2000-0001";
  std::vector<Finding> all = {suppressed, low, lodash(), other, fixable};
  std::sort(all.begin(), all.end(), more_urgent);
  EXPECT_EQ(all[0].status, FixStatus::kFixed);
  EXPECT_EQ(all[1].id, "CVE-2000-0001");
  EXPECT_EQ(all[2].id, "CVE-2021-23337");
  EXPECT_EQ(all[3].severity, Severity::kLow);
  EXPECT_TRUE(all[4].suppression);
  EXPECT_FALSE(more_urgent(all[0], all[0]));
}

TEST(Order, ExploitedAndRiskyFirstWithinASeverity) {
  Finding plain = lodash();
  plain.id = "CVE-2000-0001";
  plain.status = FixStatus::kFixed;
  Finding risky = lodash();
  risky.risk = 40;
  Finding exploited = lodash();
  exploited.exploited.emplace();
  Finding graver = lodash();
  graver.severity = Severity::kCritical;
  std::vector<Finding> all = {plain, risky, exploited, graver};
  std::sort(all.begin(), all.end(), more_urgent);
  EXPECT_EQ(all[0].severity, Severity::kCritical);
  EXPECT_TRUE(all[1].exploited);
  EXPECT_EQ(all[2].risk, 40);
  EXPECT_EQ(all[3].id, "CVE-2000-0001");
}

TEST(Names, AreTheWordsOfReports) {
  EXPECT_STREQ(fix_status_name(FixStatus::kWillNotFix), "will_not_fix");
  EXPECT_STREQ(stage_name(Stage::kDeploy), "deploy");
  EXPECT_STREQ(layer_name(Layer::kCloud), "cloud");
  EXPECT_STREQ(suppressed_by_name(Suppression::By::kOwner), "owner");
}

}  // namespace
}  // namespace seawall::finding
