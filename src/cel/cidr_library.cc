// Kubernetes' cidr library (k8s.io/apiserver/pkg/cel/library/cidr.go).
#include <fmt/format.h>

#include "cel/kubernetes_network.h"
#include "cel/network_values.h"

namespace seawall::cel {

Result<IpPrefix> read_kubernetes_cidr(std::string_view text) {
  // Said twice by the original, too: once where it is parsed, once where it is converted.
  constexpr std::string_view kSentence =
      "network address parse error during conversion from string: ";
  Result<IpPrefix> prefix = parse_ip_prefix(text);
  if (!prefix)
    return Error::make(Code::kInvalid, "{}{}{}", kSentence, kSentence, prefix.error().message());
  if (prefix->address.is_mapped_v4())
    return Error::make(Code::kInvalid, "{}IPv4-mapped IPv6 address {} is not allowed", kSentence,
                       quoted(text));
  return *prefix;
}

const Library& cidr_library() {
  static const Library library{
      .name = "kubernetes.net.cidr",
      .kubernetes_minor = 30,
      .kubernetes = true,
      .overloads =
          [](TypeArena&) {
            OverloadList list;
            add_cidr_functions<read_kubernetes_ip, read_kubernetes_cidr>(list);
            return list.take();
          },
      .constants = [](TypeArena& types) { return std::vector<Constant>{cidr_constant(types)}; }};
  return library;
}

}  // namespace seawall::cel
