#include "posture/framework_result.h"

#include <gtest/gtest.h>

#include "posture/judge_testing.h"

namespace seawall::posture {
namespace {

using Verdict = ControlResult::Verdict;

void write_check(const TestFolder& folder, const std::string& id, const std::string& fields) {
  folder.write(id + ".yaml",
               fmt::format("id: {}\ntitle: It\nseverity: low\nstage: deploy\nlayer: container\n"
                           "themes: [hygiene]\nrationale: Because.\nremedy: Do it.\nfor: object\n"
                           "expression: 'true'\nexamples: {{pass: [{{object: {{}}}}], fail: "
                           "[{{object: {{}}}}]}}\n{}\n",
                           id, fields));
}

// A framework of two controls; the check of the second is off.
std::unique_ptr<Catalogue> two_controls(bool both_of_first) {
  TestFolder folder;
  write_check(folder, "one", "controls: {ours: [A1]}");
  write_check(
      folder, "two",
      fmt::format("enabled: false\ncontrols: {{ours: [{}A2]}}", both_of_first ? "A1, " : ""));
  Selection selection;
  selection.folders = {folder.path()};
  selection.frameworks = {"ours"};
  return catalogue_of(std::move(selection));
}

FrameworkResult result(const Catalogue& catalogue, uint64_t applied, uint64_t failed,
                       uint64_t waived = 0, uint64_t not_judged = 0) {
  CheckOutcome outcome = outcome_of(*catalogue.find("one"));
  outcome.applied = applied;
  outcome.failed = failed;
  outcome.waived = waived;
  outcome.not_judged = not_judged;
  for (FrameworkResult& framework : framework_results(catalogue, {outcome}))
    if (framework.id == "ours") return std::move(framework);
  return {};
}

TEST(FrameworkResults, follow_their_checks) {
  std::unique_ptr<Catalogue> catalogue = two_controls(false);
  auto first = [&](uint64_t applied, uint64_t failed, uint64_t waived, uint64_t not_judged) {
    return result(*catalogue, applied, failed, waived, not_judged).controls.at(0).verdict;
  };
  EXPECT_EQ(first(3, 0, 0, 0), Verdict::kPassed);
  EXPECT_EQ(first(3, 1, 0, 0), Verdict::kFailed);
  EXPECT_EQ(first(3, 1, 1, 0), Verdict::kPassed);
  EXPECT_EQ(first(3, 0, 0, 1), Verdict::kNotJudged);
  EXPECT_EQ(first(0, 0, 0, 0), Verdict::kNotApplicable);
}

TEST(FrameworkResults, say_why_a_control_is_not_judged) {
  std::unique_ptr<Catalogue> catalogue = two_controls(false);
  FrameworkResult ours = result(*catalogue, 1, 0);
  EXPECT_TRUE(ours.named);
  EXPECT_EQ(ours.count(Verdict::kPassed), 1u);
  EXPECT_EQ(ours.controls.at(1).verdict, Verdict::kNotJudged);
  EXPECT_EQ(ours.controls.at(1).why, "its checks are off: two");
}

TEST(FrameworkResults, pass_no_control_of_which_a_check_is_off) {
  std::unique_ptr<Catalogue> catalogue = two_controls(true);
  EXPECT_EQ(result(*catalogue, 1, 0).controls.at(0).verdict, Verdict::kNotJudged);
  EXPECT_EQ(result(*catalogue, 1, 0).controls.at(0).why, "checks of it are off: two");
  EXPECT_EQ(result(*catalogue, 1, 1).controls.at(0).verdict, Verdict::kFailed);
}

}  // namespace
}  // namespace seawall::posture
