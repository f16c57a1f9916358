// Every format against tests/cases/report/NAME.*, for an assessment full of hostile names and for
// an empty one. SEAWALL_REWRITE_CASES=1 writes the files anew: then read the difference.
#include "report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/file.h"
#include "base/text.h"
#include "doc/json_schema.h"
#include "doc/parse.h"
#include "doc/xml.h"
#include "report/report_testing.h"
#include "sbom/sbom.h"

namespace seawall::report {
namespace {

using testing::HasSubstr;
using testing::Not;

const Style kStyle{"0.1.0", false, 100, true};

posture::Assessment clean_assessment() {
  posture::Assessment assessment;
  assessment.created = 1'790'000'000;
  assessment.inventory.kind = model::TargetKind::kProject;
  assessment.inventory.target = "src";
  return assessment;
}

void compare(const std::string& name, const std::string& text) {
  std::string path = std::string(SEAWALL_SOURCE_DIR) + "/tests/cases/report/" + name;
  if (std::getenv("SEAWALL_REWRITE_CASES")) {
    ASSERT_TRUE(write_file_atomically(path, text).ok());
    return;
  }
  Result<std::string> expected = read_file(path, 16 << 20);
  ASSERT_TRUE(expected.ok()) << expected.error().message();
  EXPECT_EQ(text, *expected) << path;
}

TEST(Reports, are_as_recorded) {
  for (const Format* format : formats()) {
    compare(fmt::format("hostile.{}", format->name), format->render(sample_assessment(), kStyle));
    compare(fmt::format("clean.{}", format->name), format->render(clean_assessment(), kStyle));
  }
}

TEST(Reports, keep_hostile_text_harmless) {
  for (const Format* format : formats()) {
    std::string text = format->render(sample_assessment(), kStyle);
    EXPECT_TRUE(is_valid_utf8(text)) << format->name;
    for (char c : text) {
      bool control = (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
      ASSERT_FALSE(control) << format->name << " has the control character " << int{c};
    }
    bool markup = format->name == "html" || format->name == "junit";
    if (markup) {
      EXPECT_THAT(text, Not(HasSubstr("<img"))) << format->name;
    }
    EXPECT_THAT(text, Not(HasSubstr("href=\"javascript:"))) << format->name;
  }
}

TEST(Reports, find_by_name) {
  EXPECT_NE(find_format("sarif"), nullptr);
  EXPECT_EQ(find_format("pdf"), nullptr);
}

doc::JsonSchema load_schema() {
  std::string path = std::string(SEAWALL_SOURCE_DIR) + "/docs/report.schema.json";
  std::string text = read_file(path, 16 << 20).value();
  return doc::JsonSchema::create(doc::parse_json(text, Limits{}).value()).value();
}

TEST(JsonReport, follows_its_schema) {
  doc::JsonSchema schema = load_schema();
  for (const posture::Assessment& assessment : {sample_assessment(), clean_assessment()}) {
    std::string text = find_format("json")->render(assessment, kStyle);
    doc::Document document = doc::parse_json(text, Limits{}).value();
    for (const Diagnostic& fault : schema.validate(document.root())) ADD_FAILURE() << fault.message;
  }
}

TEST(JsonReport, schema_tells_what_is_missing) {
  doc::JsonSchema schema = load_schema();
  std::string text = find_format("json")->render(clean_assessment(), kStyle);
  text = replace_all(text, "\"verdict\"", "\"verdikt\"");
  doc::Document document = doc::parse_json(text, Limits{}).value();
  EXPECT_FALSE(schema.validate(document.root()).empty());
}

TEST(CycloneDxReport, is_valid) {
  for (const posture::Assessment& assessment : {sample_assessment(), clean_assessment()}) {
    std::string text = find_format("cyclonedx")->render(assessment, kStyle);
    Result<Diagnostics> faults = sbom::validate_cyclonedx(text, Limits{});
    ASSERT_TRUE(faults.ok()) << faults.error().message();
    for (const Diagnostic& fault : *faults) ADD_FAILURE() << fault.message;
  }
}

TEST(SarifReport, tells_what_was_not_judged) {
  std::string text = find_format("sarif")->render(sample_assessment(), kStyle);
  doc::Document document = doc::parse_json(text, Limits{}).value();
  const doc::Node& run = document.root()["runs"].items()[0];
  EXPECT_EQ(run["results"].size(), 7u);
  EXPECT_EQ(run["tool"]["driver"]["rules"].size(), 5u);
  const doc::Node& notes = run["invocations"].items()[0]["toolExecutionNotifications"];
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes.items()[0]["descriptor"].text("id"), "not-judged/no-data");
  const doc::Node& rule = run["tool"]["driver"]["rules"].items()[0];
  EXPECT_EQ(rule["properties"].text("security-severity"), "9.1");
}

// The score counts where it fits the severity; else the middle of the severity's range.
TEST(SarifReport, scores_rules_within_their_severity) {
  auto scored = [](finding::Severity severity, std::vector<double> scores) {
    posture::Assessment assessment = clean_assessment();
    finding::Finding finding;
    finding.kind = "vulnerability";
    finding.id = "CVE-1";
    finding.severity = severity;
    for (double base : scores) finding.scores.push_back({"3.1", "", base, ""});
    assessment.findings = {finding};
    std::string text = find_format("sarif")->render(assessment, kStyle);
    doc::Document document = doc::parse_json(text, Limits{}).value();
    const doc::Node& run = document.root()["runs"].items()[0];
    return std::string(
        run["tool"]["driver"]["rules"].items()[0]["properties"].text("security-severity"));
  };
  EXPECT_EQ(scored(finding::Severity::kHigh, {7.2}), "7.2");
  EXPECT_EQ(scored(finding::Severity::kHigh, {7.2, 8.1}), "8.1");
  EXPECT_EQ(scored(finding::Severity::kHigh, {9.8}), "8.0");
  EXPECT_EQ(scored(finding::Severity::kLow, {}), "2.0");
}

TEST(SarifReport, tells_what_is_new) {
  std::string text = find_format("sarif")->render(sample_assessment(), kStyle);
  doc::Document document = doc::parse_json(text, Limits{}).value();
  size_t known = 0;
  for (const doc::Node& result : document.root()["runs"].items()[0]["results"].items()) {
    if (result.text("baselineState") != "unchanged") continue;
    ++known;
    EXPECT_EQ(result["suppressions"].size(), 0u);
  }
  EXPECT_EQ(known, 1u);
}

// A check is said once, with the first places; all of them when asked for.
TEST(TableReport, says_a_check_once) {
  posture::Assessment assessment = clean_assessment();
  finding::Finding finding = sample_check_findings()[0];
  for (uint32_t line = 1; line <= 20; ++line) {
    finding.subject.line = line;
    assessment.findings.push_back(finding);
  }
  Style style = kStyle;
  std::string text = find_format("table")->render(assessment, style);
  EXPECT_THAT(text, HasSubstr("Container runs privileged (20 times)"));
  EXPECT_THAT(text, HasSubstr("... and 15 more (--details lists all)"));
  style.all_findings = true;
  EXPECT_THAT(find_format("table")->render(assessment, style), Not(HasSubstr("--details")));
}

TEST(HtmlReport, filters_checks_by_framework) {
  std::string text = find_format("html")->render(sample_assessment(), kStyle);
  EXPECT_THAT(text, HasSubstr("<select name=\"framework\""));
  EXPECT_THAT(text, HasSubstr("<option value=\"cis-1.12\">"));
}

TEST(HtmlReport, tells_how_many_references_it_leaves_out) {
  posture::Assessment assessment = sample_assessment();
  assessment.findings[0].references.assign(15, "https://example.org/");
  EXPECT_THAT(find_format("html")->render(assessment, kStyle), HasSubstr("... and 3 more"));
}

TEST(JUnitReport, is_xml_and_counts) {
  std::string text = find_format("junit")->render(sample_assessment(), kStyle);
  EXPECT_THAT(text, HasSubstr("tests=\"9\" failures=\"3\" errors=\"2\""));
  EXPECT_THAT(find_format("junit")->render(clean_assessment(), kStyle), HasSubstr("tests=\"1\""));
}

}  // namespace
}  // namespace seawall::report
