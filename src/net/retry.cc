#include "net/retry.h"

#include <curl/curl.h>

#include <algorithm>
#include <random>
#include <thread>

#include "base/text.h"

namespace seawall::net {
namespace {

double random_of(const HttpOptions& options) {
  if (options.random) return options.random();
  thread_local std::minstd_rand generator(std::random_device{}());
  return std::uniform_real_distribution<double>(0, 1)(generator);
}

}  // namespace

bool is_worth_retrying(int status) {
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 ||
         status == 504;
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, UnixSeconds now) {
  value = trim(value);
  if (value.empty()) return std::nullopt;
  if (std::optional<uint64_t> seconds = parse_uint(value))
    return std::chrono::seconds(std::min<uint64_t>(*seconds, 1u << 30));
  time_t date = curl_getdate(std::string(value).c_str(), nullptr);
  if (date < 0) return std::nullopt;
  return std::chrono::seconds(std::max<int64_t>(0, static_cast<int64_t>(date) - now));
}

std::chrono::milliseconds back_off(const HttpOptions& options, unsigned attempt, double random) {
  double factor = static_cast<double>(1ull << std::min(attempt, 20u)) * (0.5 + random / 2);
  auto pause = static_cast<int64_t>(static_cast<double>(options.first_pause.count()) * factor);
  return std::min(std::chrono::milliseconds(pause), options.longest_pause);
}

bool Attempts::again(std::string_view retry_after, unsigned most) {
  if (used_ >= std::min(options_.retries, most)) return false;
  const Clock& clock = options_.clock != nullptr ? *options_.clock : system_clock();
  std::chrono::milliseconds pause = back_off(options_, used_, random_of(options_));
  if (auto asked = parse_retry_after(retry_after, clock.now()))
    pause = std::max<std::chrono::milliseconds>(pause, *asked);
  if (pause > options_.longest_pause) return false;
  ++used_;
  if (options_.sleep) {
    options_.sleep(pause);
  } else {
    std::this_thread::sleep_for(pause);
  }
  return true;
}

}  // namespace seawall::net
