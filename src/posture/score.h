// How well a target keeps what was asked of it, from 0 to 100, for each stage and layer: a number
// that a person can recompute from the report (docs/score.md).
//
//   weight   critical 10, high 5, medium 2, low 1
//   share    of the things that a check was asked about: passed / (passed + failed + not judged)
//   score    100 x (sum of weight x share) / (sum of weights), rounded down
//
// Waived things are left out; things without an answer count as not passed; known ones of a
// baseline as failed. A check that found nothing to be asked about does not count.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "finding/finding.h"
#include "posture/outcome.h"

namespace seawall::posture {

unsigned weight_of(finding::Severity severity);

// The figures of one stage and layer, or of everything.
struct ScorePart {
  finding::Stage stage = finding::Stage::kDeploy;
  finding::Layer layer = finding::Layer::kContainer;
  double weighted = 0;    // sum of weight x share
  uint64_t weights = 0;   // sum of weights
  size_t passed = 0;      // checks that all things pass
  size_t failed = 0;      // checks that something fails
  size_t not_judged = 0;  // checks that nothing fails, but that gave no answer somewhere
  std::optional<unsigned> score() const;  // nothing when nothing was asked, or nothing answered
};

struct Score {
  ScorePart total;
  std::vector<ScorePart> parts;  // by stage, then layer; those where something was asked
};

Score score_of(const std::vector<CheckOutcome>& checks);

// Findings of a kind other than checks ("vulnerability", "code") as checks of the whole target: for
// each severity one that is asked once, and fails when there is such a finding. `answered` false:
// where there is none, it is not judged.
std::vector<CheckOutcome> outcomes_of_findings(const std::vector<finding::Finding>& findings,
                                               std::string_view kind, finding::Stage stage,
                                               finding::Layer layer, bool answered);

}  // namespace seawall::posture
