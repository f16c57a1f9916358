#include "report/summary.h"

#include <gtest/gtest.h>

#include "report/report_testing.h"

namespace seawall::report {
namespace {

TEST(Summary, counts_suppressed_findings_apart) {
  Summary summary = summarise(sample_assessment());
  EXPECT_EQ(summary.findings, 5u);
  EXPECT_EQ(summary.suppressed, 2u);
  EXPECT_EQ(summary.known, 1u);
  EXPECT_EQ(summary.autofix_unsafe, 2u);
  EXPECT_EQ(summary.by_severity[finding::Severity::kCritical], 1u);
  EXPECT_EQ(summary.fixable, 1u);
  EXPECT_EQ(summary.exploited, 1u);
}

TEST(Summary, groups_findings_by_check) {
  posture::Assessment assessment = sample_assessment();
  std::vector<Group> groups = groups_of(assessment);
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].first().id, "privileged-container");
  EXPECT_EQ(groups[0].findings.size(), 2u);
  EXPECT_EQ(groups[1].first().id, "cpu-limit");
}

TEST(Summary, names_what_a_finding_is_about) {
  finding::Finding finding;
  finding.subject.path = "web.yaml";
  EXPECT_EQ(object_of(finding), "");
  EXPECT_EQ(subject_of(finding), "web.yaml");
  finding.subject.kind = "Deployment";
  finding.subject.name = "web";
  EXPECT_EQ(object_of(finding), "Deployment web");
  finding.subject.name_space = "shop";
  finding.subject.container = "nginx";
  EXPECT_EQ(subject_of(finding), "Deployment shop/web, container nginx");
}

TEST(Summary, says_what_fix_would_do) {
  posture::Assessment assessment;
  assessment.inventory.target = "deploy";
  EXPECT_EQ(fix_line(assessment), "");
  assessment.findings.resize(3);
  assessment.findings[0].autofix = finding::Finding::Autofix::kUnsafe;
  EXPECT_EQ(fix_line(assessment),
            "run `seawall fix deploy --unsafe`: changes 1 finding; look at what it changes first");
  assessment.findings[1].autofix = finding::Finding::Autofix::kSafe;
  EXPECT_EQ(fix_line(assessment),
            "run `seawall fix deploy`: changes 1 finding by itself, 1 more with --unsafe");
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
