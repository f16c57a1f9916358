// CVSS 4.0 (specification section 8.2). The metrics are reduced to six small numbers, EQ1 to EQ6:
// the macro vector. A table that experts made gives the score of the most severe vector of each
// macro vector. Within one, the score falls from there in proportion to how many steps ("severity
// distance") the vector lies below the most severe one: for each EQ the table is asked for the next
// lower macro vector, the difference of the two scores is what can be lost on that axis, and the
// distance divided by the number of steps that the axis has is the part of it that is lost. The
// mean of these losses is taken off.
//
// EQ3 and EQ6 depend on each other and are treated as one axis.
#include "match/cvss4.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "match/cvss_metrics.h"

namespace seawall::match {
namespace {

enum Metric : size_t {
  AV,
  AC,
  AT,
  PR,
  UI,
  VC,
  VI,
  VA,
  SC,
  SI,
  SA,  // base
  E,
  CR,
  IR,
  AR,  // threat, requirements
  MAV,
  MAC,
  MAT,
  MPR,
  MUI,
  MVC,
  MVI,
  MVA,
  MSC,
  MSI,
  MSA,
  kMetricCount
};
constexpr size_t kBaseMetrics = 11;

constexpr std::array kRules = {
    MetricRule{"AV", "N,A,L,P"},    MetricRule{"AC", "L,H"},
    MetricRule{"AT", "N,P"},        MetricRule{"PR", "N,L,H"},
    MetricRule{"UI", "N,P,A"},      MetricRule{"VC", "H,L,N"},
    MetricRule{"VI", "H,L,N"},      MetricRule{"VA", "H,L,N"},
    MetricRule{"SC", "H,L,N"},      MetricRule{"SI", "H,L,N"},
    MetricRule{"SA", "H,L,N"},      MetricRule{"E", "X,A,P,U"},
    MetricRule{"CR", "X,H,M,L"},    MetricRule{"IR", "X,H,M,L"},
    MetricRule{"AR", "X,H,M,L"},    MetricRule{"MAV", "X,N,A,L,P"},
    MetricRule{"MAC", "X,L,H"},     MetricRule{"MAT", "X,N,P"},
    MetricRule{"MPR", "X,N,L,H"},   MetricRule{"MUI", "X,N,P,A"},
    MetricRule{"MVC", "X,H,L,N"},   MetricRule{"MVI", "X,H,L,N"},
    MetricRule{"MVA", "X,H,L,N"},   MetricRule{"MSC", "X,H,L,N"},
    MetricRule{"MSI", "X,S,H,L,N"}, MetricRule{"MSA", "X,S,H,L,N"},
    MetricRule{"S", "X,N,P"},       MetricRule{"AU", "X,N,Y"},
    MetricRule{"R", "X,A,U,I"},     MetricRule{"V", "X,D,C"},
    MetricRule{"RE", "X,L,M,H"},    MetricRule{"U", "X,Clear,Green,Amber,Red"},
};
static_assert(kRules.size() <= Metrics::kMaxMetrics);

// The values that count, one letter each: modified metrics replace base metrics, and what is not
// defined takes its worst value (E:A, requirements H).
using Values = std::array<char, AR + 1>;

Values effective(const Metrics& metrics, Cvss4Scope scope) {
  Values out{};
  for (size_t metric = AV; metric <= SA; ++metric) {
    out[metric] = metrics[metric][0];
    std::string_view modified = metrics[MAV + (metric - AV)];
    if (scope == Cvss4Scope::kAll && !modified.empty() && modified != "X")
      out[metric] = modified[0];
  }
  out[E] = 'A';
  out[CR] = out[IR] = out[AR] = 'H';
  for (size_t metric : {E, CR, IR, AR}) {
    std::string_view given = metrics[metric];
    if (scope == Cvss4Scope::kAll && !given.empty() && given != "X") out[metric] = given[0];
  }
  return out;
}

// EQ1 to EQ6 (tables 24 to 29 of the specification).
using MacroVector = std::array<int, 6>;

MacroVector macro_vector(const Values& v) {
  MacroVector eq{};
  int easy = (v[AV] == 'N') + (v[PR] == 'N') + (v[UI] == 'N');
  eq[0] = easy == 3 ? 0 : easy > 0 && v[AV] != 'P' ? 1 : 2;
  eq[1] = v[AC] == 'L' && v[AT] == 'N' ? 0 : 1;
  bool both = v[VC] == 'H' && v[VI] == 'H';
  bool any = v[VC] == 'H' || v[VI] == 'H' || v[VA] == 'H';
  eq[2] = both ? 0 : any ? 1 : 2;
  bool safety = v[SI] == 'S' || v[SA] == 'S';
  bool subsequent = v[SC] == 'H' || v[SI] == 'H' || v[SA] == 'H';
  eq[3] = safety ? 0 : subsequent ? 1 : 2;
  eq[4] = v[E] == 'A' ? 0 : v[E] == 'P' ? 1 : 2;
  bool required = (v[CR] == 'H' && v[VC] == 'H') || (v[IR] == 'H' && v[VI] == 'H') ||
                  (v[AR] == 'H' && v[VA] == 'H');
  eq[5] = required ? 0 : 1;
  return eq;
}

struct Row {
  int key;     // EQ1 to EQ6 as decimal digits
  int tenths;  // the score
};
constexpr Row kTable[] = {
#include "match/cvss4_table.inc"
};

// Nothing for macro vectors that no vector has.
std::optional<double> table_score(const MacroVector& eq) {
  int key = 0;
  for (int digit : eq) key = key * 10 + digit;
  const Row* found = std::lower_bound(std::begin(kTable), std::end(kTable), key,
                                      [](const Row& row, int k) { return row.key < k; });
  if (found == std::end(kTable) || found->key != key) return std::nullopt;
  return found->tenths / 10.0;
}

// Steps below the worst value.
int level(size_t metric, char value) {
  static constexpr std::string_view kOrder[] = {"NALP", "LH",  "NP",  "NLH", "NPA",
                                                "HLN",  "HLN", "HLN", "HLN", "SHLN",
                                                "SHLN", "APU", "HML", "HML", "HML"};
  size_t at = kOrder[metric].find(value);
  // Subsequent confidentiality has no "safety", but its steps count from the same place.
  return static_cast<int>(at) + (metric == SC ? 1 : 0);
}

struct MostSevere {
  int eq_a, eq_b;           // of the axis; eq_b only for the joint axis of EQ3 and EQ6
  std::string_view values;  // of the axis's metrics, in the order of kAxes
};

struct Axis {
  std::array<size_t, 6> metrics;
  size_t count;
  std::span<const MostSevere> most_severe;
};

constexpr MostSevere kEq1[] = {{0, 0, "NNN"}, {1, 0, "ANN"}, {1, 0, "NLN"},
                               {1, 0, "NNP"}, {2, 0, "PNN"}, {2, 0, "ALP"}};
constexpr MostSevere kEq2[] = {{0, 0, "LN"}, {1, 0, "HN"}, {1, 0, "LP"}};
constexpr MostSevere kEq36[] = {{0, 0, "HHHHHH"}, {0, 1, "HHLMMH"}, {0, 1, "HHHMMM"},
                                {1, 0, "LHHHHH"}, {1, 0, "HLHHHH"}, {1, 1, "LHLHMH"},
                                {1, 1, "LHHHMM"}, {1, 1, "HLHMHM"}, {1, 1, "HLLMHH"},
                                {1, 1, "LLHHHM"}, {2, 1, "LLLHHH"}};
constexpr MostSevere kEq4[] = {{0, 0, "HSS"}, {1, 0, "HHH"}, {2, 0, "LLL"}};

// The axes with a distance; EQ5 has one metric, whose steps are macro vectors themselves.
const Axis kAxes[] = {{{AV, PR, UI}, 3, kEq1},
                      {{AC, AT}, 2, kEq2},
                      {{VC, VI, VA, CR, IR, AR}, 6, kEq36},
                      {{SC, SI, SA}, 3, kEq4}};

// Distance of the vector to the first most severe vector of its macro vector that is nowhere less
// severe than it.
int distance(const Axis& axis, int eq_a, int eq_b, const Values& v) {
  for (const MostSevere& most : axis.most_severe) {
    if (most.eq_a != eq_a || most.eq_b != eq_b) continue;
    int sum = 0;
    bool above = true;
    for (size_t i = 0; i < axis.count; ++i) {
      int steps =
          level(axis.metrics[i], v[axis.metrics[i]]) - level(axis.metrics[i], most.values[i]);
      above = above && steps >= 0;
      sum += steps;
    }
    if (above) return sum;
  }
  return 0;
}

// Steps that an axis has within one macro vector (the specification's "depth").
double depth(size_t axis, int eq_a, int eq_b) {
  static constexpr int kDepth1[] = {1, 4, 5};
  static constexpr int kDepth2[] = {1, 2};
  static constexpr int kDepth36[3][2] = {{7, 6}, {8, 8}, {10, 10}};
  static constexpr int kDepth4[] = {6, 5, 4};
  switch (axis) {
    case 0:
      return kDepth1[eq_a];
    case 1:
      return kDepth2[eq_a];
    case 2:
      return kDepth36[eq_a][eq_b];
    default:
      return kDepth4[eq_a];
  }
}

// The score of the next lower macro vector along EQ3 and EQ6.
std::optional<double> next_joint(MacroVector eq) {
  MacroVector lower3 = eq;
  MacroVector lower6 = eq;
  ++lower3[2];
  ++lower6[5];
  if (eq[2] == 1 && eq[5] == 0) return table_score(lower6);
  if (eq[2] == 0 && eq[5] == 0) {
    std::optional<double> a = table_score(lower3);
    std::optional<double> b = table_score(lower6);
    return a && b ? std::max(*a, *b) : a ? a : b;
  }
  return table_score(lower3);
}

std::optional<double> next_lower(MacroVector eq, size_t axis) {
  if (axis == 2) return next_joint(eq);
  static constexpr size_t kPosition[] = {0, 1, 2, 3};
  ++eq[kPosition[axis]];
  return table_score(eq);
}

double score(const Values& v) {
  bool no_impact = true;
  for (size_t metric : {VC, VI, VA, SC, SI, SA}) no_impact = no_impact && v[metric] == 'N';
  if (no_impact) return 0;
  MacroVector eq = macro_vector(v);
  std::optional<double> top = table_score(eq);
  if (!top) return 0;
  double lost = 0;
  int axes = 0;
  for (size_t axis = 0; axis < std::size(kAxes); ++axis) {
    std::optional<double> lower = next_lower(eq, axis);
    if (!lower) continue;
    ++axes;
    int joint = axis == 2 ? eq[5] : 0;
    double part = distance(kAxes[axis], eq[axis], joint, v) / depth(axis, eq[axis], joint);
    lost += (*top - *lower) * part;
  }
  MacroVector below_eq5 = eq;
  ++below_eq5[4];
  if (table_score(below_eq5)) ++axes;  // its distance is always 0
  double value = *top - (axes > 0 ? lost / axes : 0);
  return std::round(std::clamp(value, 0.0, 10.0) * 10 + 1e-6) / 10;
}

}  // namespace

std::optional<double> score_cvss4(std::string_view vector, Cvss4Scope scope) {
  std::optional<Metrics> metrics = Metrics::read(vector, kRules, kBaseMetrics);
  if (!metrics) return std::nullopt;
  return score(effective(*metrics, scope));
}

}  // namespace seawall::match
