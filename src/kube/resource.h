// Names of resources ("deployments") for kinds ("Deployment").
#pragma once

#include <string>
#include <string_view>

namespace seawall::kube {

// The resource of a kind: exactly for Kubernetes' own kinds; for others the plural that API servers
// and generators make of a name ("NetworkPolicy" -> "networkpolicies", "Gateway" -> "gateways"),
// which is what custom resources nearly always are called.
std::string resource_of(std::string_view kind);

}  // namespace seawall::kube
