// Time enters judges as data. Whoever acts asks a Clock, so that tests can set it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seawall {

// Seconds since 1970-01-01T00:00:00Z.
using UnixSeconds = int64_t;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual UnixSeconds now() const = 0;
};

// The machine's clock; SOURCE_DATE_EPOCH overrides it, so that reports can be reproduced.
const Clock& system_clock();

// RFC 3339, e.g. 2026-11-23T16:01:21Z; fractions and offsets are read, years 0001 to 9999.
// Also a bare date (2026-11-23). Nothing when malformed.
std::optional<UnixSeconds> parse_rfc3339(std::string_view text);
std::string format_rfc3339(UnixSeconds time);
// 2026-11-23
std::string format_date(UnixSeconds time);
// "3 days", "2 hours": for people.
std::string format_age(int64_t seconds);

}  // namespace seawall
