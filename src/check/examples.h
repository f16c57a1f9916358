// Runs the examples of checks: each passing one passes, each failing one fails as often as it says,
// nothing is left unjudged, and fixes make of them what they say.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "check/judge.h"
#include "kube/manifests.h"

namespace seawall::check {

struct ExampleOptions {
  // The functions and facts of docs/facts.md. The FactSource must not outlive what it is given.
  std::vector<cel::Overload> functions;
  std::function<std::unique_ptr<FactSource>(const kube::Manifests&)> facts;  // may be empty
};

struct ExampleProblem {
  const Check* check = nullptr;
  uint32_t line = 0;  // of the example; 0: the check as a whole
  std::string message;
};

struct ExampleReport {
  size_t checks = 0, examples = 0;
  std::vector<ExampleProblem> problems;
};

// `checks` must outlive the report.
ExampleReport run_examples(std::span<const Check> checks, const ExampleOptions& options);

}  // namespace seawall::check
