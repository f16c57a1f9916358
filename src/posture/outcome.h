// What judges said of one target, before it becomes an assessment.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "check/check.h"
#include "finding/finding.h"

namespace seawall::posture {

// Something that could not be judged, and what to do about it: never silently clean.
struct NotJudged {
  std::string why;  // stable word for machines: "no-data", "end-of-life", "check-error" ...
  std::string ecosystem;
  std::string message;     // a sentence
  std::string remedy;      // "run `seawall db update`"; may be empty
  size_t packages = 0;     // how many it concerns
  bool incomplete = true;  // false: a remark that leaves the answer whole
};

// One check that judged, and what it came to. Things are what the check is for: objects, pods,
// containers, instructions. Plain data.
struct CheckOutcome {
  std::string id, title, remedy;
  finding::Severity severity = finding::Severity::kMedium;
  finding::Stage stage = finding::Stage::kDeploy;
  finding::Layer layer = finding::Layer::kContainer;
  std::vector<std::string> themes;
  std::map<std::string, std::vector<std::string>> controls;  // framework -> ids
  uint64_t applied = 0;  // things it was asked about; of them ...
  uint64_t failed = 0;   // ... those that it does not let pass, waived ones too
  uint64_t waived = 0;
  uint64_t not_judged = 0;  // no answer
  uint64_t passed() const {
    uint64_t rest = failed + not_judged;
    return applied > rest ? applied - rest : 0;
  }
};
CheckOutcome outcome_of(const check::Check& check);

struct Judged {
  std::vector<finding::Finding> findings;
  std::vector<NotJudged> not_judged;
  std::vector<CheckOutcome> checks;  // by id
};

}  // namespace seawall::posture
