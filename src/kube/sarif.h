// Results of code scanners, so that one report shows the code too (SARIF 2.1.0, OASIS standard).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/result.h"
#include "finding/finding.h"

namespace seawall::kube {

// "*.sarif", "*.sarif.json", any case.
bool is_sarif(std::string_view path);

// Every result of every run as a finding of kind "sast", stage and layer code: id is the rule's,
// severity the rule's `security-severity` (the bands of CVSS: 9, 7, 4, above 0), else the level
// (error high, warning medium, note low). Suppressions, and states "unchanged"... do not hide a
// result: it is there as suppressed when some suppression is in force. Results that are no fault
// (kind pass, notApplicable, informational, review, open; baselineState absent) are left out.
// kInvalid for what is no SARIF log. `remarks`: runs that did not succeed (incomplete), results
// that could not be understood.
Result<std::vector<finding::Finding>> read_sarif(std::string_view text, const std::string& path,
                                                 const Limits& limits, Diagnostics& remarks);

}  // namespace seawall::kube
