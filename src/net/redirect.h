// Redirects, followed by us because a library would take the credentials along.
#pragma once

#include <optional>

#include "net/http.h"

namespace seawall::net {

// Whether plain HTTP to this URL is refused: kDenied with the remedy.
Status check_transport(const HttpRequest& request);

// The request that follows `request` when `response` redirects it (301, 302, 303, 307, 308 with a
// Location), nothing when it does not. kDenied from https to http, and for a socket's redirect.
Result<std::optional<HttpRequest>> next_hop(const HttpRequest& request,
                                            const HttpResponse& response);

// For messages: without the query, where signatures and tokens lie.
std::string shown_url(const std::string& url);

}  // namespace seawall::net
