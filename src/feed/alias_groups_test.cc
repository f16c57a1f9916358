#include "feed/alias_groups.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seawall::feed {
namespace {

using Ids = std::vector<std::string>;

Advisory record(std::string id, Ids aliases = {}, Ids upstream = {}, Ids related = {},
                std::string ecosystem = "npm") {
  Advisory out{.id = std::move(id),
               .aliases = std::move(aliases),
               .related = std::move(related),
               .upstream = std::move(upstream)};
  out.affected.emplace_back().ecosystem = std::move(ecosystem);
  return out;
}

// Ids of the groups that each record stands for.
std::vector<Ids> groups_of(const std::vector<Advisory>& records, AliasGroups& groups) {
  for (uint32_t i = 0; i < records.size(); ++i) groups.add(i, records[i]);
  groups.solve();
  std::vector<Ids> out;
  for (uint32_t i = 0; i < records.size(); ++i) {
    Ids ids;
    for (uint32_t group : groups.groups_of(i)) ids.emplace_back(groups.groups()[group].id);
    out.push_back(ids);
  }
  return out;
}

std::vector<Ids> groups_of(const std::vector<Advisory>& records) {
  AliasGroups groups;
  return groups_of(records, groups);
}

TEST(AliasGroups, CveInIds) {
  EXPECT_EQ(cve_in("CVE-2021-44228"), "CVE-2021-44228");
  EXPECT_EQ(cve_in("UBUNTU-CVE-2021-3782"), "CVE-2021-3782");
  EXPECT_EQ(cve_in("CVE-2021-"), "");
  EXPECT_EQ(cve_in("CVE-2021-12x"), "");
  EXPECT_EQ(cve_in("GHSA-jfh8-c2jp-5v3q"), "");
  EXPECT_EQ(cve_in(""), "");
}

TEST(AliasGroups, RecordsOfOneVulnerabilityAreOneGroup) {
  AliasGroups groups;
  auto out = groups_of({record("GHSA-1", {"CVE-2021-1"}), record("PYSEC-1", {"GHSA-1"}),
                        record("GO-1", {"CVE-2021-1", "GHSA-1"}), record("RUSTSEC-9")},
                       groups);
  for (int i : {0, 1, 2}) EXPECT_EQ(out[i], Ids{"CVE-2021-1"});
  EXPECT_EQ(out[3], Ids{"RUSTSEC-9"});
  const AliasGroups::Group& group = groups.groups()[groups.groups_of(0)[0]];
  EXPECT_EQ((Ids{group.aliases.begin(), group.aliases.end()}), (Ids{"GHSA-1", "GO-1", "PYSEC-1"}));
  EXPECT_EQ(group.advisories, (std::vector<uint32_t>{0, 1, 2}));
}

TEST(AliasGroups, WithoutCveTheGhsaIsPreferred) {
  EXPECT_EQ(groups_of({record("MAL-2023-1", {"GHSA-1"})})[0], Ids{"GHSA-1"});
  EXPECT_EQ(groups_of({record("GLAD-1", {"GMS-2018-10"})})[0], Ids{"GMS-2018-10"});
}

TEST(AliasGroups, OneAdvisoryOfManyCvesJoinsNone) {
  auto out = groups_of({record("DSA-1-1", {}, {}, {"CVE-2021-1", "CVE-2021-2"}, "Debian:11"),
                        record("GHSA-1", {"CVE-2021-1"}), record("GHSA-2", {"CVE-2021-2"})});
  EXPECT_EQ(out[0], (Ids{"CVE-2021-1", "CVE-2021-2"}));
  EXPECT_EQ(out[1], Ids{"CVE-2021-1"});
  EXPECT_EQ(out[2], Ids{"CVE-2021-2"});
}

TEST(AliasGroups, NoticesNameCvesThroughOtherRecords) {
  auto out = groups_of(
      {record("USN-1-1", {}, {"UBUNTU-CVE-2021-1", "UBUNTU-CVE-2021-2"}, {}, "Ubuntu:22.04:LTS"),
       record("UBUNTU-CVE-2021-1", {}, {"CVE-2021-1"}, {}, "Ubuntu:22.04:LTS")});
  EXPECT_EQ(out[0], (Ids{"CVE-2021-1", "CVE-2021-2"}));
  EXPECT_EQ(out[1], Ids{"CVE-2021-1"});
}

TEST(AliasGroups, RelatedIsIdentityOnlyForDistributions) {
  auto out = groups_of({record("GHSA-1", {}, {}, {"CVE-2021-1"}),
                        record("ALSA-2021:1", {}, {}, {"CVE-2021-1"}, "AlmaLinux:8")});
  EXPECT_EQ(out[0], Ids{"GHSA-1"});
  EXPECT_EQ(out[1], Ids{"CVE-2021-1"});
}

TEST(AliasGroups, AliasesWithTwoCvesAreABundleToo) {
  auto out = groups_of({record("GO-1", {"CVE-2021-1", "CVE-2021-2", "GHSA-1"}),
                        record("GHSA-1", {"CVE-2021-1"}), record("PYSEC-1", {"GO-1"})});
  EXPECT_EQ(out[0], (Ids{"CVE-2021-1", "CVE-2021-2"}));
  EXPECT_EQ(out[1], Ids{"CVE-2021-1"});
  EXPECT_EQ(out[2], Ids{"PYSEC-1"}) << "an alias that stands for two things says nothing";
}

TEST(AliasGroups, NoChainOfNamesJoinsTwoCves) {
  std::vector<Advisory> records = {record("GHSA-1", {"CVE-2021-1"}), record("A-1", {"GHSA-1"}),
                                   record("B-1", {"A-1"}), record("GHSA-2", {"CVE-2021-2", "B-1"}),
                                   record("CVE-2021-2", {"CVE-2021-1"})};
  auto expected = groups_of(records);
  EXPECT_EQ(expected[0], Ids{"CVE-2021-1"});
  EXPECT_EQ(expected[3], Ids{"CVE-2021-2"});
  EXPECT_EQ(expected[4], Ids{"CVE-2021-2"});
  // The same for every order of the records.
  std::vector<uint32_t> order = {0, 1, 2, 3, 4};
  do {
    AliasGroups groups;
    for (uint32_t i : order) groups.add(i, records[i]);
    groups.solve();
    for (uint32_t i : order) {
      ASSERT_EQ(groups.groups_of(i).size(), 1u);
      ASSERT_EQ(groups.groups()[groups.groups_of(i)[0]].id, expected[i][0]);
    }
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(AliasGroups, AmbiguousNamesJoinNothing) {
  // Two databases give one GHSA to different CVEs.
  auto out =
      groups_of({record("A-1", {"CVE-2021-1", "GHSA-1"}), record("B-1", {"CVE-2021-2", "GHSA-1"})});
  EXPECT_EQ(out[0], Ids{"CVE-2021-1"});
  EXPECT_EQ(out[1], Ids{"CVE-2021-2"});
}

}  // namespace
}  // namespace seawall::feed
