// Kubernetes' ip library (k8s.io/apiserver/pkg/cel/library/ip.go).
#include <fmt/format.h>

#include "cel/kubernetes_network.h"
#include "cel/network_values.h"

namespace seawall::cel {

Result<IpAddress> read_kubernetes_ip(std::string_view text) {
  Result<ParsedAddress> parsed = parse_ip_address(text);
  if (!parsed)
    return Error::make(Code::kInvalid,
                       "IP Address {} parse error during conversion from string: {}", quoted(text),
                       parsed.error().message());
  if (!parsed->zone.empty())
    return Error::make(Code::kInvalid, "IP address {} with zone value is not allowed",
                       quoted(text));
  if (parsed->address.is_mapped_v4())
    return Error::make(Code::kInvalid, "IPv4-mapped IPv6 address {} is not allowed", quoted(text));
  return parsed->address;
}

const Library& ip_library() {
  static const Library library{
      .name = "kubernetes.net.ip",
      .kubernetes_minor = 30,
      .kubernetes = true,
      .overloads =
          [](TypeArena&) {
            OverloadList list;
            add_ip_functions<read_kubernetes_ip>(list);
            return list.take();
          },
      .constants = [](TypeArena& types) { return std::vector<Constant>{ip_constant(types)}; }};
  return library;
}

}  // namespace seawall::cel
