#include "posture/outcome.h"

#include <gtest/gtest.h>

namespace seawall::posture {
namespace {

TEST(CheckOutcome, counts_what_passes) {
  CheckOutcome outcome;
  outcome.applied = 5;
  outcome.failed = 2;
  outcome.not_judged = 1;
  EXPECT_EQ(outcome.passed(), 2u);
  outcome.not_judged = 9;
  EXPECT_EQ(outcome.passed(), 0u);
}

TEST(CheckOutcome, says_what_its_check_is) {
  check::Check check;
  check.id = "it";
  check.severity = finding::Severity::kHigh;
  check.controls = {{"pss", {"baseline"}}};
  CheckOutcome outcome = outcome_of(check);
  EXPECT_EQ(outcome.id, "it");
  EXPECT_EQ(outcome.severity, finding::Severity::kHigh);
  EXPECT_EQ(outcome.controls.at("pss").size(), 1u);
}

}  // namespace
}  // namespace seawall::posture
