// The ClusterRoles for people that every cluster has (kubernetes.io/docs/reference/access-authn-
// authz/rbac, "User-facing roles"; as of Kubernetes 1.34). Manifests bind them, but seldom hold
// them. Private to this folder.
#pragma once

#include <optional>
#include <string_view>

#include "kube/object.h"

namespace seawall::model {

constexpr size_t kBuiltinRoles = 4;

// Its place among them: cluster-admin, admin, edit, view.
std::optional<size_t> find_builtin_role(std::string_view name);
// As a ClusterRole with its rules and its aggregation rule. Lives as long as the program.
const kube::Object& builtin_role(size_t place);

}  // namespace seawall::model
