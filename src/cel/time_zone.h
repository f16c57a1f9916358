// Offsets from UTC: of fixed ones ("-08:00"), and of the zones of the machine's database
// ("US/Central"; TZif files, RFC 8536). Never looks at TZ or at the local zone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seawall::cel {

// A day on which clocks change, of a POSIX TZ text: "M3.2.0/2", "J60", "59".
struct ZoneRule {
  enum class Kind : uint8_t { kMonth, kJulian, kDay };
  Kind kind = Kind::kMonth;
  int day = 0;  // kMonth: of the week, 0 Sunday; kJulian: 1..365, no leap days; kDay: 0..365
  int week = 1, month = 1;
  int64_t time = 7200;  // seconds after midnight; may be negative or more than a day
};

// One zone. Immutable.
class TimeZone {
 public:
  // The bytes of a TZif file. kInvalid, kTruncated, kLimit.
  static Result<TimeZone> parse(std::string_view bytes);
  // Seconds east of UTC at a time (seconds since 1970).
  int32_t offset(int64_t seconds) const;

 private:
  struct Header;
  Status read_transitions(std::string_view block, const Header& header);
  Status read_footer(std::string_view text);
  int32_t offset_by_rules(int64_t seconds) const;

  std::vector<int64_t> times_;    // when the type below begins
  std::vector<int32_t> offsets_;  // by transition
  int32_t first_offset_ = 0;      // before the first transition
  // After the last transition, when the file says so.
  bool has_rules_ = false, has_summer_ = false;
  int32_t standard_ = 0, summer_ = 0;
  ZoneRule to_summer_, to_standard_;
};

// The zone's offset at a time. "" and "UTC" are UTC; names with a ':' are fixed offsets. kInvalid:
// no such zone or offset; kUnavailable: this machine has no time zone database. Thread-safe.
Result<int32_t> zone_offset(std::string_view zone, int64_t seconds);

}  // namespace seawall::cel
