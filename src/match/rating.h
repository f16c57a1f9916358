// How severe a vulnerability is for this package, and how urgent.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feed/lookup.h"
#include "finding/finding.h"

namespace seawall::match {

// Collects what records say and chooses: the vendor's own word first, then the vendor's CVSS, then
// CVSS of other records of the same vulnerability, then their words. Within one rank the graver.
class RatingChoice {
 public:
  // Words and ratings of a record that matched the package (`vendor`), or only shares the id.
  void add_word(std::string_view word, std::string_view source, bool vendor);
  void add_ratings(const std::vector<feed::Rating>& ratings, std::string_view source, bool vendor);

  // Fills severity, severity_source, scores.
  void apply(finding::Finding& finding) const;

 private:
  void offer(int rank, finding::Severity severity, std::string source);
  int rank_ = 99;
  finding::Severity severity_ = finding::Severity::kUnknown;
  std::string source_;
  std::vector<finding::Score> scores_;
};

// Fills `risk` from severity, scores, epss, exploited: min(threat x severity x weight, 1) x 100.
// Threat is the EPSS probability, or 1 for a vulnerability that is known to be exploited; severity
// is the mean of the named severity (low 0.3, medium 0.5, high 0.75, critical 0.9) and of the CVSS
// base scores / 10; the weight is 1.05 when exploited, 1.1 in ransomware campaigns.
void rate_risk(finding::Finding& finding);

}  // namespace seawall::match
