#include "kube/sarif.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"

namespace seawall::kube {
namespace {

std::string read(std::string_view text) {
  Diagnostics remarks;
  auto findings = read_sarif(text, "scan.sarif", Limits{}, remarks);
  if (!findings) return findings.error().message() + "\n";
  std::string out;
  for (const finding::Finding& f : *findings) {
    EXPECT_EQ(f.kind, "sast");
    EXPECT_STREQ(stage_name(f.stage), "code");
    EXPECT_STREQ(layer_name(f.layer), "code");
    out += fmt::format("{} {} {}:{}:{} [{}] {}", f.id, severity_name(f.severity), f.subject.path,
                       f.subject.line, f.subject.column, f.title, f.detail);
    if (!f.remedy.empty()) out += " -> " + f.remedy;
    if (f.suppression) out += " (" + f.suppression->reason + ")";
    out += '\n';
  }
  for (const Diagnostic& remark : remarks)
    out += fmt::format("{}{} {}\n", remark.line, remark.incomplete ? "!" : "", remark.message);
  return out;
}

std::string run(std::string_view results, std::string_view rules = "") {
  return read(fmt::format(
      R"({{"version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"T","rules":[{}]}}}},"results":[{}]}}]}})",
      rules, results));
}

// Each NAME.sarif of tests/cases/kube/sarif beside NAME.txt, one finding or remark a line.
TEST(Sarif, Cases) {
  size_t cases = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(SEAWALL_SOURCE_DIR "/tests/cases/kube/sarif")) {
    if (entry.path().extension() != ".sarif") continue;
    ++cases;
    auto text = read_file(entry.path().native(), 1 << 20);
    std::filesystem::path path = entry.path();
    auto expected = read_file(path.replace_extension(".txt").native(), 1 << 20);
    ASSERT_TRUE(text.ok() && expected.ok()) << path;
    EXPECT_EQ(read(*text), *expected) << path;
  }
  EXPECT_GE(cases, 1u);
}

TEST(Sarif, Names) {
  EXPECT_TRUE(is_sarif("a/x.sarif"));
  EXPECT_TRUE(is_sarif("X.SARIF.JSON"));
  EXPECT_FALSE(is_sarif("sarif.json"));
}

TEST(Sarif, Severities) {
  EXPECT_EQ(run(R"({"ruleId":"a"},{"ruleId":"b","level":"error"},{"ruleId":"c","level":"none"})"),
            "a medium :0:0 [a] \nb high :0:0 [b] \nc none :0:0 [c] \n");
  EXPECT_EQ(run(R"({"ruleId":"a","level":"note"},{"ruleId":"b"})",
                R"({"id":"a","properties":{"security-severity":"9.1"}},)"
                R"({"id":"b","defaultConfiguration":{"level":"note"}})"),
            "a critical :0:0 [a] \nb low :0:0 [b] \n");
  EXPECT_EQ(run(R"({"ruleId":"a","kind":"pass"},{"ruleId":"b","kind":"review"},)"
                R"({"ruleId":"c","baselineState":"absent"})"),
            "b unknown :0:0 [b] \n");
}

TEST(Sarif, Suppressions) {
  EXPECT_EQ(run(R"({"ruleId":"a","suppressions":[{"kind":"inSource"}]},)"
                R"({"ruleId":"b","suppressions":[{"kind":"external","justification":"no"}]},)"
                R"({"ruleId":"c","suppressions":[{"kind":"external"},{"status":"rejected"}]},)"
                R"({"ruleId":"d","suppressions":[]})"),
            "a medium :0:0 [a]  (suppressed in the source)\nb medium :0:0 [b]  (no)\n"
            "c medium :0:0 [c] \nd medium :0:0 [d] \n");
}

TEST(Sarif, Messages) {
  EXPECT_EQ(run(R"({"ruleIndex":0,"message":{"id":"m","arguments":["x","y"]}})",
                R"({"id":"a","messageStrings":{"m":{"text":"{1} in {0}, {{0}} {2}"}}})"),
            "a medium :0:0 [y in x, {0} {2}] y in x, {0} {2}\n");
  EXPECT_EQ(run(R"({"ruleId":"CA1/2/3","message":{"text":"t"}})",
                R"({"id":"CA1","shortDescription":{"text":"short"},"help":{"text":"do"}})"),
            "CA1/2/3 medium :0:0 [short] t -> do\n");
}

TEST(Sarif, WhatIsNone) {
  EXPECT_EQ(read("{}"), "no SARIF log: it has no list of runs\n");
  EXPECT_EQ(read(R"({"version":"1.0.0","runs":[]})"), "SARIF 1.0.0 is not read, only 2.1.0\n");
  EXPECT_EQ(run("1,{\"ruleId\":\"a\"}"),
            "a medium :0:0 [a] \n1! 1 results are no objects: not read\n");
  EXPECT_EQ(read(R"({"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Seawall"}}}]})"),
            "1 an earlier report of Seawall: not taken in again\n");
}

}  // namespace
}  // namespace seawall::kube
