// Benchmarks and standards: which controls they have, and which of them the checks implement.
//
//   id: cis-1.12                        # the file's name without .yaml; what `controls` say
//   title: CIS Kubernetes Benchmark
//   version: "1.12"
//   url: https://www.cisecurity.org/benchmark/kubernetes
//   controls:
//     - id: "5.1.1"
//       title: Ensure that the cluster-admin role is only used where required
//     - id: "5.1.9"
//       title: ...
//       why_not: Needs the state of the nodes    # no check implements it, for this reason
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "check/check.h"

namespace seawall::check {

struct Control {
  std::string id, title;
  std::string why_not;  // empty: some check implements it
};

struct Framework {
  std::string id, title, version, url;
  std::vector<Control> controls;
};

// Unknown fields, missing ones, a control that comes twice: kInvalid "SOURCE:LINE: what is wrong".
Result<Framework> parse_framework(std::string_view text, const std::string& source,
                                  const Limits& limits);
Result<Framework> read_framework(const doc::Node& root, const std::string& source);
// Every *.yaml of a folder, sorted.
Result<std::vector<Framework>> load_frameworks(const std::string& folder, const Limits& limits);
Result<std::vector<Framework>> builtin_frameworks();

// The checks that implement each control.
struct Coverage {
  struct Row {
    const Control* control = nullptr;
    std::vector<const Check*> checks;  // in the order of their ids
  };
  std::vector<Row> rows;  // in the framework's order
  size_t covered = 0;     // rows with checks
};
Coverage coverage(const Framework& framework, std::span<const Check> checks);

// What does not fit together, a sentence each: a check names a control that its framework does not
// have; a control has neither a check nor a reason, or both. Frameworks without a file are passed
// over: users may keep their own names.
std::vector<std::string> framework_problems(std::span<const Framework> frameworks,
                                            std::span<const Check> checks);

}  // namespace seawall::check
