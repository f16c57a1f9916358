// The Fetcher of real updates: http and https through net/http.h, anything else as a file or
// folder.
#pragma once

#include <memory>

#include "feed/fetcher.h"
#include "net/http.h"

namespace seawall::feed {

// `client` must outlive the fetcher. Bodies that break off are continued by range requests while
// the ETag stays the same.
std::unique_ptr<Fetcher> http_fetcher(net::HttpClient& client, bool allow_plain_http = false);

}  // namespace seawall::feed
