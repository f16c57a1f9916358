// Runs the checks and admission policies over the manifests and Dockerfiles of one target.
#pragma once

#include <functional>

#include "base/progress.h"
#include "kube/manifests.h"
#include "model/inventory.h"
#include "posture/catalogue.h"
#include "posture/outcome.h"
#include "posture/policies.h"

namespace seawall::posture {

struct JudgeManifestsOptions {
  const Catalogue* catalogue = nullptr;  // nullptr: no checks
  const Policies* policies = nullptr;    // nullptr: none
  unsigned threads = 0;                  // 0: one per core
  Progress* progress = nullptr;
  // Called for each violation of a check, in their order; there is only one thread then.
  std::function<void(const check::Violation&, const finding::Finding&)> visit;
};

// The answer is the same for any number of threads: findings in the order of the objects, then of
// the checks.
Judged judge_manifests(const kube::Manifests& manifests, const JudgeManifestsOptions& options);

}  // namespace seawall::posture
