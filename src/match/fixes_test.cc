#include "match/fixes.h"

#include <gtest/gtest.h>

#include "match/match_testing.h"

namespace seawall::match {
namespace {

using finding::Finding;
using finding::FixStatus;

Finding only(const Verdict& verdict) {
  EXPECT_EQ(verdict.findings.size(), 1u);
  return verdict.findings.empty() ? Finding{} : verdict.findings[0];
}

Finding debian_state(const std::string& word) {
  std::string json =
      R"({"id":"DEBIAN-CVE-2024-1","modified":"2024-01-01T00:00:00Z","upstream":["CVE-2024-1"],"affected":[{
      "package":{"ecosystem":"Debian:12","name":"bash"},
      "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}],"ecosystem_specific":{"status":")" +
      word + R"("}}]})";
  return only(judge({package_of("deb", "debian", "bash", "5")}, {record(json)}, &debian12()));
}

TEST(Fixes, TheDistributionsStates) {
  EXPECT_EQ(debian_state("no-dsa").status, FixStatus::kFixDeferred);
  EXPECT_EQ(debian_state("postponed").status, FixStatus::kFixDeferred);
  EXPECT_EQ(debian_state("ignored").status, FixStatus::kWillNotFix);
  EXPECT_EQ(debian_state("end-of-life").status, FixStatus::kEndOfLife);
  EXPECT_EQ(debian_state("undetermined").status, FixStatus::kUnderInvestigation);
  EXPECT_EQ(debian_state("").status, FixStatus::kAffected);
  EXPECT_EQ(debian_state("no-dsa").remedy, "the distribution has postponed the fix");
}

TEST(Fixes, AdviceIsAVersionThatNoRecordCallsAffected) {
  Finding finding = only(judge(
      {package_of("npm", "", "left-pad", "0.1.0")},
      {record(
           R"({"id":"GHSA-1","modified":"2024-01-01T00:00:00Z","aliases":["CVE-2024-1"],"affected":[
        {"package":{"ecosystem":"npm","name":"left-pad"},"ranges":[{"type":"SEMVER","events":[
          {"introduced":"0"},{"fixed":"0.2.4"},{"introduced":"1.0.0"},{"fixed":"1.2.6"}]}]}]})"),
       feed::advisory_of(
           {.id = "GLAD-1", .fixed = "1.2.6", .more = R"(,"aliases":["CVE-2024-1"])"})}));
  EXPECT_EQ(finding.fixed_versions, (std::vector<std::string>{"0.2.4", "1.2.6"}));
  EXPECT_EQ(finding.status, FixStatus::kFixed);
  EXPECT_EQ(finding.remedy, "upgrade left-pad to 1.2.6");
}

TEST(Fixes, RecordsThatDisagreeGiveNoVersionToUpgradeTo) {
  std::string alias = R"(,"aliases":["CVE-2024-1"])";
  Finding finding =
      only(judge({package_of("npm", "", "left-pad", "0.1.0")},
                 {feed::advisory_of({.id = "GHSA-1", .fixed = "1.2.6", .more = alias}),
                  feed::advisory_of({.id = "GLAD-1", .fixed = "", .more = alias})}));
  EXPECT_EQ(finding.upgrade_to, "");
  EXPECT_EQ(finding.fixed_versions, std::vector<std::string>{"1.2.6"});
  EXPECT_EQ(finding.remedy,
            "upgrade left-pad to 1.2.6 at least; another record still calls that affected");
}

TEST(Fixes, MaliciousPackagesAreRemoved) {
  Finding finding = only(judge({package_of("npm", "", "left-pad", "0.1.0")},
                               {feed::advisory_of({.id = "MAL-2024-1", .fixed = ""})}));
  EXPECT_EQ(finding.remedy, "remove left-pad: this version is malicious");
  EXPECT_EQ(finding.severity, finding::Severity::kCritical);
}

TEST(Fixes, OnlyWithUbuntuPro) {
  package::Distro jammy{.id = "ubuntu", .version_id = "22.04", .name = "Ubuntu 22.04"};
  auto entry = [](std::string ecosystem, std::string fixed) {
    return fmt::format(
        R"({{"package":{{"ecosystem":"{}","name":"bash"}},"ranges":[{{"type":"ECOSYSTEM",)"
        R"("events":[{{"introduced":"0"}},{{"fixed":"{}"}}]}}]}})",
        ecosystem, fixed);
  };
  auto advisory = [&](const std::string& affected) {
    return record(R"({"id":"UBUNTU-CVE-2024-1","modified":"2024-01-01T00:00:00Z","affected":[)" +
                  affected + "]}");
  };
  std::string pro = entry("Ubuntu:Pro:22.04:LTS", "5.1-6ubuntu1.1+esm1");
  std::string all = entry("Ubuntu:22.04:LTS", "5.1-6ubuntu1");
  std::vector<package::Package> bash = {package_of("deb", "ubuntu", "bash", "5.1-6ubuntu1")};
  Finding finding = only(judge(
      bash, {advisory(pro), feed::advisory_of({.id = "USN-1", .ecosystem = "Ubuntu:22.04:LTS"})},
      &jammy));
  EXPECT_EQ(finding.id, "CVE-2024-1");
  EXPECT_EQ(finding.remedy, "upgrade bash to 5.1-6ubuntu1.1+esm1 (with Ubuntu Pro)");
  EXPECT_TRUE(judge(bash, {advisory(pro + "," + all)}, &jammy).findings.empty())
      << "what is said for everybody counts more";
}

}  // namespace
}  // namespace seawall::match
