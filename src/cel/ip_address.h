// IP addresses and prefixes, read and written as Go's net/netip does it, which is what Kubernetes'
// functions ip() and cidr() stand on: dotted decimal without leading zeros; RFC 4291 section 2.2
// with at most four digits a group, "::" for at least one group, an IPv4 tail; zones are told
// apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seawall::cel {

// Bits from the left: an IPv4 address is the first 32.
struct IpAddress {
  bool is_v6 = false;
  uint64_t high = 0, low = 0;

  bool operator==(const IpAddress&) const = default;
  unsigned bits() const { return is_v6 ? 128 : 32; }
  bool is_mapped_v4() const;  // ::ffff:0:0/96
  // The IPv4 address that a mapped one holds; itself otherwise.
  IpAddress unmapped() const;

  bool is_unspecified() const { return high == 0 && low == 0; }
  bool is_loopback() const;              // 127.0.0.0/8, ::1
  bool is_multicast() const;             // 224.0.0.0/4, ff00::/8
  bool is_link_local_multicast() const;  // 224.0.0.0/24, ff02::/16 with any flags
  bool is_link_local_unicast() const;    // 169.254.0.0/16, fe80::/10
  // All others but 255.255.255.255; also private ones.
  bool is_global_unicast() const;

  IpAddress masked(unsigned prefix_bits) const;
};

struct IpPrefix {
  IpAddress address;
  unsigned length = 0;

  bool operator==(const IpPrefix&) const = default;
  bool contains(const IpAddress& other) const;
  bool contains(const IpPrefix& other) const;
  IpPrefix masked() const { return {address.masked(length), length}; }
};

struct ParsedAddress {
  IpAddress address;
  std::string_view zone;  // of the text
};

// kInvalid: in Go's words, `ParseAddr("1.2.3"): IPv4 address too short`.
Result<ParsedAddress> parse_ip_address(std::string_view text);
// Zones are not allowed here.
Result<IpPrefix> parse_ip_prefix(std::string_view text);

// RFC 5952; a mapped IPv4 address as "::ffff:1.2.3.4".
std::string to_text(const IpAddress& address);
std::string to_text(const IpPrefix& prefix);

}  // namespace seawall::cel
