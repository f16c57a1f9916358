#include "match/finding_maker.h"

#include <gtest/gtest.h>

#include "match/match_testing.h"

namespace seawall::match {
namespace {

using finding::Finding;
using finding::Severity;

TEST(FindingMaker, OneFindingForAllRecordsOfAVulnerability) {
  feed::ExploitLists exploits;
  exploits.epss = {{"CVE-2024-1", {0.25F, 0.75F}}};
  exploits.kev = {{"CVE-2024-1", "2024-02-01", "2024-02-22", true}};
  package::Package package = package_of("npm", "", "left-pad", "1.0.0");
  package.path = "app/package-lock.json";
  package.line = 12;
  Verdict verdict = judge(
      {package},
      {feed::advisory_of({.id = "GHSA-1", .more = R"(,"aliases":["CVE-2024-1"],"summary":"A hole",
          "published":"2024-01-01T00:00:00Z","database_specific":{"severity":"HIGH"})"}),
       feed::advisory_of(
           {.id = "GLAD-1", .more = R"(,"aliases":["CVE-2024-1"],"summary":"CWE-1")"}),
       feed::advisory_of(
           {.id = "CVE-2024-1",
            .ecosystem = "PyPI",
            .name = "other",
            .more =
                R"(,"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}])"})},
      nullptr, {.now = kToday}, exploits);
  ASSERT_EQ(verdict.findings.size(), 1u);
  const Finding& f = verdict.findings[0];
  EXPECT_EQ(f.id, "CVE-2024-1");
  EXPECT_EQ(f.kind, "vulnerability");
  EXPECT_EQ(f.aliases, std::vector<std::string>{"GHSA-1"});
  EXPECT_EQ(f.advisories, (std::vector<std::string>{"GHSA-1", "GLAD-1"}));
  EXPECT_EQ(f.title, "A hole");
  EXPECT_EQ(f.severity, Severity::kHigh);
  EXPECT_EQ(f.severity_source, "ghsa");
  ASSERT_EQ(f.scores.size(), 1u);
  EXPECT_EQ(f.scores[0].source, "nvd");
  EXPECT_EQ(f.reason, "1.0.0 is in [0, 1.2.0) of GHSA-1 and of 1 more record");
  EXPECT_EQ(f.remedy, "upgrade left-pad to 1.2.0");
  EXPECT_EQ(f.subject.purl, "pkg:npm/left-pad@1.0.0");
  EXPECT_EQ(f.subject.package, "left-pad");
  EXPECT_EQ(f.subject.ecosystem, "npm");
  EXPECT_EQ(f.subject.path, "app/package-lock.json");
  EXPECT_EQ(f.subject.line, 12u);
  EXPECT_EQ(f.published, "2024-01-01T00:00:00Z");
  EXPECT_DOUBLE_EQ(*f.epss, 0.25);
  EXPECT_TRUE(f.exploited->ransomware);
  EXPECT_GT(f.risk, 80);
}

TEST(FindingMaker, AnAdvisoryOfManyCvesIsManyFindings) {
  package::Package libcurl = package_of("deb", "debian", "libcurl4", "7.88.1-10");
  libcurl.source_name = "curl";
  Verdict verdict = judge(
      {libcurl},
      {feed::advisory_of(
           {.id = "DSA-1-1",
            .ecosystem = "Debian:12",
            .name = "curl",
            .fixed = "7.88.1-10+deb12u1",
            .more =
                R"(,"related":["CVE-2024-1","CVE-2024-2"],"summary":"curl - security update")"}),
       feed::advisory_of({.id = "GHSA-1", .name = "curl", .more = R"(,"aliases":["CVE-2024-1"],
          "summary":"A hole in curl","database_specific":{"severity":"LOW"})"})},
      &debian12());
  ASSERT_EQ(verdict.findings.size(), 2u);
  const Finding& low = verdict.findings[0];
  EXPECT_EQ(low.id, "CVE-2024-1");
  EXPECT_EQ(low.title, "A hole in curl");
  EXPECT_EQ(low.severity, Severity::kLow) << "no word of Debian's: the others'";
  EXPECT_EQ(low.reason, "source package curl 7.88.1-10 is in [0, 7.88.1-10+deb12u1) of DSA-1-1");
  EXPECT_EQ(low.fixed_versions, std::vector<std::string>{"7.88.1-10+deb12u1"});
  EXPECT_EQ(verdict.findings[1].id, "CVE-2024-2");
  EXPECT_EQ(verdict.findings[1].title, "curl - security update");
  EXPECT_EQ(verdict.findings[1].subject.ecosystem, "Debian:12");
}

TEST(FindingMaker, WhatAnOsPackageOwnsIsSuppressedNotDropped) {
  package::Package yaml = package_of("pypi", "", "pyyaml", "5.0");
  auto index = feed::make_memory_index(
      {feed::advisory_of({.id = "PYSEC-1", .ecosystem = "PyPI", .name = "PyYAML", .fixed = "5.4"})},
      kToday);
  Item item{.package = &yaml,
            .owner = "python3-yaml 6.0-3",
            .owner_purl = "pkg:deb/debian/python3-yaml@6.0-3"};
  Verdict verdict = match({&item, 1}, nullptr, *index, {.now = kToday});
  ASSERT_EQ(verdict.findings.size(), 1u);
  ASSERT_TRUE(verdict.findings[0].suppression);
  EXPECT_EQ(verdict.findings[0].suppression->by, finding::Suppression::By::kOwner);
  EXPECT_NE(verdict.findings[0].suppression->reason.find("python3-yaml 6.0-3"), std::string::npos);
  EXPECT_EQ(verdict.findings[0].suppression->source, "pkg:deb/debian/python3-yaml@6.0-3");
}

}  // namespace
}  // namespace seawall::match
