#include "cel/network_values.h"

namespace seawall::cel {

namespace {

constexpr Type kIpType{TypeKind::kOpaque, "net.IP", {}};
constexpr Type kCidrType{TypeKind::kOpaque, "net.CIDR", {}};

const IpAddress& address_of(const Value& value) {
  return opaque_of<IpValue>(value).address;
}
const IpPrefix& prefix_of(const Value& value) {
  return opaque_of<CidrValue>(value).prefix;
}

template <bool (IpAddress::*predicate)() const>
Value test_address(Call& call) {
  return Value::boolean((address_of(call[0]).*predicate)());
}

Value family(Call& call) {
  return Value::integer(address_of(call[0]).is_v6 ? 6 : 4);
}
Value text_of_opaque(Call& call) {
  return make_text(call[0].as_opaque()->text(), call.memory);
}
Value contains_ip(Call& call) {
  return Value::boolean(prefix_of(call[0]).contains(address_of(call[1])));
}
Value contains_cidr(Call& call) {
  return Value::boolean(prefix_of(call[0]).contains(prefix_of(call[1])));
}
Value address_of_cidr(Call& call) {
  return make_opaque<IpValue>(call.memory, prefix_of(call[0]).address);
}
Value masked(Call& call) {
  return make_opaque<CidrValue>(call.memory, prefix_of(call[0]).masked());
}
Value prefix_length(Call& call) {
  return Value::integer(prefix_of(call[0]).length);
}

// The bytes that a prefix tells apart.
uint64_t prefix_bytes(const Value& cidr) {
  return (prefix_of(cidr).length + 7) / 8;
}
uint64_t cost_of_text(const Value& value) {
  return value.kind() == Kind::kString ? part_of(size_for_cost(value), 10) : 0;
}

}  // namespace

const Type* ip_type() {
  return &kIpType;
}
const Type* cidr_type() {
  return &kCidrType;
}

Constant ip_constant(TypeArena& types) {
  return {.name = "net.IP", .type = types.type_of(ip_type()), .value = Value::type(ip_type())};
}
Constant cidr_constant(TypeArena& types) {
  return {
      .name = "net.CIDR", .type = types.type_of(cidr_type()), .value = Value::type(cidr_type())};
}

uint64_t cost_of_contains_ip(std::span<const Value> arguments, const Value&) {
  return part_of(2 * prefix_bytes(arguments[0]), 10) + cost_of_text(arguments[1]);
}
uint64_t cost_of_contains_cidr(std::span<const Value> arguments, const Value& result) {
  return cost_of_contains_ip(arguments, result) + part_of(prefix_bytes(arguments[0]), 10) + 1;
}

void add_ip_accessors(OverloadList& list) {
  list.member("family", "ip_family", {ip_type()}, int_type(), family);
  list.member("isUnspecified", "ip_is_unspecified", {ip_type()}, bool_type(),
              test_address<&IpAddress::is_unspecified>);
  list.member("isLoopback", "ip_is_loopback", {ip_type()}, bool_type(),
              test_address<&IpAddress::is_loopback>);
  list.member("isLinkLocalMulticast", "ip_is_link_local_multicast", {ip_type()}, bool_type(),
              test_address<&IpAddress::is_link_local_multicast>);
  list.member("isLinkLocalUnicast", "ip_is_link_local_unicast", {ip_type()}, bool_type(),
              test_address<&IpAddress::is_link_local_unicast>);
  list.member("isGlobalUnicast", "ip_is_global_unicast", {ip_type()}, bool_type(),
              test_address<&IpAddress::is_global_unicast>);
  list.function("string", "ip_to_string", {ip_type()}, string_type(), text_of_opaque);
}

void add_cidr_accessors(OverloadList& list) {
  list.member("containsIP", "cidr_contains_ip_ip", {cidr_type(), ip_type()}, bool_type(),
              contains_ip, cost_of_contains_ip);
  list.member("containsCIDR", "cidr_contains_cidr", {cidr_type(), cidr_type()}, bool_type(),
              contains_cidr, cost_of_contains_cidr);
  list.member("ip", "cidr_ip", {cidr_type()}, ip_type(), address_of_cidr);
  list.member("masked", "cidr_masked", {cidr_type()}, cidr_type(), masked);
  list.member("prefixLength", "cidr_prefix_length", {cidr_type()}, int_type(), prefix_length);
  list.function("string", "cidr_to_string", {cidr_type()}, string_type(), text_of_opaque);
}

}  // namespace seawall::cel
