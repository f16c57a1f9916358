#include <gtest/gtest.h>

#include "feed/advisory.h"
#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

Advisory read(std::string_view json) {
  return read_advisory(json).value();
}
Code refused(std::string_view json) {
  Result<Advisory> result = read_advisory(json);
  EXPECT_FALSE(result.ok()) << json;
  return result.ok() ? Code::kIo : result.error().code();
}

constexpr std::string_view kComplete = R"({
  "schema_version": "1.7.0", "id": "GHSA-aaaa-bbbb-cccc", "modified": "2024-02-16T08:07:52.686694Z",
  "published": "2023-12-29T15:30:37Z", "aliases": ["CVE-2023-1"], "related": ["CVE-2023-2"],
  "upstream": null, "summary": "A hole", "details": "It is *deep*.",
  "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H"}],
  "affected": [{
    "package": {"ecosystem": "Maven", "name": "org.example:thing", "purl": "pkg:maven/org.example/thing"},
    "ranges": [
      {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.25.0"}]},
      {"type": "GIT", "repo": "https://example.org/x", "events": [{"introduced": "0"}, {"limit": "abc"}]}],
    "versions": ["3.10.0", "3.11.0"],
    "database_specific": {"source": "x"}, "new_field": {"a": 1}}],
  "references": [{"type": "ADVISORY", "url": "https://example.org/1"}, {"type": "WEB"}],
  "credits": [{"name": "somebody"}],
  "database_specific": {"severity": "MODERATE"}})";

TEST(OsvReader, ReadsWhatTheSchemaDefines) {
  Advisory a = read(kComplete);
  EXPECT_EQ(a.id, "GHSA-aaaa-bbbb-cccc");
  EXPECT_EQ(a.published, "2023-12-29T15:30:37Z");
  EXPECT_EQ(a.aliases, std::vector<std::string>{"CVE-2023-1"});
  EXPECT_EQ(a.related, std::vector<std::string>{"CVE-2023-2"});
  EXPECT_TRUE(a.upstream.empty());
  EXPECT_EQ(a.summary, "A hole");
  EXPECT_EQ(a.word, "MODERATE");
  ASSERT_EQ(a.ratings.size(), 1u);
  EXPECT_EQ(a.ratings[0].type, "CVSS_V3");
  ASSERT_EQ(a.affected.size(), 1u);
  const Affected& affected = a.affected[0];
  EXPECT_EQ(affected.name, "org.example:thing");
  ASSERT_EQ(affected.ranges.size(), 2u);
  EXPECT_EQ(affected.ranges[0].events[1], (Event{EventType::kFixed, "3.25.0"}));
  EXPECT_EQ(affected.ranges[1].type, RangeType::kGit);
  EXPECT_EQ(affected.ranges[1].events[1].type, EventType::kLimit);
  EXPECT_EQ(affected.versions.size(), 2u);
  ASSERT_EQ(a.references.size(), 1u);
  EXPECT_TRUE(a.withdrawn.empty());
}

std::string with_affected(std::string_view more) {
  return fmt::format(
      R"({{"id":"X-1","modified":"2024-01-01T00:00:00Z","affected":[{{"package":{{"ecosystem":"Debian:10",)"
      R"("name":"x"}}{}}}]}})",
      more);
}

TEST(OsvReader, WhatDatabasesAdd) {
  auto affected = [](std::string_view more) { return read(with_affected(more)).affected[0]; };
  EXPECT_EQ(affected(R"(,"ecosystem_specific":{"urgency":"unimportant"})").state,
            State::kUnimportant);
  EXPECT_EQ(affected(R"(,"ecosystem_specific":{"urgency":"end-of-life"})").state,
            State::kEndOfLife);
  EXPECT_EQ(affected(R"(,"ecosystem_specific":{"urgency":"not yet assigned"})").word, "");
  EXPECT_EQ(affected(R"(,"ecosystem_specific":{"urgency":"low"})").word, "low");
  EXPECT_EQ(affected(R"(,"ecosystem_specific":{"status":"no-dsa"})").state, State::kNoDsa);
  EXPECT_EQ(affected(R"(,"ecosystem_specific":{"ubuntu_priority":"medium"})").word, "medium");
  EXPECT_EQ(
      affected(R"(,"ecosystem_specific":{"availability":"Available with Ubuntu Pro: u"})").state,
      State::kWithPro);
  EXPECT_EQ(affected(R"(,"database_specific":{"informational":"unmaintained"})").informational,
            "unmaintained");
  EXPECT_EQ(affected(R"(,"database_specific":{"informational":null})").informational, "");
  EXPECT_EQ(affected(R"(,"severity":[{"type":"Ubuntu","score":"high"}])").ratings.size(), 1u);
  std::vector<std::string> symbols = {"mellium.im/sasl#NewClient", "other/path"};
  EXPECT_EQ(affected(R"(,"ecosystem_specific":{"imports":[{"path":"mellium.im/sasl",
      "symbols":["NewClient"]},{"path":"other/path"}]})")
                .symbols,
            symbols);
}

