// The values of ip() and cidr(), and the functions on them that do not depend on how text becomes
// one: Kubernetes (ip_library.cc, cidr_library.cc) and cel-spec (cel_network_library.cc) read the
// IPv4-mapped addresses differently.
#pragma once

#include "cel/function.h"
#include "cel/ip_address.h"
#include "cel/library_support.h"

namespace seawall::cel {

const Type* ip_type();    // net.IP
const Type* cidr_type();  // net.CIDR

class IpValue final : public Opaque {
 public:
  explicit IpValue(const IpAddress& address) : address(address) {}
  const Type* type() const override { return ip_type(); }
  bool equals(const Opaque& other) const override {
    return address == static_cast<const IpValue&>(other).address;
  }
  std::string text() const override { return to_text(address); }

  const IpAddress address;
};

class CidrValue final : public Opaque {
 public:
  explicit CidrValue(const IpPrefix& prefix) : prefix(prefix) {}
  const Type* type() const override { return cidr_type(); }
  bool equals(const Opaque& other) const override {
    return prefix == static_cast<const CidrValue&>(other).prefix;
  }
  std::string text() const override { return to_text(prefix); }

  const IpPrefix prefix;
};

// How text becomes an address or a prefix: kInvalid with the sentence for the user.
using IpReader = Result<IpAddress> (*)(std::string_view text);
using CidrReader = Result<IpPrefix> (*)(std::string_view text);

// Adds every function on addresses (family, isLoopback ... string, ip, isIP, ip.isCanonical).
template <IpReader read>
void add_ip_functions(OverloadList& list);
// Adds every function on prefixes.
template <IpReader read_ip, CidrReader read>
void add_cidr_functions(OverloadList& list);

// "net.IP", "net.CIDR": the names of the types.
Constant ip_constant(TypeArena& types);
Constant cidr_constant(TypeArena& types);

// The parts that need no reader.
void add_ip_accessors(OverloadList& list);
void add_cidr_accessors(OverloadList& list);
uint64_t cost_of_contains_ip(std::span<const Value> arguments, const Value& result);
uint64_t cost_of_contains_cidr(std::span<const Value> arguments, const Value& result);

template <IpReader read>
Value make_ip(Call& call) {
  Result<IpAddress> address = read(call[0].as_text());
  if (!address) return invalid(call.memory, address.error().message());
  return make_opaque<IpValue>(call.memory, *address);
}

template <IpReader read>
Value is_ip(Call& call) {
  return Value::boolean(static_cast<bool>(read(call[0].as_text())));
}

template <IpReader read>
Value is_canonical_ip(Call& call) {
  Result<IpAddress> address = read(call[0].as_text());
  if (!address) return invalid(call.memory, address.error().message());
  return Value::boolean(to_text(*address) == call[0].as_text());
}

template <IpReader read>
void add_ip_functions(OverloadList& list) {
  list.function("ip", "string_to_ip", {string_type()}, ip_type(), make_ip<read>, cost_of_reading);
  list.function("isIP", "is_ip", {string_type()}, bool_type(), is_ip<read>, cost_of_reading);
  list.function("ip.isCanonical", "ip_is_canonical", {string_type()}, bool_type(),
                is_canonical_ip<read>, cost_of_reading_twice);
  add_ip_accessors(list);
}

template <CidrReader read>
Value make_cidr(Call& call) {
  Result<IpPrefix> prefix = read(call[0].as_text());
  if (!prefix) return invalid(call.memory, prefix.error().message());
  return make_opaque<CidrValue>(call.memory, *prefix);
}

template <CidrReader read>
Value is_cidr(Call& call) {
  return Value::boolean(static_cast<bool>(read(call[0].as_text())));
}

template <IpReader read>
Value contains_ip_text(Call& call) {
  Result<IpAddress> address = read(call[1].as_text());
  if (!address) return invalid(call.memory, address.error().message());
  return Value::boolean(opaque_of<CidrValue>(call[0]).prefix.contains(*address));
}

template <CidrReader read>
Value contains_cidr_text(Call& call) {
  Result<IpPrefix> prefix = read(call[1].as_text());
  if (!prefix) return invalid(call.memory, prefix.error().message());
  return Value::boolean(opaque_of<CidrValue>(call[0]).prefix.contains(*prefix));
}

template <IpReader read_ip, CidrReader read>
void add_cidr_functions(OverloadList& list) {
  list.function("cidr", "string_to_cidr", {string_type()}, cidr_type(), make_cidr<read>,
                cost_of_reading);
  list.function("isCIDR", "is_cidr", {string_type()}, bool_type(), is_cidr<read>, cost_of_reading);
  list.member("containsIP", "cidr_contains_ip_string", {cidr_type(), string_type()}, bool_type(),
              contains_ip_text<read_ip>, cost_of_contains_ip);
  list.member("containsCIDR", "cidr_contains_cidr_string", {cidr_type(), string_type()},
              bool_type(), contains_cidr_text<read>, cost_of_contains_cidr);
  add_cidr_accessors(list);
}

}  // namespace seawall::cel
