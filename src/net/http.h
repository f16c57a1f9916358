// HTTP as Seawall needs it: whole small answers, and large bodies that are pulled piece by piece.
// What every use must have is here and not at the callers: credentials stay with the origin they
// were given for, redirects cannot weaken the transport, a server that stalls, lies about lengths
// or never ends is an error within bounded time and memory.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/stream.h"
#include "base/clock.h"
#include "base/result.h"

namespace seawall::net {

struct Header {
  std::string name, value;
};

// In order; names compare without case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Header> list) : list_(list) {}
  // The first of that name; "" when absent.
  const std::string& get(std::string_view name) const;
  bool has(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  void add(std::string name, std::string value) {
    list_.push_back({std::move(name), std::move(value)});
  }
  void set(std::string name, std::string value);  // instead of any of that name
  void remove(std::string_view name);
  const std::vector<Header>& list() const { return list_; }

 private:
  std::vector<Header> list_;
};

struct HttpRequest {
  std::string method = "GET";  // GET, HEAD or POST
  std::string url;
  // Range, If-None-Match, If-Modified-Since, Authorization ... as the caller wishes. Authorization,
  // Cookie and those named in `private_headers` are dropped when a redirect leaves the origin.
  Headers headers;
  std::vector<std::string> private_headers;
  std::string body;         // of a POST
  std::string unix_socket;  // path of the socket to use; the URL's host is then only a name
  // http:// to hosts other than this machine. Without it that is kDenied, for redirects too.
  bool allow_plain_http = false;
  // Certificates are not verified. Only when the user asked for it.
  bool insecure_tls = false;
  bool retry = true;  // false: one attempt, to find out whether somebody is there
};

struct HttpResponse {
  int status = 0;
  Headers headers;
  std::string url;   // the last one, after redirects
  std::string body;  // of fetch()

  bool ok() const { return status >= 200 && status < 300; }
  // Content-Length, when there is one.
  std::optional<uint64_t> content_length() const;
};

// An answer whose body is still to come. Closing the connection is done by destroying it; it must
// not outlive its client.
struct HttpStream {
  HttpResponse response;  // body empty
  // Chunks of at most a few hundred KiB. kUnavailable when the server stalls or breaks off:
  // resuming may help. kTruncated is never given: a body shorter than its Content-Length is
  // kUnavailable too.
  std::unique_ptr<archive::ByteSource> body;
};

struct HttpOptions {
  std::string user_agent = "seawall";
  std::string ca_file;   // further CA certificates (PEM) beside the system's
  unsigned retries = 4;  // further attempts after kUnavailable, 408, 429, 500, 502, 503, 504
  unsigned max_redirects = 10;
  std::chrono::milliseconds connect_timeout{15'000};
  // A transfer that gives less than `stall_bytes` within this time has stalled. Time in which the
  // caller does not read does not count.
  std::chrono::milliseconds stall_time{30'000};
  uint64_t stall_bytes = 1024;
  std::chrono::milliseconds fetch_time{300'000};  // a whole fetch(), with redirects, without pauses
  size_t header_bytes = 128 << 10;                // of one answer
  size_t header_count = 256;
  // Pauses between attempts: doubled each time, with jitter between half and whole. A Retry-After
  // up to `longest_pause` is obeyed, a longer one ends the attempts.
  std::chrono::milliseconds first_pause{500};
  std::chrono::milliseconds longest_pause{60'000};
  // The world, for tests.
  const Clock* clock = nullptr;                          // null: system_clock()
  std::function<void(std::chrono::milliseconds)> sleep;  // empty: this thread sleeps
  std::function<double()> random;                        // [0, 1); empty: a generator of its own
};

// Any status is a result, also 404 and 500 (those after the retries are used up); errors are for
// answers that could not be had: kUnavailable (network; retried), kDenied (certificate not trusted,
// plain HTTP not allowed, redirect from https to http), kLimit (body or headers too large, too many
// redirects), kInvalid (not HTTP, not TLS), kUsage (URL, method). Messages name the URL (without
// its query) and the remedy. Methods may be called from several threads at once.
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // kLimit when the body is longer than `limit` bytes.
  virtual Result<HttpResponse> fetch(const HttpRequest& request, uint64_t limit) = 0;
  // Retries until the headers are there; from then on it is up to the caller (resume.h).
  virtual Result<HttpStream> open(const HttpRequest& request) = 0;
};

// By libcurl: HTTP/1.1, whose back-pressure is TCP's; proxies from the environment (http_proxy,
// https_proxy, all_proxy, no_proxy; never for loopback hosts); SSL_CERT_FILE and SSL_CERT_DIR.
// kInvalid when options.ca_file cannot be used.
Result<std::unique_ptr<HttpClient>> make_http_client(HttpOptions options = {});

}  // namespace seawall::net
