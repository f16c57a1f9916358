// The parts of the HTML page about checks: what they found, frameworks, the score. Markup; all text
// from outside is escaped.
#pragma once

#include <string>

#include "report/report.h"

namespace seawall::report {

// Each is a whole section, or empty when there is nothing to say.
std::string html_of_checks(const posture::Assessment& assessment);
std::string html_of_frameworks(const posture::Assessment& assessment);
std::string html_of_score(const posture::Assessment& assessment);

}  // namespace seawall::report
