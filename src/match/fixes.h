// What to do about a vulnerability: fixed versions, state, advice.
#pragma once

#include <vector>

#include "finding/finding.h"
#include "match/finding_maker.h"

namespace seawall::match {

// Fills status, fixed_versions and remedy from all hits of one vulnerability. fixed_versions are
// all versions above the installed one at which some record says it ends; the advice (upgrade_to)
// is the lowest of them that no record still calls affected, none when records disagree on all.
void set_fix(const std::vector<const Hit*>& hits, const version::Order* order, bool malicious,
             finding::Finding& finding);

}  // namespace seawall::match
