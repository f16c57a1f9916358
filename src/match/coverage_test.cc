#include "match/coverage.h"

#include <gtest/gtest.h>

#include "match/match_testing.h"

namespace seawall::match {
namespace {

std::vector<std::string> reasons(const Verdict& verdict) {
  std::vector<std::string> out;
  for (const NotJudged& note : verdict.not_judged)
    out.push_back(fmt::format("{} {} {}", why_name(note.why), note.ecosystem, note.packages));
  return out;
}

using Lines = std::vector<std::string>;

const std::vector<feed::Advisory>& npm_only() {
  static const std::vector<feed::Advisory> records = {feed::advisory_of({.id = "GHSA-1"})};
  return records;
}

TEST(Coverage, AnEcosystemWithoutAFeed) {
  Verdict verdict = judge({package_of("pypi", "", "a", "1"), package_of("pypi", "", "b", "1"),
                           package_of("npm", "", "c", "1.0.0")},
                          npm_only());
  EXPECT_EQ(reasons(verdict), Lines{"no-data PyPI 2"});
  EXPECT_EQ(verdict.not_judged[0].feed, "PyPI");
  EXPECT_EQ(verdict.not_judged[0].example, "a 1");
  EXPECT_FALSE(verdict.complete());
  EXPECT_EQ(verdict.judged, 1u);
}

TEST(Coverage, TypesThatNobodyJudges) {
  EXPECT_EQ(reasons(judge({package_of("generic", "", "busybox", "1")}, npm_only())),
            Lines{"unknown-type generic 1"});
}

TEST(Coverage, OsPackagesOfUnknownOrUnservedDistributions) {
  std::vector<package::Package> packages = {package_of("rpm", "amzn", "bash", "5-1")};
  EXPECT_EQ(reasons(judge(packages, npm_only())), Lines{"no-distro rpm 1"});
  package::Distro amazon{.id = "amzn", .version_id = "2023", .name = "Amazon Linux 2023"};
  Verdict verdict = judge(packages, npm_only(), &amazon);
  EXPECT_EQ(reasons(verdict), Lines{"no-feed Amazon Linux 2023 1"});
}

TEST(Coverage, AReleaseThatTheFeedDoesNotKnow) {
  std::vector<feed::Advisory> records = {
      feed::advisory_of({.id = "DSA-1-1", .ecosystem = "Debian:11", .name = "bash"})};
  EXPECT_EQ(reasons(judge({package_of("deb", "debian", "bash", "5")}, records, &debian12())),
            Lines{"no-release Debian:12 1"});
}

TEST(Coverage, EndOfLife) {
  package::Distro buster{.id = "debian", .version_id = "10", .name = "Debian 10 (buster)"};
  std::vector<feed::Advisory> records = {
      feed::advisory_of({.id = "DSA-1-1", .ecosystem = "Debian:10", .name = "bash", .fixed = "6"})};
  Verdict verdict = judge({package_of("deb", "debian", "bash", "5")}, records, &buster);
  EXPECT_EQ(reasons(verdict), Lines{"end-of-life Debian:10 1"});
  EXPECT_NE(verdict.not_judged[0].message.find("2024-06-30"), std::string::npos);
  EXPECT_EQ(verdict.findings.size(), 1u) << "what is known is still said";
  EXPECT_FALSE(verdict.complete());
  EXPECT_TRUE(
      judge({package_of("deb", "debian", "bash", "5")}, records, &buster, {.now = 0}).complete());
}

TEST(Coverage, EndOfSupportIsARemark) {
  package::Distro bullseye{.id = "debian", .version_id = "11", .name = "Debian 11"};
  std::vector<feed::Advisory> records = {
      feed::advisory_of({.id = "DSA-1-1", .ecosystem = "Debian:11", .name = "bash", .fixed = "6"})};
  Verdict verdict = judge({package_of("deb", "debian", "bash", "7")}, records, &bullseye);
  EXPECT_EQ(reasons(verdict), Lines{"end-of-life-soon Debian:11 1"});
  EXPECT_TRUE(verdict.complete());
}

TEST(Coverage, OldData) {
  Verdict verdict = judge({package_of("npm", "", "left-pad", "1.0.0")}, npm_only(), nullptr,
                          {.now = kToday + 30 * 24 * 3600});
  EXPECT_EQ(reasons(verdict), Lines{"old-data npm 1"});
  EXPECT_EQ(verdict.findings.size(), 1u);
  EXPECT_TRUE(judge({package_of("npm", "", "left-pad", "1.0.0")}, npm_only(), nullptr,
                    {.now = kToday + 30 * 24 * 3600, .max_data_age = 0})
                  .complete());
}

TEST(Coverage, ACopyThatEndedLongAgo) {
  std::vector<feed::Advisory> records;
  for (int i = 0; i < 600; ++i)
    records.push_back(feed::advisory_of({.id = fmt::format("GHSA-{}", i)}));
  std::vector<package::Package> packages = {package_of("npm", "", "left-pad", "9.0.0")};
  Verdict verdict = judge(packages, records);  // fetched an hour ago, newest of 2024-01-01
  EXPECT_EQ(reasons(verdict), Lines{"old-data npm 1"});
  EXPECT_NE(verdict.not_judged[0].message.find("2024-01-01"), std::string::npos);
  EXPECT_FALSE(verdict.complete());
  EXPECT_TRUE(judge(packages, records, nullptr, {.now = kToday, .max_data_age = 0}).complete());
  records.back().modified = format_rfc3339(kToday - 24 * 3600);
  EXPECT_TRUE(judge(packages, records).complete());
}

TEST(Coverage, SinglePackages) {
  package::Package range = package_of("npm", "", "a", "^1.2");
  range.range = true;
  package::Package local = package_of("npm", "", "left-pad", "1.0.0");
  local.local = true;
  std::vector<feed::Advisory> records = npm_only();
  records.push_back(feed::advisory_of({.id = "GO-1", .ecosystem = "Go", .name = "example.org/x"}));
  Verdict verdict = judge({range, local, package_of("golang", "example.org", "x", "(devel)"),
                           package_of("npm", "", "b", ""), package_of("npm", "", "left-pad", "one"),
                           package_of("npm", "", "unheard-of", "one")},
                          records);
  EXPECT_EQ(reasons(verdict), (Lines{"no-version Go 1", "no-version npm 1", "bad-version npm 1",
                                     "version-range npm 1"}));
  EXPECT_EQ(verdict.judged, 2u);
  EXPECT_EQ(verdict.not_judged[2].message,
            "npm: left-pad one: the version is not one of its ecosystem; judged by its place");
}

TEST(Coverage, AFeedWithoutRecordsIsNoData) {
  auto store = std::make_unique<feed::MemoryStore>();
  ASSERT_TRUE(feed::IndexBuilder(*store)
                  .finish({{.name = "npm", .source = "x", .fetched = kToday}}, {}, kToday)
                  .ok());
  auto index = feed::TableLookup::open(std::move(store)).value();
  package::Package package = package_of("npm", "", "left-pad", "1.0.0");
  Item item{.package = &package};
  EXPECT_EQ(reasons(match({&item, 1}, nullptr, *index, {.now = kToday})), Lines{"no-data npm 1"});
}

}  // namespace
}  // namespace seawall::match
