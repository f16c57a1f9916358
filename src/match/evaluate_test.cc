#include "match/evaluate.h"

#include <gtest/gtest.h>

#include "feed/feed_testing.h"

namespace seawall::match {
namespace {

struct Entry {
  std::string bytes;
  feed::EntryView view;
};

std::unique_ptr<Entry> entry_of(const feed::Affected& affected) {
  auto out = std::make_unique<Entry>();
  out->bytes = feed::encode_entry(0, affected);
  EXPECT_TRUE(feed::EntryReader(out->bytes).next(out->view));
  return out;
}

feed::Affected minimist() {
  feed::Affected out{.ecosystem = "npm", .name = "minimist"};
  using feed::EventType;
  out.ranges = {
      {feed::RangeType::kSemver, "", {{EventType::kIntroduced, "0"}, {EventType::kFixed, "0.2.1"}}},
      {feed::RangeType::kSemver,
       "",
       {{EventType::kIntroduced, "1.0.0"}, {EventType::kFixed, "1.2.3"}}}};
  out.versions = {"2.0.0-oops"};
  return out;
}

const version::Order* semver() {
  return feed::order_of(feed::RangeType::kSemver, "npm");
}

TEST(Evaluate, RangesOrVersions) {
  auto entry = entry_of(minimist());
  EntryVerdict verdict = judge_entry("0.0.8", entry->view, semver());
  EXPECT_TRUE(verdict.affected);
  EXPECT_EQ(explain("0.0.8", verdict), "0.0.8 is in [0, 0.2.1)");
  EXPECT_EQ(explain("1.2.0", judge_entry("1.2.0", entry->view, semver())),
            "1.2.0 is in [1.0.0, 1.2.3)");
  EXPECT_FALSE(judge_entry("0.2.1", entry->view, semver()).affected);
  EXPECT_FALSE(judge_entry("1.2.3", entry->view, semver()).affected);
  verdict = judge_entry("2.0.0-oops", entry->view, semver());
  EXPECT_TRUE(verdict.listed);
  EXPECT_EQ(explain("2.0.0-oops", verdict), "2.0.0-oops is listed");
}

TEST(Evaluate, AllFixesAboveTheVersion) {
  auto entry = entry_of(minimist());
  std::vector<std::string> fixes;
  collect_fixes("0.0.8", entry->view, semver(), fixes);
  EXPECT_EQ(fixes, (std::vector<std::string>{"0.2.1", "1.2.3"}));
  fixes.clear();
  collect_fixes("1.0.0", entry->view, semver(), fixes);
  EXPECT_EQ(fixes, std::vector<std::string>{"1.2.3"});
}

TEST(Evaluate, SpellingsOfOneVersion) {
  feed::Affected affected{.ecosystem = "PyPI", .name = "x", .versions = {"1.0.0"}};
  auto entry = entry_of(affected);
  EXPECT_TRUE(judge_entry("1.0", entry->view, feed::order_of(feed::RangeType::kEcosystem, "PyPI"))
                  .affected);
  EXPECT_FALSE(judge_entry("1.0", entry->view, nullptr).affected);
  EXPECT_TRUE(judge_entry("1.0.0", entry->view, nullptr).affected);
}

TEST(Evaluate, WithoutAnOrderRangesAreNotJudged) {
  auto entry = entry_of(feed::advisory_of({.id = "X", .ecosystem = "Nobody's"}).affected[0]);
  EXPECT_FALSE(judge_entry("1.0", entry->view, nullptr).affected);
}

TEST(Evaluate, ToolchainsInSemverRangesOfGo) {
  feed::Affected affected = feed::advisory_of({.id = "GO-1", .fixed = "1.21.0-rc.4"}).affected[0];
  affected.ecosystem = "Go";
  auto entry = entry_of(affected);
  const version::Order* go = feed::order_of(feed::RangeType::kEcosystem, "Go");
  EXPECT_TRUE(judge_entry("1.21rc2", entry->view, go).affected);
  EXPECT_FALSE(judge_entry("1.21rc4", entry->view, go).affected);
  EXPECT_FALSE(judge_entry("1.21.0", entry->view, go).affected);
}

TEST(Evaluate, OpenEnds) {
  auto open = entry_of(feed::advisory_of({.id = "X", .fixed = ""}).affected[0]);
  EXPECT_EQ(explain("1.0.0", judge_entry("1.0.0", open->view, semver())), "1.0.0 is in [0, ...)");
  feed::Affected affected = feed::advisory_of({.id = "X", .fixed = ""}).affected[0];
  affected.ranges[0].events.push_back({feed::EventType::kLastAffected, "2.0.0"});
  auto last = entry_of(affected);
  EXPECT_EQ(explain("1.0.0", judge_entry("1.0.0", last->view, semver())), "1.0.0 is in [0, 2.0.0]");
}

TEST(Evaluate, Modules) {
  EXPECT_TRUE(module_fits("", "", "1.0-1.el9"));
  EXPECT_TRUE(module_fits("nodejs:18", "nodejs:18:8090020230801:abc", "18-1.module_el8"));
  EXPECT_FALSE(module_fits("nodejs:18", "nodejs:16:8090020230801:abc", "16-1.module_el8"));
  EXPECT_FALSE(module_fits("nodejs:1", "nodejs:18:8090020230801:abc", "18-1.module_el8"));
  EXPECT_FALSE(module_fits("nodejs:18", "", "18-1.el9")) << "not modular";
  EXPECT_FALSE(module_fits("", "nodejs:18:1:a", "18-1.module_el8"))
      << "the base package's advisory";
  EXPECT_TRUE(module_fits("*", "nodejs:18:1:a", "18-1.module_el8"));
  EXPECT_TRUE(module_fits("nodejs:18", "", "18-1.module_el8")) << "stream not known";
}

}  // namespace
}  // namespace seawall::match
