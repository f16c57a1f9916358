#include "posture/score.h"

#include <gtest/gtest.h>

namespace seawall::posture {
namespace {

using finding::Severity;

CheckOutcome outcome(Severity severity, uint64_t applied, uint64_t failed, uint64_t waived = 0,
                     uint64_t not_judged = 0) {
  CheckOutcome out;
  out.severity = severity;
  out.applied = applied;
  out.failed = failed;
  out.waived = waived;
  out.not_judged = not_judged;
  return out;
}

TEST(Score, is_the_weighted_share_of_what_passes) {
  // 5 x 1/2 + 1 x 1 of 6
  ScorePart total = score_of({outcome(Severity::kHigh, 4, 2), outcome(Severity::kLow, 3, 0)}).total;
  EXPECT_DOUBLE_EQ(total.weighted, 3.5);
  EXPECT_EQ(total.weights, 6u);
  EXPECT_EQ(total.score(), 58u);
  EXPECT_EQ(total.failed, 1u);
  EXPECT_EQ(total.passed, 1u);
}

TEST(Score, leaves_out_what_is_waived_or_asks_nothing) {
  EXPECT_EQ(score_of({outcome(Severity::kHigh, 4, 2, 2)}).total.score(), 100u);
  EXPECT_EQ(score_of({outcome(Severity::kHigh, 1, 1, 1)}).total.score(), std::nullopt);
  EXPECT_TRUE(score_of({outcome(Severity::kHigh, 0, 0)}).parts.empty());
}

TEST(Score, takes_no_answer_for_no_pass) {
  ScorePart total = score_of({outcome(Severity::kHigh, 4, 0, 0, 1)}).total;
  EXPECT_EQ(total.score(), std::nullopt);
  EXPECT_EQ(total.not_judged, 1u);
  std::vector<CheckOutcome> two = {outcome(Severity::kHigh, 4, 0, 0, 1),
                                   outcome(Severity::kHigh, 1, 0)};
  EXPECT_EQ(score_of(two).total.score(), 87u);
}

TEST(Score, is_whole_where_all_passes_and_never_otherwise) {
  EXPECT_EQ(score_of({outcome(Severity::kLow, 3, 0), outcome(Severity::kHigh, 7, 0)}).total.score(),
            100u);
  EXPECT_EQ(score_of({outcome(Severity::kLow, 100'000, 1)}).total.score(), 99u);
}

TEST(Score, has_a_part_for_each_stage_and_layer) {
  CheckOutcome rbac = outcome(Severity::kHigh, 1, 1);
  rbac.layer = finding::Layer::kCluster;
  Score score = score_of({outcome(Severity::kHigh, 1, 0), rbac});
  ASSERT_EQ(score.parts.size(), 2u);
  EXPECT_EQ(score.parts[0].score(), 100u);
  EXPECT_EQ(score.parts[1].score(), 0u);
  EXPECT_EQ(score.total.score(), 50u);
}

TEST(Score, takes_findings_of_other_kinds_by_severity) {
  finding::Finding finding;
  finding.kind = "vulnerability";
  finding.severity = Severity::kUnknown;
  finding.stage = finding::Stage::kBuild;
  auto judged = [&](bool answered) {
    return score_of(outcomes_of_findings({finding}, "vulnerability", finding::Stage::kBuild,
                                         finding::Layer::kContainer, answered))
        .total;
  };
  EXPECT_EQ(judged(true).score(), 88u);  // 16 of 18: medium fails
  EXPECT_EQ(judged(false).score(), 0u);
  EXPECT_EQ(judged(false).not_judged, 3u);
}

}  // namespace
}  // namespace seawall::posture
