// The network extension as cel-spec tests it (tests/simple/testdata/network_ext.textproto): as
// Kubernetes', but an IPv4-mapped address is refused only when it is written with dots; written in
// groups it is the IPv4 address. Named to come before Kubernetes' libraries: where both are chosen,
// this one is asked.
#include <fmt/format.h>

#include "cel/kubernetes_network.h"
#include "cel/network_values.h"

namespace seawall::cel {

namespace {

bool is_mapped_with_dots(const IpAddress& address, std::string_view text) {
  return address.is_mapped_v4() && text.find('.') != std::string_view::npos;
}

Result<IpAddress> read_ip(std::string_view text) {
  Result<ParsedAddress> parsed = parse_ip_address(text);
  if (!parsed || !parsed->zone.empty() || is_mapped_with_dots(parsed->address, text))
    return read_kubernetes_ip(text);
  return parsed->address.unmapped();
}

Result<IpPrefix> read_cidr(std::string_view text) {
  Result<IpPrefix> prefix = parse_ip_prefix(text);
  if (prefix) {
    if (!is_mapped_with_dots(prefix->address, text)) return *prefix;
    return Error::make(Code::kInvalid, "IPv4-mapped IPv6 address {} is not allowed", quoted(text));
  }
  size_t slash = text.rfind('/');
  if (Result<ParsedAddress> address = parse_ip_address(text.substr(0, slash));
      slash != std::string_view::npos && address && !address->zone.empty())
    return Error::make(Code::kInvalid, "CIDR with zone value is not allowed: {}", quoted(text));
  return Error::make(Code::kInvalid,
                     "network address parse error during conversion from string: {}",
                     prefix.error().message());
}

Value is_mask(Call& call) {
  const IpPrefix& prefix = opaque_of<CidrValue>(call[0]).prefix;
  return Value::boolean(prefix == prefix.masked());
}

}  // namespace

const Library& cel_network_library() {
  static const Library library{
      .name = "network",
      .kubernetes_minor = 0,
      .kubernetes = false,
      .overloads =
          [](TypeArena&) {
            OverloadList list;
            add_ip_functions<read_ip>(list);
            add_cidr_functions<read_ip, read_cidr>(list);
            list.member("isMask", "cidr_is_mask", {cidr_type()}, bool_type(), is_mask);
            return list.take();
          },
      .constants =
          [](TypeArena& types) {
            return std::vector<Constant>{ip_constant(types), cidr_constant(types)};
          }};
  return library;
}

}  // namespace seawall::cel
