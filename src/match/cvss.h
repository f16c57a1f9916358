// CVSS vectors to scores. FIRST: CVSS 2.0 guide section 3.2.1, 3.0 and 3.1 specifications section 7
// and 8, 4.0 specification section 8 with its macro vector table.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "finding/finding.h"

namespace seawall::match {

struct CvssScore {
  std::string_view version;  // "2.0", "3.0", "3.1", "4.0"
  double base = 0;           // 0.0 to 10.0 in steps of 0.1, from the base metrics alone
  finding::Severity severity = finding::Severity::kUnknown;  // by the version's own scale
};

// Any version, told by the prefix ("CVSS:3.1/"; 2.0 has none, and may stand in parentheses).
// Metrics in any order. Nothing when a base metric is missing, a metric is unknown or given twice,
// or a value is not one of the metric's: a half-read vector would give a wrong score.
std::optional<CvssScore> score_cvss(std::string_view vector);

// CVSS 4.0 with threat and environmental metrics, as the specification's calculator gives it;
// equals the base score when there are none. Nothing for other versions.
std::optional<double> score_cvss4_full(std::string_view vector);

}  // namespace seawall::match
