// Baselines: what was there before. Findings that a baseline knows stay in every report and do not
// count for the gate, so that a project can begin with "nothing new".
//
// A baseline is a former JSON report, or a text with one fingerprint a line (what follows it on the
// line is for people; lines that begin with # are comments). A fingerprint that stands there twice
// covers two findings: the third container that runs as root is new.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "finding/finding.h"

namespace seawall::posture {

struct Baseline {
  std::string source;                   // the file, for reasons
  std::map<std::string, size_t> known;  // fingerprint -> how many
};

// kInvalid with the line for a text that is neither. Of a report those findings count that counted
// then: not what a waiver accepted, which may expire.
Result<Baseline> parse_baseline(std::string_view text, const std::string& source,
                                const Limits& limits);

// What became of a baseline in one scan.
struct BaselineUse {
  std::string source;
  size_t known = 0;  // findings that it covers
  size_t gone = 0;   // entries that no finding has any more
};

// Suppresses the findings that `baseline` knows. Those that are suppressed already use up no entry.
// Expired waivers are never known.
BaselineUse apply_baseline(const Baseline& baseline, std::vector<finding::Finding>& findings);

// The text of a baseline that knows all `findings` but those that something else suppresses.
std::string baseline_text(const std::vector<finding::Finding>& findings);

}  // namespace seawall::posture
