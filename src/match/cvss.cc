#include "match/cvss.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "match/cvss4.h"
#include "match/cvss_metrics.h"

namespace seawall::match {
namespace {

using finding::Severity;

// Metrics in the order of the specification; those of the base group first.
constexpr std::array kMetrics2 = {
    MetricRule{"AV", "L,A,N"},       MetricRule{"AC", "H,M,L"},
    MetricRule{"Au", "M,S,N"},       MetricRule{"C", "N,P,C"},
    MetricRule{"I", "N,P,C"},        MetricRule{"A", "N,P,C"},
    MetricRule{"E", "U,POC,F,H,ND"}, MetricRule{"RL", "OF,TF,W,U,ND"},
    MetricRule{"RC", "UC,UR,C,ND"},  MetricRule{"CDP", "N,L,LM,MH,H,ND"},
    MetricRule{"TD", "N,L,M,H,ND"},  MetricRule{"CR", "L,M,H,ND"},
    MetricRule{"IR", "L,M,H,ND"},    MetricRule{"AR", "L,M,H,ND"},
};
constexpr std::array kMetrics3 = {
    MetricRule{"AV", "N,A,L,P"},   MetricRule{"AC", "L,H"},      MetricRule{"PR", "N,L,H"},
    MetricRule{"UI", "N,R"},       MetricRule{"S", "U,C"},       MetricRule{"C", "H,L,N"},
    MetricRule{"I", "H,L,N"},      MetricRule{"A", "H,L,N"},     MetricRule{"E", "X,H,F,P,U"},
    MetricRule{"RL", "X,U,W,T,O"}, MetricRule{"RC", "X,C,R,U"},  MetricRule{"CR", "X,H,M,L"},
    MetricRule{"IR", "X,H,M,L"},   MetricRule{"AR", "X,H,M,L"},  MetricRule{"MAV", "X,N,A,L,P"},
    MetricRule{"MAC", "X,L,H"},    MetricRule{"MPR", "X,N,L,H"}, MetricRule{"MUI", "X,N,R"},
    MetricRule{"MS", "X,U,C"},     MetricRule{"MC", "X,H,L,N"},  MetricRule{"MI", "X,H,L,N"},
    MetricRule{"MA", "X,H,L,N"},
};
constexpr size_t kBase2 = 6;
constexpr size_t kBase3 = 8;

Severity scale2(double score) {
  return score < 4 ? Severity::kLow : score < 7 ? Severity::kMedium : Severity::kHigh;
}

Severity scale3(double score) {
  if (score <= 0) return Severity::kNone;
  if (score < 4) return Severity::kLow;
  if (score < 7) return Severity::kMedium;
  return score < 9 ? Severity::kHigh : Severity::kCritical;
}

double one_decimal(double value) {
  return std::round(value * 10) / 10;
}

double score2(const Metrics& m) {
  auto impact_of = [&](size_t metric) {
    return m.is(metric, "N") ? 0.0 : m.is(metric, "P") ? 0.275 : 0.660;
  };
  double vector = m.is(0, "L") ? 0.395 : m.is(0, "A") ? 0.646 : 1.0;
  double complexity = m.is(1, "H") ? 0.35 : m.is(1, "M") ? 0.61 : 0.71;
  double authentication = m.is(2, "M") ? 0.45 : m.is(2, "S") ? 0.56 : 0.704;
  double impact = 10.41 * (1 - (1 - impact_of(3)) * (1 - impact_of(4)) * (1 - impact_of(5)));
  double exploitability = 20 * vector * complexity * authentication;
  double factor = impact == 0 ? 0 : 1.176;
  return one_decimal((0.6 * impact + 0.4 * exploitability - 1.5) * factor);
}

// 3.1 rounds up on integers, so that no floating point noise lifts a score by 0.1 (appendix A).
double round_up_31(double value) {
  auto scaled = static_cast<int64_t>(std::llround(value * 100'000));
  if (scaled % 10'000 == 0) return static_cast<double>(scaled) / 100'000;
  int64_t tenths = scaled / 10'000 + 1;
  return static_cast<double>(tenths) / 10;
}

// 3.0 says "the smallest number with one decimal that is not lower"; the noise is cut at 1e-9.
double round_up_30(double value) {
  return std::ceil(value * 10 - 1e-9) / 10;
}

double score3(const Metrics& m, bool is_31) {
  auto impact_of = [&](size_t metric) {
    return m.is(metric, "H") ? 0.56 : m.is(metric, "L") ? 0.22 : 0.0;
  };
  bool changed = m.is(4, "C");
  double vector = m.is(0, "N") ? 0.85 : m.is(0, "A") ? 0.62 : m.is(0, "L") ? 0.55 : 0.2;
  double complexity = m.is(1, "L") ? 0.77 : 0.44;
  double low = changed ? 0.68 : 0.62;
  double high = changed ? 0.5 : 0.27;
  double privileges = m.is(2, "N") ? 0.85 : m.is(2, "L") ? low : high;
  double interaction = m.is(3, "N") ? 0.85 : 0.62;
  double base = 1 - (1 - impact_of(5)) * (1 - impact_of(6)) * (1 - impact_of(7));
  double impact = changed ? 7.52 * (base - 0.029) - 3.25 * std::pow(base - 0.02, 15) : 6.42 * base;
  if (impact <= 0) return 0;
  double exploitability = 8.22 * vector * complexity * privileges * interaction;
  double sum = std::min((changed ? 1.08 : 1.0) * (impact + exploitability), 10.0);
  return is_31 ? round_up_31(sum) : round_up_30(sum);
}

}  // namespace

std::optional<CvssScore> score_cvss(std::string_view vector) {
  vector = trim(vector);
  if (vector.starts_with("CVSS:4.0/")) {
    std::optional<double> base = score_cvss4(vector.substr(9), Cvss4Scope::kBase);
    if (!base) return std::nullopt;
    return CvssScore{"4.0", *base, scale3(*base)};
  }
  if (vector.starts_with("CVSS:3.0/") || vector.starts_with("CVSS:3.1/")) {
    bool is_31 = vector[7] == '1';
    std::optional<Metrics> metrics = Metrics::read(vector.substr(9), kMetrics3, kBase3);
    if (!metrics) return std::nullopt;
    double base = score3(*metrics, is_31);
    return CvssScore{is_31 ? "3.1" : "3.0", base, scale3(base)};
  }
  if (vector.starts_with('(') && vector.ends_with(')'))
    vector = vector.substr(1, vector.size() - 2);
  std::optional<Metrics> metrics = Metrics::read(vector, kMetrics2, kBase2);
  if (!metrics) return std::nullopt;
  double base = score2(*metrics);
  return CvssScore{"2.0", base, scale2(base)};
}

std::optional<double> score_cvss4_full(std::string_view vector) {
  vector = trim(vector);
  if (!vector.starts_with("CVSS:4.0/")) return std::nullopt;
  return score_cvss4(vector.substr(9), Cvss4Scope::kAll);
}

}  // namespace seawall::match
