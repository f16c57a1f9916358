// When to try again, and how long to wait before: exponential back-off with jitter, and what the
// server asks for in Retry-After (RFC 9110, section 10.2.3).
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "net/http.h"

namespace seawall::net {

// Statuses that a later attempt may turn into an answer.
bool is_worth_retrying(int status);

// Seconds, or an HTTP date seen from `now` (0 when past); nothing when malformed.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, UnixSeconds now);

// The pause before attempt `attempt` + 1 (the first retry has attempt 0). `random` in [0, 1).
std::chrono::milliseconds back_off(const HttpOptions& options, unsigned attempt, double random);

// Keeps count of the attempts of one request.
class Attempts {
 public:
  explicit Attempts(const HttpOptions& options) : options_(options) {}
  // Waits, and says whether to try again; false when the attempts are used up or the server wants
  // a longer pause than we are ready to make. `retry_after`: the header's value, or "". `most`
  // bounds the attempts further.
  bool again(std::string_view retry_after, unsigned most = ~0u);
  void start_over() { used_ = 0; }

 private:
  const HttpOptions& options_;
  unsigned used_ = 0;
};

}  // namespace seawall::net