std::string rpm_record(std::string_view id, std::string_view summary, std::string_view fixed) {
  return fmt::format(
      R"({{"id":"{}","modified":"2024-01-01T00:00:00Z","summary":"{}","related":[],"affected":[{{)"
      R"("package":{{"ecosystem":"AlmaLinux:8","name":"nodejs"}},"ranges":[{{"type":"ECOSYSTEM",)"
      R"("events":[{{"introduced":"0"}},{{"fixed":"{}"}}]}}]}}]}})",
      id, summary, fixed);
}

TEST(OsvReader, ModuleStreamsStandInTheSummary) {
  Advisory a = read(rpm_record("ALSA-2022:1", "Important: nodejs:16 security update",
                               "1:16.13.1-3.module_el8.5.0+2605+45d748af"));
  EXPECT_EQ(a.affected[0].module, "nodejs:16");
  EXPECT_EQ(a.word, "Important");
  EXPECT_EQ(read(rpm_record("ALSA-2022:2", "Important: varnish security update",
                            "6.0.8-2.module_el8.6.0+3000+f10fe3ca"))
                .affected[0]
                .module,
            "*");
  EXPECT_EQ(read(rpm_record("ALSA-2022:3", "Low: kernel:4.18.0 security update", "4.18.0-1.el8"))
                .affected[0]
                .module,
            "");
}

TEST(OsvReader, BugFixesAreNoVulnerabilities) {
  EXPECT_EQ(read(rpm_record("ALBA-2022:1", "x bug fix update", "1-1")).affected[0].informational,
            "bugfix");
  EXPECT_EQ(read(rpm_record("ALSA-2022:1", "x security update", "1-1")).affected[0].informational,
            "");
}

TEST(OsvReader, OldEventsWithTwoKeysAreTwoEvents) {
  Advisory a = read(with_affected(
      R"(,"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"1","fixed":"2"}]}])"));
  EXPECT_EQ(a.affected[0].ranges[0].events.size(), 2u);
}

TEST(OsvReader, RefusesHalfRecords) {
  EXPECT_FALSE(read_advisory("").ok());
  EXPECT_EQ(refused("[]"), Code::kInvalid);
  EXPECT_EQ(refused(R"({"modified":"2024-01-01T00:00:00Z"})"), Code::kInvalid);
  EXPECT_EQ(refused(R"({"id":"X"})"), Code::kInvalid);
  EXPECT_EQ(refused(R"({"id":7,"modified":"2024-01-01T00:00:00Z"})"), Code::kInvalid);
  EXPECT_EQ(refused(with_affected(R"(,"ranges":{})")), Code::kInvalid);
  EXPECT_EQ(refused(with_affected(R"(,"versions":[1])")), Code::kInvalid);
  EXPECT_EQ(refused(with_affected(R"(,"ranges":[{"type":"DATE","events":[{"introduced":"0"}]}])")),
            Code::kInvalid);
  EXPECT_EQ(refused(with_affected(R"(,"ranges":[{"type":"SEMVER","events":[{"fixed":"1"}]}])")),
            Code::kInvalid);
  EXPECT_EQ(refused(with_affected(R"(,"ranges":[{"type":"SEMVER","events":[{"magic":"1"}]}])")),
            Code::kInvalid);
  EXPECT_FALSE(read_advisory(std::string(100'000, '[')).ok());
}

TEST(OsvReader, Bounds) {
  std::string id(kMaxIdBytes + 1, 'x');
  EXPECT_EQ(refused(R"({"id":")" + id + R"(","modified":"2024-01-01T00:00:00Z"})"), Code::kLimit);
  std::string text(kMaxDetails - 1, 'x');
  Advisory a = read(R"({"id":"X","modified":"2024-01-01T00:00:00Z","details":")" + text + "ää\"}");
  EXPECT_EQ(a.details, text) << "cut at a character";
}

}  // namespace
}  // namespace seawall::feed
