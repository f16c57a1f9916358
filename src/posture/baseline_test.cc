#include "posture/baseline.h"

#include <gtest/gtest.h>

namespace seawall::posture {
namespace {

using finding::Finding;

Finding finding_of(const std::string& id, const std::string& container) {
  Finding out;
  out.kind = "check";
  out.id = id;
  out.subject.path = "web.yaml";
  out.subject.kind = "Deployment";
  out.subject.container = container;
  return out;
}

TEST(Baseline, knows_what_was_written) {
  std::vector<Finding> findings = {finding_of("a", "x"), finding_of("a", "y"), finding_of("b", "")};
  Baseline baseline = parse_baseline(baseline_text(findings), "base.txt", Limits{}).value();
  std::vector<Finding> later = {finding_of("a", "x"), finding_of("a", "z"), finding_of("b", "")};
  BaselineUse use = apply_baseline(baseline, later);
  EXPECT_EQ(use.known, 2u);
  EXPECT_EQ(use.gone, 1u);
  EXPECT_TRUE(later[0].suppression && !later[1].suppression && later[2].suppression);
  EXPECT_EQ(later[0].suppression->by, finding::Suppression::By::kBaseline);
  EXPECT_EQ(later[0].suppression->source, "base.txt");
}

TEST(Baseline, counts_findings_of_one_fingerprint) {
  std::vector<Finding> two(2, finding_of("a", "x")), three(3, finding_of("a", "x"));
  Baseline baseline = parse_baseline(baseline_text(two), "b", Limits{}).value();
  EXPECT_EQ(apply_baseline(baseline, three).known, 2u);
  EXPECT_FALSE(three[2].suppression);
}

TEST(Baseline, never_knows_waivers_nor_waived) {
  std::vector<Finding> findings = {finding_of("a", "x"), finding_of("waiver-expired", "")};
  findings[0].suppression = finding::Suppression{};
  findings[1].kind = "waiver";
  EXPECT_EQ(baseline_text(findings).find("web.yaml"), std::string::npos);
}

TEST(Baseline, reads_reports) {
  std::string print = finding::fingerprint(finding_of("a", "x"));
  std::string text = fmt::format(
      R"({{"findings": [{{"fingerprint": "{0}", "kind": "check", "suppression": null}},
          {{"fingerprint": "{0}", "kind": "check", "suppression": {{"by": "baseline"}}}},
          {{"fingerprint": "{0}", "kind": "check", "suppression": {{"by": "waiver"}}}}]}})",
      print);
  EXPECT_EQ(parse_baseline(text, "r.json", Limits{}).value().known.at(print), 2u);
}

TEST(Baseline, refuses_other_texts) {
  auto error = [](std::string_view text) {
    Result<Baseline> out = parse_baseline(text, "b", Limits{});
    return out ? "" : out.error().message();
  };
  EXPECT_EQ(error("# fine\n\n"), "");
  EXPECT_EQ(error("hello\n"), "b:1: 'hello' is no fingerprint (32 hex digits)");
  EXPECT_EQ(error("{}"), "b: a JSON document, but no report: it has no 'findings'");
  EXPECT_NE(error("{\"findings\": [{}]}"), "");
}

}  // namespace
}  // namespace seawall::posture
