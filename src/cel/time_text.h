// Times and durations as text and as dates: RFC 3339 timestamps, Go's duration syntax ("1h45m",
// "-1.5s"), the proleptic Gregorian calendar.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seawall::cel {

struct TimePoint {
  int64_t seconds = 0;  // since 1970
  uint32_t nanoseconds = 0;
};

// RFC 3339 with "T", "Z" or an offset, any number of fractional digits (those after the ninth are
// dropped). Nothing when malformed; times outside of the years 1 to 9999 are given as they are.
std::optional<TimePoint> parse_timestamp(std::string_view text);
// "2009-02-13T23:31:30.5Z". Years 1 to 9999.
std::string timestamp_text(const TimePoint& time);

// Nanoseconds. `malformed`: no duration at all; `out_of_range`: too long for int64.
enum class DurationMistake : uint8_t { kNone, kMalformed, kOutOfRange };
DurationMistake parse_duration(std::string_view text, int64_t& nanoseconds);
// In seconds, the shortest decimal of the nearest double: "6347s", "-1.5s".
std::string duration_text(int64_t nanoseconds);

struct CivilTime {
  int64_t year = 1970;
  int month = 1, day = 1;  // from 1
  int hour = 0, minute = 0, second = 0;
  int weekday = 0;   // 0: Sunday
  int year_day = 0;  // 0: January 1
};
CivilTime civil_time(int64_t seconds);
// Days since 1970-01-01. `month` and `day` from 1.
int64_t days_from_civil(int64_t year, int month, int day);
bool is_leap_year(int64_t year);
int days_in_month(int64_t year, int month);

}  // namespace seawall::cel
