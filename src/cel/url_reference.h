// URLs as Go's net/url takes them apart, which is what Kubernetes' functions url() and isURL()
// stand on: RFC 3986 with Go's own exceptions (rules of Go 1.26: no colons in the host of http and
// https, only IPv6 addresses in brackets).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace seawall::cel {

// Views into the text that was parsed, still escaped, where not said otherwise.
struct UrlReference {
  std::string_view scheme;  // in the case it was written in
  std::string_view opaque;  // "user@example.com" of mailto:user@example.com
  std::string_view user_info;
  bool has_user = false;
  std::string_view host;    // and port
  bool omits_host = false;  // file:/etc: no "//"
  std::string_view path;
  std::string_view query;
  bool has_query = false;
  std::string_view fragment;
};

// As url.ParseRequestURI, which takes a "#" as part of the path: an absolute URL, or an absolute
// path. kInvalid: in Go's words, `parse "x": invalid URI for request`.
Result<UrlReference> parse_request_uri(std::string_view text);
// The same text with its fragment apart; the text passed parse_request_uri().
Result<UrlReference> parse_url(std::string_view text);

// Unescaped, always valid UTF-8.
std::string host_and_port(const UrlReference& url);
std::string host_name(const UrlReference& url);  // without brackets
std::string port(const UrlReference& url);
std::string lower_scheme(const UrlReference& url);
// As it was written where that is a valid escaping, otherwise escaped anew.
std::string escaped_path(const UrlReference& url);
// The whole, as Go writes it; equal URLs have equal texts.
std::string to_text(const UrlReference& url);

// The parameters in order, unescaped, valid UTF-8; malformed ones are left out, and all when there
// are more than 10,000.
std::vector<std::pair<std::string, std::string>> query_parameters(const UrlReference& url);

}  // namespace seawall::cel
