#include "posture/outcome.h"

namespace seawall::posture {

CheckOutcome outcome_of(const check::Check& check) {
  CheckOutcome out;
  out.id = check.id;
  out.title = check.title;
  out.remedy = check.remedy;
  out.severity = check.severity;
  out.stage = check.stage;
  out.layer = check.layer;
  out.themes = check.themes;
  out.controls = check.controls;
  return out;
}

}  // namespace seawall::posture
