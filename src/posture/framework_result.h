// What the checks say of each control of a framework.
#pragma once

#include <string>
#include <vector>

#include "posture/catalogue.h"
#include "posture/outcome.h"

namespace seawall::posture {

struct ControlResult {
  enum class Verdict : uint8_t {
    kPassed,         // its checks judged something, and all of that passes (or is waived)
    kFailed,         // something fails
    kNotApplicable,  // its checks ran, and there was nothing for them to judge
    kNotJudged,      // nothing fails, but a check of it is off or gave no answer
  } verdict = Verdict::kNotJudged;
  std::string id, title;
  std::string why;                  // kNotJudged: a sentence
  std::vector<std::string> checks;  // ids of those that ran
  uint64_t failed = 0;              // things that fail, waived ones left out
  uint64_t waived = 0;
};
const char* verdict_name(ControlResult::Verdict verdict);  // "passed", "failed", ...

struct FrameworkResult {
  std::string id, title, version, url;
  bool named = false;                   // on the command line
  std::vector<ControlResult> controls;  // in the framework's order
  size_t count(ControlResult::Verdict verdict) const;
};

// `checks`: those that ran. Frameworks of which no check ran are left out unless they were named.
std::vector<FrameworkResult> framework_results(const Catalogue& catalogue,
                                               const std::vector<CheckOutcome>& checks);

}  // namespace seawall::posture
