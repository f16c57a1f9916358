// MatchResources of the admission API (admissionregistration.k8s.io/v1): which requests a policy or
// a binding is about.
#pragma once

#include "base/result.h"
#include "doc/tree.h"
#include "policy/request.h"

namespace seawall::policy {

// kInvalid, naming the field, when the API server would refuse `resources` (an object).
Status check_match_resources(const doc::Node& resources);

// Whether `resources` (null: everything) matches the request: some resourceRules, no
// excludeResourceRules, namespaceSelector and objectSelector. Rules match "*", "pods/*", "*/scale";
// matchPolicy Equivalent compares groups that served one kind (apps, extensions). A namespace that
// is not known has the label kubernetes.io/metadata.name only.
bool matches_resources(const doc::Node& resources, const Request& request);

}  // namespace seawall::policy
