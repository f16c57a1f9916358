// The parts of the table about checks: what they found, grouped by check; frameworks; the score.
#pragma once

#include <string>

#include "report/report.h"

namespace seawall::report {

// Each begins with an empty line and a title; empty when there is nothing to say.
std::string table_of_checks(const posture::Assessment& assessment, const Style& style);
std::string table_of_frameworks(const posture::Assessment& assessment, const Style& style);
std::string table_of_score(const posture::Assessment& assessment, const Style& style);

std::string_view colour_of(finding::Severity severity);  // an escape sequence, or empty
std::string table_title(std::string_view text, const Style& style);

}  // namespace seawall::report
