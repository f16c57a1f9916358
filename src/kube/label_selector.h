// LabelSelector of the Kubernetes API (meta/v1): matchLabels and matchExpressions, all of which
// must hold. An empty selector selects everything; what an absent one means is up to the field.
#pragma once

#include "base/result.h"
#include "doc/tree.h"

namespace seawall::kube {

// kInvalid, naming the field, when the API server would refuse `selector`: unknown operators, In
// and NotIn without values, Exists and DoesNotExist with some, labels that are no strings.
Status check_label_selector(const doc::Node& selector);

// Whether `selector` (an object; null selects everything) selects an object with these `labels` (an
// object of strings; null: none). Requirements that the API server would refuse select nothing.
bool selects(const doc::Node& selector, const doc::Node& labels);

}  // namespace seawall::kube
