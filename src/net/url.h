// URLs, parsed by the library that connects to them, so that what was checked is what is used.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seawall::net {

struct Url {
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case; IPv6 addresses in brackets
  uint16_t port = 0;   // always set
  std::string path;    // starts with "/"; with the query, without the fragment

  std::string text() const;
  // "https://host:port": what credentials are bound to.
  std::string origin() const;
  // Whether the host can only be this machine: localhost, *.localhost, 127.0.0.0/8, ::1.
  bool is_loopback() const;
};

// kUsage for anything but an absolute http or https URL, and for one that carries a user name: its
// password would end up in messages and logs. The message shows neither user name nor query.
Result<Url> parse_url(std::string_view text);

// What a Location header means, seen from `base` (RFC 3986, section 5). Errors as parse_url().
Result<Url> resolve_url(const Url& base, std::string_view location);

}  // namespace seawall::net
