#include "posture/assessment.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "feed/feed_testing.h"
#include "feed/memory_index.h"

namespace seawall::posture {
namespace {

constexpr UnixSeconds kToday = 1'764'000'000;

model::Inventory inventory_with(std::vector<std::pair<std::string, std::string>> npm) {
  model::Inventory inventory;
  inventory.kind = model::TargetKind::kImage;
  inventory.target = "shop:1";
  inventory.image.emplace();
  inventory.image->digest = "sha256:aa";
  image::Layer layer;
  layer.digest = "sha256:bb";
  layer.created_by = "RUN npm ci";
  inventory.image->layers = {layer};
  for (auto& [name, version] : npm) {
    model::Component component;
    component.package.type = "npm";
    component.package.name = name;
    component.package.version = version;
    component.package.path = "app/node_modules/" + name + "/package.json";
    component.layer = 0;
    inventory.components.push_back(component);
  }
  return inventory;
}

Options today() {
  Options options;
  options.now = kToday;
  return options;
}

TEST(Assess, without_an_index_says_what_to_run) {
  Assessment assessment =
      assess(inventory_with({{"a", "1.0.0"}, {"b", "1.0.0"}}), nullptr, today());
  ASSERT_EQ(assessment.not_judged.size(), 1u);
  EXPECT_EQ(assessment.not_judged[0].packages, 2u);
  EXPECT_EQ(assessment.not_judged[0].remedy, "run `seawall db update --ecosystem 'npm'`");
  EXPECT_TRUE(assessment.incomplete());
  EXPECT_EQ(assessment.exit_code(), 3);
}

TEST(Assess, without_an_index_names_what_no_feed_would_help) {
  auto not_judged = [](const char* type, const char* distro) {
    model::Inventory inventory = inventory_with({{"a", "1"}});
    inventory.components[0].package.type = type;
    if (*distro) inventory.distro = package::Distro{.id = distro};
    std::vector<NotJudged> all = assess(inventory, nullptr, today()).not_judged;
    EXPECT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].remedy, "");
    EXPECT_EQ(all[0].packages, 1u);
    EXPECT_TRUE(all[0].incomplete);
    return all[0].why;
  };
  EXPECT_EQ(not_judged("generic", ""), "unknown-type");
  EXPECT_EQ(not_judged("rpm", ""), "no-distro");
  EXPECT_EQ(not_judged("rpm", "amzn"), "no-feed");
}

TEST(Assess, a_distribution_without_packages_is_not_judged) {
  model::Inventory bare;
  bare.kind = model::TargetKind::kImage;
  bare.distro.emplace();
  bare.distro->id = "debian";
  auto index = feed::make_memory_index({}, kToday - 3600, {});
  auto told = [&](model::Inventory inventory) {
    std::vector<NotJudged> all = assess(std::move(inventory), index.get(), today()).not_judged;
    return std::any_of(all.begin(), all.end(), [](const NotJudged& entry) {
      return entry.why == "no-packages" && entry.incomplete;
    });
  };
  EXPECT_TRUE(told(bare));
  model::Inventory filled = bare;
  filled.components.emplace_back();
  filled.components[0].package.type = "deb";
  EXPECT_FALSE(told(filled));
  bare.kind = model::TargetKind::kProject;
  EXPECT_FALSE(told(bare));
}

TEST(Assess, names_the_place_of_each_finding) {
  std::vector<feed::Advisory> records = {
      feed::advisory_of({.id = "GHSA-1", .ecosystem = "npm", .name = "a", .fixed = "2.0.0"})};
  auto index = feed::make_memory_index(records, kToday - 3600, {});
  Assessment assessment = assess(inventory_with({{"a", "1.0.0"}}), index.get(), today());
  ASSERT_EQ(assessment.findings.size(), 1u);
  const finding::Subject& subject = assessment.findings[0].subject;
  EXPECT_EQ(subject.image, "shop:1");
  EXPECT_EQ(subject.layer_digest, "sha256:bb");
  EXPECT_EQ(subject.layer_command, "RUN npm ci");
  EXPECT_EQ(subject.path, "app/node_modules/a/package.json");
  EXPECT_EQ(subject.purl, "pkg:npm/a@1.0.0");
  EXPECT_EQ(assessment.feeds.size(), 1u);
}

TEST(Assess, gate_waivers_and_exit_codes) {
  finding::Finding high;
  high.kind = "vulnerability";
  high.id = "CVE-1";
  high.severity = finding::Severity::kHigh;
  Assessment assessment;
  EXPECT_EQ(assessment.exit_code(), 0);
  assessment.findings = {high};
  EXPECT_EQ(assessment.exit_code(), 1);
  assessment.gate.ignore_unfixed = true;
  EXPECT_EQ(assessment.exit_code(), 0);
  assessment.findings[0].fixed_versions = {"2"};
  EXPECT_EQ(assessment.exit_code(), 1);
  assessment.gate.fail_on = finding::Severity::kCritical;
  EXPECT_EQ(assessment.exit_code(), 0);
  assessment.inventory.diagnostics = {{Code::kTruncated, "layer 1", "cut", 0, true}};
  EXPECT_EQ(assessment.exit_code(), 3);
  assessment.gate.fail_on = finding::Severity::kHigh;
  assessment.findings[0].suppression.emplace();
  EXPECT_EQ(assessment.over_gate(), 0u);
}

TEST(Actions, one_upgrade_for_all_that_it_fixes) {
  Assessment assessment;
  auto add = [&](const char* id, finding::Severity severity, std::vector<std::string> fixes) {
    finding::Finding finding;
    finding.id = id;
    finding.severity = severity;
    finding.subject.ecosystem = "npm";
    finding.subject.package = "a";
    finding.subject.version = "1.0.0";
    if (!fixes.empty()) finding.upgrade_to = fixes.front();
    finding.fixed_versions = std::move(fixes);
    assessment.findings.push_back(finding);
  };
  add("CVE-1", finding::Severity::kLow, {"1.10.0", "2.0.0"});
  add("CVE-2", finding::Severity::kCritical, {"1.9.0"});
  add("CVE-3", finding::Severity::kHigh, {});
  std::vector<Action> list = actions(assessment);
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].to, "1.10.0");
  EXPECT_EQ(list[0].findings, 2u);
  EXPECT_EQ(list[0].worst, finding::Severity::kCritical);
}

}  // namespace
}  // namespace seawall::posture
