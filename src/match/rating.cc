#include "match/rating.h"

#include <fmt/format.h>

#include <algorithm>

#include "match/cvss.h"

namespace seawall::match {

using finding::Finding;
using finding::Score;
using finding::Severity;

namespace {

constexpr int kVendorWord = 0;
constexpr int kVendorScore = 1;
constexpr int kOtherScore = 4;
constexpr int kOtherWord = 7;

// Newer versions of CVSS first.
int age_of(std::string_view version) {
  return version == "4.0" ? 0 : version == "2.0" ? 2 : 1;
}

double value_of(Severity severity) {
  switch (severity) {
    case Severity::kNone:
      return 0;
    case Severity::kLow:
      return 0.3;
    case Severity::kHigh:
      return 0.75;
    case Severity::kCritical:
      return 0.9;
    case Severity::kMedium:
    case Severity::kUnknown:
      break;
  }
  return 0.5;
}

}  // namespace

void RatingChoice::offer(int rank, Severity severity, std::string source) {
  if (severity == Severity::kUnknown) return;
  if (rank > rank_ || (rank == rank_ && severity <= severity_)) return;
  rank_ = rank;
  severity_ = severity;
  source_ = std::move(source);
}

void RatingChoice::add_word(std::string_view word, std::string_view source, bool vendor) {
  if (auto severity = finding::parse_severity(word))
    offer(vendor ? kVendorWord : kOtherWord, *severity, std::string(source));
}

void RatingChoice::add_ratings(const std::vector<feed::Rating>& ratings, std::string_view source,
                               bool vendor) {
  for (const feed::Rating& rating : ratings) {
    if (!rating.type.starts_with("CVSS")) {
      add_word(rating.score, source, vendor);
      continue;
    }
    std::optional<CvssScore> score = score_cvss(rating.score);
    if (!score) continue;
    int rank = (vendor ? kVendorScore : kOtherScore) + age_of(score->version);
    offer(rank, score->severity, fmt::format("cvss {}", score->version));
    bool known = std::any_of(scores_.begin(), scores_.end(),
                             [&](const Score& s) { return s.vector == rating.score; });
    if (!known)
      scores_.push_back({.version = std::string(score->version),
                         .vector = rating.score,
                         .base = score->base,
                         .source = std::string(source)});
  }
}

void RatingChoice::apply(Finding& finding) const {
  finding.severity = severity_;
  finding.severity_source = source_;
  finding.scores = scores_;
  std::stable_sort(
      finding.scores.begin(), finding.scores.end(),
      [](const Score& a, const Score& b) { return age_of(a.version) < age_of(b.version); });
}

void rate_risk(Finding& finding) {
  double threat = finding.exploited ? 1 : finding.epss.value_or(0);
  double severity = value_of(finding.severity);
  double sum = 0;
  for (const Score& score : finding.scores) sum += score.base / 10;
  if (sum > 0) severity = (severity + sum / static_cast<double>(finding.scores.size())) / 2;
  double weight = !finding.exploited ? 1 : finding.exploited->ransomware ? 1.1 : 1.05;
  finding.risk = std::min(threat * severity * weight, 1.0) * 100;
}

}  // namespace seawall::match
