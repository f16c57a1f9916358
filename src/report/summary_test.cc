#include "report/summary.h"

#include <gtest/gtest.h>

#include "report/report_testing.h"

namespace seawall::report {
namespace {

TEST(Summary, counts_suppressed_findings_apart) {
  Summary summary = summarise(sample_assessment());
  EXPECT_EQ(summary.findings, 2u);
  EXPECT_EQ(summary.suppressed, 1u);
  EXPECT_EQ(summary.by_severity[finding::Severity::kCritical], 1u);
  EXPECT_EQ(summary.fixable, 1u);
  EXPECT_EQ(summary.exploited, 1u);
}

TEST(Summary, says_the_verdict) {
  posture::Assessment assessment = sample_assessment();
  EXPECT_STREQ(verdict_word(assessment), "fail");
  assessment.findings.clear();
  EXPECT_STREQ(verdict_word(assessment), "incomplete");
  EXPECT_EQ(verdict_sentence(assessment),
            "nothing at or over the gate (high) in what could be judged");
}

TEST(Summary, tells_a_waiver_in_one_line) {
  waiver::Use use;
  use.waiver.id = "CVE-1";
  use.waiver.reason = "not reachable";
  use.waiver.source = "waivers.yaml:3";
  EXPECT_EQ(waiver_line(use), "CVE-1: not reachable: 0 findings; waivers.yaml:3");
  use.waiver.package = "qs";
  use.waiver.owner = "web@example.com";
  use.waiver.expires = "2027-01-31";
  use.findings = 1;
  EXPECT_EQ(waiver_line(use),
            "CVE-1 of qs: not reachable (web@example.com), until 2027-01-31: 1 finding; "
            "waivers.yaml:3");
  use.expired = true;
  EXPECT_TRUE(waiver_line(use).find(", expired after 2027-01-31") != std::string::npos);
}

TEST(Summary, names_packages_as_their_ecosystem_does) {
  package::Package package;
  package.type = "maven";
  package.name_space = "org.example";
  package.name = "lib";
  EXPECT_EQ(package_name(package), "org.example:lib");
  package.type = "golang";
  EXPECT_EQ(package_name(package), "org.example/lib");
  package.type = "deb";
  EXPECT_EQ(package_name(package), "lib");
}

}  // namespace
}  // namespace seawall::report
