// Examples are written short; this makes whole objects of them (docs/checks.md, "Examples").
#pragma once

#include <vector>

#include "base/result.h"
#include "check/check.h"

namespace seawall::check {

// The objects that `body` stands for when it is written in the form of `example`: the body of the
// example itself, or what its fix makes of it. Forms container, pod, object, objects. The documents
// share nodes with `body` and must not outlive it.
Result<std::vector<doc::Document>> expand_example(const Check& check, const Example& example,
                                                  const doc::Node& body);

// "apps/v1" of "Deployment": the newest version of the kinds that Kubernetes and the usual add-ons
// define; empty for others.
std::string_view api_version_of(std::string_view kind);

}  // namespace seawall::check
