// How Kubernetes reads addresses and prefixes: no zones, no IPv4-mapped addresses.
#pragma once

#include <string_view>

#include "cel/ip_address.h"

namespace seawall::cel {

// kInvalid: the sentence that the API server would give.
Result<IpAddress> read_kubernetes_ip(std::string_view text);
Result<IpPrefix> read_kubernetes_cidr(std::string_view text);

}  // namespace seawall::cel
