#include "waiver/waiver.h"

#include <gtest/gtest.h>

namespace seawall::waiver {
namespace {

finding::Finding log4shell() {
  finding::Finding finding;
  finding.id = "CVE-2021-44228";
  finding.kind = "vulnerability";
  finding.aliases = {"GHSA-jfh8-c2jp-5v3q"};
  finding.subject.package = "org.apache.logging.log4j:log4j-core";
  finding.subject.purl = "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1";
  finding.subject.image = "registry.example/shop/web:1";
  finding.subject.path = "app/lib/log4j-core-2.14.1.jar";
  return finding;
}

std::vector<Waiver> parse(std::string_view text) {
  auto waivers = parse_waivers(text, "w.yaml", Limits{});
  EXPECT_TRUE(waivers.ok()) << waivers.error().message();
  return waivers ? *waivers : std::vector<Waiver>{};
}

std::string error_of(std::string_view text) {
  auto waivers = parse_waivers(text, "w.yaml", Limits{});
  return waivers ? "" : waivers.error().message();
}

TEST(Waiver, every_field_that_is_there_must_match) {
  auto one = [](std::string_view fields) {
    return parse(fmt::format("waivers:\n- id: CVE-2021-44228\n  reason: r\n{}", fields))[0];
  };
  EXPECT_TRUE(matches(one(""), log4shell()));
  EXPECT_TRUE(matches(one("  package: org.apache.*:log4j-core\n"), log4shell()));
  EXPECT_TRUE(matches(one("  package: pkg:maven/*/log4j-core@*\n"), log4shell()));
  EXPECT_TRUE(matches(one("  image: registry.example/shop/*\n"), log4shell()));
  EXPECT_TRUE(matches(one("  path: app/**.jar\n"), log4shell()));
  EXPECT_FALSE(matches(one("  path: app/*.jar\n"), log4shell()));
  EXPECT_FALSE(matches(one("  package: log4j-core\n"), log4shell()));
  EXPECT_FALSE(matches(one("  image: other/*\n"), log4shell()));
  EXPECT_FALSE(matches(one("  kind: Deployment\n"), log4shell()));
  EXPECT_TRUE(matches(parse("waivers: [{id: GHSA-jfh8-*, reason: r}]")[0], log4shell()));
}

TEST(Waiver, may_be_for_one_container) {
  std::vector<Waiver> waivers =
      parse_waivers("waivers: [{id: privileged-container, container: proxy, reason: it must}]", "w",
                    Limits{})
          .value();
  finding::Finding finding;
  finding.id = "privileged-container";
  finding.subject.container = "proxy";
  EXPECT_TRUE(matches(waivers[0], finding));
  finding.subject.container = "web";
  EXPECT_FALSE(matches(waivers[0], finding));
}

TEST(Waiver, counts_until_the_end_of_its_last_day) {
  auto waivers =
      parse("waivers:\n- {id: CVE-2021-44228, reason: r, owner: o, expires: 2027-01-31}\n");
  std::vector<finding::Finding> findings = {log4shell()};
  auto uses = apply(waivers, *parse_rfc3339("2027-01-31T23:59:59Z"), findings);
  ASSERT_EQ(findings.size(), 1u);
  ASSERT_TRUE(findings[0].suppression);
  EXPECT_EQ(findings[0].suppression->reason, "r (o), until 2027-01-31");
  EXPECT_EQ(findings[0].suppression->source, "w.yaml:2");
  EXPECT_EQ(uses[0].findings, 1u);

  findings = {log4shell()};
  uses = apply(waivers, *parse_rfc3339("2027-02-01T00:00:00Z"), findings);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_FALSE(findings[0].suppression);
  EXPECT_EQ(findings[1].id, "waiver-expired");
  EXPECT_EQ(findings[1].subject.line, 2u);
  EXPECT_TRUE(uses[0].expired);
  EXPECT_EQ(uses[0].findings, 1u) << "that it would have suppressed";
}

TEST(Waiver, what_cannot_be_read_refuses_the_file) {
  EXPECT_EQ(error_of("waivers:\n- id: X\n"), "w.yaml:2: the waiver for 'X' gives no 'reason'");
  EXPECT_NE(error_of("waivers:\n- reason: r\n").find("needs an 'id'"), std::string::npos);
  EXPECT_NE(error_of("waivers:\n- {id: X, reason: r, pakage: y}\n").find("unknown field 'pakage'"),
            std::string::npos);
  EXPECT_NE(error_of("waivers:\n- {id: X, reason: r, expires: soon}\n").find("must be a date"),
            std::string::npos);
  EXPECT_NE(error_of("waivers:\n- {id: X, reason: r, expires: '2027-01-31T00:00:00Z'}\n"), "");
  EXPECT_NE(error_of("wavers: []\n"), "");
  EXPECT_NE(error_of("waivers: {id: X}\n"), "");
  EXPECT_NE(error_of("waivers:\n- id: X\n  id: Y\n  reason: r\n"), "");
  EXPECT_EQ(error_of("waivers: []\n"), "");
}

}  // namespace
}  // namespace seawall::waiver
