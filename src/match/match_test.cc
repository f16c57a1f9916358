#include "match/match.h"

#include <gtest/gtest.h>

#include <random>

#include "match/match_testing.h"

namespace seawall::match {
namespace {

using Lines = std::vector<std::string>;

// "CVE-2021-44228 log4j-core 2.14.1 -> 2.15.0"
Lines summary(const Verdict& verdict) {
  Lines out;
  for (const finding::Finding& f : verdict.findings) {
    std::string fixes;
    for (const std::string& version : f.fixed_versions) fixes += " " + version;
    out.push_back(fmt::format("{} {} {} ->{}", f.id, f.subject.package, f.subject.version, fixes));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string ranges_json(std::string type, std::string events) {
  return fmt::format(R"("ranges":[{{"type":"{}","events":[{}]}}])", type, events);
}

std::string record_json(std::string id, std::string more, std::string ecosystem, std::string name,
                        std::string body) {
  return fmt::format(R"({{"id":"{}","modified":"2024-01-01T00:00:00Z"{},"affected":[{{"package":)"
                     R"({{"ecosystem":"{}","name":"{}"}},{}}}]}})",
                     id, more, ecosystem, name, body);
}

// The records that everybody asks about, as their databases publish them (facts only).
std::vector<feed::Advisory> well_known() {
  return {
      record(record_json("GHSA-jfh8-c2jp-5v3q", R"(,"aliases":["CVE-2021-44228"])", "Maven",
                         "org.apache.logging.log4j:log4j-core",
                         ranges_json("ECOSYSTEM", R"({"introduced":"2.13.0"},{"fixed":"2.15.0"},
                                     {"introduced":"2.4"},{"fixed":"2.12.2"})"))),
      record(record_json("GHSA-jf85-cpcp-j695", R"(,"aliases":["CVE-2019-10744"])", "npm", "lodash",
                         ranges_json("SEMVER", R"({"introduced":"0"},{"fixed":"4.17.12"})"))),
      record(record_json("NSWG-NPM-1", R"(,"aliases":["CVE-2019-10744"])", "npm", "lodash",
                         ranges_json("SEMVER", R"({"introduced":"0"},{"fixed":"4.17.12"})"))),
      record(record_json("GHSA-vh95-rmgr-6w4m", R"(,"aliases":["CVE-2020-7598"])", "npm",
                         "minimist", ranges_json("SEMVER", R"({"introduced":"0"},{"fixed":"0.2.1"},
                                     {"introduced":"1.0.0"},{"fixed":"1.2.3"})"))),
      record(record_json("GHSA-gone", R"(,"withdrawn":"2024-01-02T00:00:00Z")", "npm", "lodash",
                         ranges_json("SEMVER", R"({"introduced":"0"})"))),
      record(record_json("DSA-5000-1", R"(,"related":["CVE-2021-1","CVE-2021-2"])", "Debian:12",
                         "openssl",
                         ranges_json("ECOSYSTEM", R"({"introduced":"0"},{"fixed":"3.0.9-1"})"))),
      record(record_json("DSA-5001-1", R"(,"related":["CVE-2021-3"])", "Debian:11", "openssl",
                         ranges_json("ECOSYSTEM", R"({"introduced":"0"},{"fixed":"9"})"))),
  };
}

TEST(Match, CaseTellsNamesApartUnlessAPurlTookIt) {
  auto index = feed::make_memory_index(
      {feed::advisory_of({.id = "GHSA-1", .name = "JSONStream", .fixed = ""}),
       record(record_json("GO-1", "", "Go", "github.com/Masterminds/goutils",
                          ranges_json("SEMVER", R"({"introduced":"0"})")))},
      kToday);
  package::Package upper = package_of("npm", "", "JSONStream", "1.0.0");
  package::Package lower = package_of("npm", "", "jsonstream", "1.0.0");
  package::Package go = package_of("golang", "github.com/masterminds", "goutils", "v1.1.0");
  auto found = [&](const package::Package& package, bool name_from_purl) {
    Item item{.package = &package, .name_from_purl = name_from_purl};
    return match({&item, 1}, nullptr, *index, {.now = kToday}).findings.size();
  };
  EXPECT_EQ(found(upper, false), 1u);
  EXPECT_EQ(found(upper, true), 1u);
  EXPECT_EQ(found(lower, false), 0u) << "another package";
  EXPECT_EQ(found(lower, true), 1u);
  EXPECT_EQ(found(go, false), 0u);
  EXPECT_EQ(found(go, true), 1u);
}

TEST(Match, TheWellKnown) {
  package::Package libssl = package_of("deb", "debian", "libssl3", "3.0.8-1+b1");
  libssl.source_name = "openssl";
  libssl.source_version = "3.0.8-1";
  Verdict verdict = judge({package_of("maven", "org.apache.logging.log4j", "log4j-core", "2.14.1"),
                           package_of("npm", "", "lodash", "4.17.4"),
                           package_of("npm", "", "minimist", "0.0.8"), libssl},
                          well_known(), &debian12());
  EXPECT_EQ(
      summary(verdict),
      (Lines{"CVE-2019-10744 lodash 4.17.4 -> 4.17.12",
             "CVE-2020-7598 minimist 0.0.8 -> 0.2.1 1.2.3",
             "CVE-2021-1 libssl3 3.0.8-1+b1 -> 3.0.9-1", "CVE-2021-2 libssl3 3.0.8-1+b1 -> 3.0.9-1",
             "CVE-2021-44228 org.apache.logging.log4j:log4j-core 2.14.1 -> 2.15.0"}));
  EXPECT_TRUE(verdict.complete());
  EXPECT_EQ(verdict.judged, 4u);
  ASSERT_EQ(verdict.items.size(), verdict.findings.size());
  for (size_t i = 0; i < verdict.items.size(); ++i)
    EXPECT_EQ(verdict.findings[i].subject.package == "minimist", verdict.items[i] == 2);
}

TEST(Match, FixedVersionsAreNotFound) {
  package::Package libssl = package_of("deb", "debian", "libssl3", "3.0.9-1+b2");
  libssl.source_name = "openssl";
  libssl.source_version = "3.0.9-1";
  Verdict verdict = judge({package_of("maven", "org.apache.logging.log4j", "log4j-core", "2.15.0"),
                           package_of("maven", "org.apache.logging.log4j", "log4j-core", "2.12.2"),
                           package_of("npm", "", "lodash", "4.17.12"),
                           package_of("npm", "", "minimist", "0.2.1"), libssl},
                          well_known(), &debian12());
  EXPECT_EQ(summary(verdict), Lines{});
}

TEST(Match, NamesAreNormalised) {
  std::vector<feed::Advisory> records = {
      feed::advisory_of(
          {.id = "PYSEC-1", .ecosystem = "PyPI", .name = "ruamel-yaml", .fixed = "2"}),
      feed::advisory_of(
          {.id = "GHSA-1", .ecosystem = "NuGet", .name = "Newtonsoft.Json", .fixed = "13.0.1"}),
      feed::advisory_of({.id = "GHSA-2",
                         .ecosystem = "Packagist:https://packages.drupal.org/8",
                         .name = "drupal/token",
                         .fixed = "2"}),
      feed::advisory_of({.id = "DRUPAL-0", .ecosystem = "Packagist", .name = "x/y"})};
  EXPECT_EQ(summary(judge({package_of("pypi", "", "ruamel.yaml", "1"),
                           package_of("nuget", "", "newtonsoft.json", "12.0.3"),
                           package_of("composer", "drupal", "Token", "1.0.0")},
                          records))
                .size(),
            3u);
}

TEST(Match, GoVersions) {
  std::vector<feed::Advisory> records = {
      record(record_json("GO-1", "", "Go", "stdlib",
                         ranges_json("SEMVER", R"({"introduced":"0"},{"fixed":"1.20.10"},
                                     {"introduced":"1.21.0-0"},{"fixed":"1.21.3"})"))),
      record(record_json(
          "GO-2", "", "Go", "example.org/m",
          ranges_json("SEMVER",
                      R"({"introduced":"0"},{"fixed":"0.0.0-20230101000000-abcdef123456"})")))};
  EXPECT_EQ(
      summary(judge({package_of("golang", "", "stdlib", "go1.21.2"),
                     package_of("golang", "", "stdlib", "1.20.10"),
                     package_of("golang", "example.org", "m", "v0.0.0-20220101000000-abcdef123456"),
                     package_of("golang", "example.org", "m", "v0.0.0-20240101000000-abcdef123456"),
                     package_of("golang", "example.org", "m", "v2.0.0+incompatible")},
                    records)),
      (Lines{"GO-1 stdlib go1.21.2 -> 1.21.3",
             "GO-2 example.org/m v0.0.0-20220101000000-abcdef123456 -> "
             "0.0.0-20230101000000-abcdef123456"}));
}

TEST(Match, AlpineByOriginAndRelease) {
  package::Distro alpine{.id = "alpine", .version_id = "3.19.1"};
  package::Package libssl = package_of("apk", "alpine", "libssl3", "3.1.4-r0");
  libssl.source_name = "openssl";
  std::vector<feed::Advisory> records = {feed::advisory_of({.id = "ALPINE-CVE-2024-1",
                                                            .ecosystem = "Alpine:v3.19",
                                                            .name = "openssl",
                                                            .fixed = "3.1.4-r1"}),
                                         feed::advisory_of({.id = "ALPINE-CVE-2024-2",
                                                            .ecosystem = "Alpine:v3.18",
                                                            .name = "openssl",
                                                            .fixed = "9"}),
                                         feed::advisory_of({.id = "ALPINE-CVE-2024-3",
                                                            .ecosystem = "Alpine:v3.19",
                                                            .name = "openssl",
                                                            .fixed = "0"})};
  EXPECT_EQ(summary(judge({libssl}, records, &alpine)),
            Lines{"CVE-2024-1 libssl3 3.1.4-r0 -> 3.1.4-r1"});
}

TEST(Match, RpmByBinaryThenSourceWithModules) {
  package::Distro rocky{.id = "rocky", .version_id = "9.3"};
  package::Package java =
      package_of("rpm", "rocky", "java-11-openjdk-headless", "1:11.0.12.0.7-1.el9");
  java.source_name = "java-11-openjdk";
  package::Package node = package_of("rpm", "rocky", "nodejs", "1:16.20.1-1.module_el9");
  node.module = "nodejs:16:9020020230801:rhel9";
  std::vector<feed::Advisory> records = {
      feed::advisory_of({.id = "RLSA-2021:1",
                         .ecosystem = "Rocky Linux:9",
                         .name = "java-11-openjdk",
                         .fixed = "1:11.0.13.0.8-1.el9",
                         .more = R"(,"related":["CVE-2021-1"])"}),
      feed::advisory_of(
          {.id = "RLSA-2021:2",
           .ecosystem = "Rocky Linux:9",
           .name = "nodejs",
           .fixed = "1:16.20.2-1.module_el9",
           .more =
               R"(,"related":["CVE-2021-2"],"summary":"Important: nodejs:16 security update")"}),
      feed::advisory_of(
          {.id = "RLSA-2021:3",
           .ecosystem = "Rocky Linux:9",
           .name = "nodejs",
           .fixed = "1:18.1.0-1.module_el9",
           .more =
               R"(,"related":["CVE-2021-3"],"summary":"Important: nodejs:18 security update")"}),
      feed::advisory_of({.id = "RLBA-0", .ecosystem = "Rocky Linux:9", .name = "x"})};
  EXPECT_EQ(summary(judge({java, node}, records, &rocky)),
            (Lines{"CVE-2021-1 java-11-openjdk-headless 1:11.0.12.0.7-1.el9 -> 1:11.0.13.0.8-1.el9",
                   "CVE-2021-2 nodejs 1:16.20.1-1.module_el9 -> 1:16.20.2-1.module_el9"}));
}

TEST(Match, NoticesOnlyOnRequest) {
  std::vector<feed::Advisory> records = {
      record(record_json("RUSTSEC-1", "", "crates.io", "old",
                         ranges_json("SEMVER", R"({"introduced":"0.0.0-0"})") +
                             R"(,"database_specific":{"informational":"unmaintained"})")),
      record(record_json("RUSTSEC-2", "", "crates.io", "odd",
                         ranges_json("SEMVER", R"({"introduced":"0.0.0-0"})") +
                             R"(,"database_specific":{"informational":"unsound"})"))};
  std::vector<package::Package> packages = {package_of("cargo", "", "old", "1.0.0"),
                                            package_of("cargo", "", "odd", "1.0.0")};
  EXPECT_EQ(summary(judge(packages, records)), Lines{"RUSTSEC-2 odd 1.0.0 ->"});
  EXPECT_EQ(judge(packages, records, nullptr, {.informational = true}).findings.size(), 2u);
}

TEST(Match, DevelopmentPackagesOnWish) {
  package::Package lodash = package_of("npm", "", "lodash", "4.17.4");
  lodash.scope = package::Scope::kDevelopment;
  EXPECT_EQ(judge({lodash}, well_known()).findings.size(), 1u);
  EXPECT_TRUE(judge({lodash}, well_known(), nullptr, {.development = false}).findings.empty());
}

TEST(Match, DamageIsADiagnosticNotACrash) {
  auto store = std::make_unique<feed::MemoryStore>();
  std::string key;
  feed::package_key("npm", "left-pad", key);
  ASSERT_TRUE(store->put(key, "\x05garbage that is no block").ok());
  ASSERT_TRUE(store
                  ->put(feed::text_key(feed::Table::kFeed, "npm"),
                        feed::encode_feed({.name = "npm", .fetched = kToday, .records = 1}))
                  .ok());
  ASSERT_TRUE(store
                  ->put(feed::text_key(feed::Table::kSummary, ""),
                        feed::encode_summary({.format = feed::kIndexFormat}))
                  .ok());
  auto index = feed::TableLookup::open(std::move(store)).value();
  package::Package package = package_of("npm", "", "left-pad", "1.0.0");
  Item item{.package = &package};
  Verdict verdict = match({&item, 1}, nullptr, *index, {.now = kToday});
  EXPECT_EQ(verdict.diagnostics.size(), 1u);
  EXPECT_FALSE(verdict.complete());
}

TEST(Match, DescribeFillsTheLongTexts) {
  std::vector<feed::Advisory> records = {feed::advisory_of(
      {.id = "GHSA-1", .more = R"(,"details":"Long.","references":[{"type":"WEB","url":"https://a"},
                                 {"type":"FIX","url":"https://b"}])"})};
  auto index = feed::make_memory_index(records, kToday);
  package::Package package = package_of("npm", "", "left-pad", "1.0.0");
  Item item{.package = &package};
  Verdict verdict = match({&item, 1}, nullptr, *index, {.now = kToday});
  ASSERT_EQ(verdict.findings.size(), 1u);
  EXPECT_EQ(verdict.findings[0].detail, "");
  describe(verdict.findings, *index);
  EXPECT_EQ(verdict.findings[0].detail, "Long.");
  EXPECT_EQ(verdict.findings[0].references, (Lines{"https://a", "https://b"}));
}

TEST(Match, TheSameForAnyOrderOfPackages) {
  std::vector<package::Package> packages;
  for (int i = 0; i < 20; ++i)
    packages.push_back(
        package_of("npm", "", i % 2 ? "lodash" : "minimist", fmt::format("0.{}.0", i)));
  Lines expected;
  std::mt19937 random(1);
  for (int round = 0; round < 5; ++round) {
    Verdict verdict = judge(packages, well_known());
    Lines lines;
    for (const finding::Finding& f : verdict.findings)
      lines.push_back(f.id + f.subject.purl + f.reason);
    if (round == 0) expected = lines;
    EXPECT_EQ(lines, expected);
    std::shuffle(packages.begin(), packages.end(), random);
  }
}

}  // namespace
}  // namespace seawall::match
