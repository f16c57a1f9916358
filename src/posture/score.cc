#include "posture/score.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace seawall::posture {

using finding::Finding;
using finding::Severity;

unsigned weight_of(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return 10;
    case Severity::kHigh:
      return 5;
    case Severity::kMedium:
    case Severity::kUnknown:
      return 2;
    default:
      return 1;
  }
}

std::optional<unsigned> ScorePart::score() const {
  if (weights == 0 || passed + failed == 0) return std::nullopt;
  // The sum of thirds may come out a hair below what it is.
  return static_cast<unsigned>(std::floor(100 * weighted / static_cast<double>(weights) + 1e-9));
}

namespace {

void add(const CheckOutcome& check, ScorePart& part) {
  uint64_t failed = check.failed - std::min(check.failed, check.waived);
  uint64_t things = check.passed() + failed + check.not_judged;
  if (things == 0) return;
  double share = static_cast<double>(check.passed()) / static_cast<double>(things);
  unsigned weight = weight_of(check.severity);
  part.weighted += weight * share;
  part.weights += weight;
  ++(failed > 0 ? part.failed : check.not_judged > 0 ? part.not_judged : part.passed);
}

}  // namespace

Score score_of(const std::vector<CheckOutcome>& checks) {
  Score out;
  std::map<std::pair<finding::Stage, finding::Layer>, ScorePart> parts;
  for (const CheckOutcome& check : checks) {
    ScorePart& part = parts[{check.stage, check.layer}];
    part.stage = check.stage;
    part.layer = check.layer;
    add(check, part);
    add(check, out.total);
  }
  for (const auto& [place, part] : parts)
    if (part.weights > 0) out.parts.push_back(part);
  return out;
}

std::vector<CheckOutcome> outcomes_of_findings(const std::vector<Finding>& findings,
                                               std::string_view kind, finding::Stage stage,
                                               finding::Layer layer, bool answered) {
  std::vector<CheckOutcome> out;
  for (Severity severity :
       {Severity::kCritical, Severity::kHigh, Severity::kMedium, Severity::kLow}) {
    CheckOutcome check;
    check.id = fmt::format("{}-{}", kind, finding::severity_name(severity));
    check.title =
        fmt::format("No {} of severity {}", kind == "code" ? "finding of a code scanner" : kind,
                    finding::severity_name(severity));
    check.severity = severity;
    check.stage = stage;
    check.layer = layer;
    bool found = false, waived = false;
    for (const Finding& finding : findings) {
      // What nobody has rated weighs as medium.
      Severity rated =
          finding.severity == Severity::kUnknown ? Severity::kMedium : finding.severity;
      if (finding.kind != kind || rated != severity || finding.stage != stage ||
          finding.layer != layer)
        continue;
      bool known =
          finding.suppression && finding.suppression->by == finding::Suppression::By::kBaseline;
      (!finding.suppression || known ? found : waived) = true;
    }
    if (!found && waived && answered) continue;
    check.applied = 1;
    check.failed = found ? 1 : 0;
    check.not_judged = !found && !answered ? 1 : 0;
    out.push_back(std::move(check));
  }
  return out;
}

}  // namespace seawall::posture
