// Where an image of a given name is to be asked for: mirrors first, over TLS unless it may be
// otherwise.
#pragma once

#include <vector>

#include "image/reference.h"
#include "image/registry_client.h"
#include "image/source.h"

namespace seawall::image {

// A mirror is "host:port", "host:port/prefix" or a URL; the prefix goes before the repository.
struct Mirror {
  std::string scheme;  // "" when not stated
  std::string host;
  std::string prefix;  // "" or "path/"
};
Result<Mirror> parse_mirror(const std::string& text);

// The places to try, in order; their `base` is only a host so far.
Result<std::vector<RegistryPlace>> registry_places(const Reference& reference,
                                                   const OpenOptions& options);

// Sets place.base to a URL. Hosts on this machine are asked by plain HTTP and then by TLS, others
// by TLS, and by plain HTTP after that only when place.insecure. No credentials are sent.
void choose_transport(net::HttpClient& http, RegistryPlace& place);

}  // namespace seawall::image
