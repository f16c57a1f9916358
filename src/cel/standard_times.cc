// Parts of timestamps, in UTC or in a time zone, and of durations (langdef.md, "Timestamp/Duration
// functions"). Months, days of the month (but getDate), of the week and of the year count from 0.
#include "cel/standard_library.h"
#include "cel/time_text.h"
#include "cel/time_zone.h"

namespace seawall::cel {

namespace {

constexpr int64_t kSecond = 1'000'000'000;

struct Moment {
  CivilTime civil;
  uint32_t nanoseconds;
};

int64_t full_year(const Moment& m) {
  return m.civil.year;
}
int64_t month(const Moment& m) {
  return m.civil.month - 1;
}
int64_t day_of_year(const Moment& m) {
  return m.civil.year_day;
}
int64_t day_of_month(const Moment& m) {
  return m.civil.day - 1;
}
int64_t date(const Moment& m) {
  return m.civil.day;
}
int64_t day_of_week(const Moment& m) {
  return m.civil.weekday;
}
int64_t hours(const Moment& m) {
  return m.civil.hour;
}
int64_t minutes(const Moment& m) {
  return m.civil.minute;
}
int64_t seconds(const Moment& m) {
  return m.civil.second;
}
int64_t milliseconds(const Moment& m) {
  return m.nanoseconds / 1'000'000;
}

template <int64_t (*part)(const Moment&)>
Value in_utc(Call& call) {
  return Value::integer(
      part({civil_time(call[0].timestamp_seconds()), call[0].timestamp_nanoseconds()}));
}

template <int64_t (*part)(const Moment&)>
Value in_zone(Call& call) {
  Result<int32_t> offset = zone_offset(call[1].as_text(), call[0].timestamp_seconds());
  if (!offset) return make_error(ErrorCode::kInvalid, offset.error().message(), call.memory);
  return Value::integer(
      part({civil_time(call[0].timestamp_seconds() + *offset), call[0].timestamp_nanoseconds()}));
}

template <int64_t unit>
Value whole(Call& call) {
  return Value::integer(call[0].as_duration() / unit);
}

template <int64_t (*part)(const Moment&)>
void add_part(OverloadBuilder& builder, std::string_view function, std::string_view id,
              std::string_view zone_id) {
  builder.function(function)
      .member(id, {timestamp_type()}, int_type(), in_utc<part>)
      .member(zone_id, {timestamp_type(), string_type()}, int_type(), in_zone<part>);
}

}  // namespace

void add_standard_times(OverloadBuilder& builder) {
  add_part<full_year>(builder, "getFullYear", "timestamp_to_year", "timestamp_to_year_with_tz");
  add_part<month>(builder, "getMonth", "timestamp_to_month", "timestamp_to_month_with_tz");
  add_part<day_of_year>(builder, "getDayOfYear", "timestamp_to_day_of_year",
                        "timestamp_to_day_of_year_with_tz");
  add_part<day_of_month>(builder, "getDayOfMonth", "timestamp_to_day_of_month",
                         "timestamp_to_day_of_month_with_tz");
  add_part<date>(builder, "getDate", "timestamp_to_day_of_month_1_based",
                 "timestamp_to_day_of_month_1_based_with_tz");
  add_part<day_of_week>(builder, "getDayOfWeek", "timestamp_to_day_of_week",
                        "timestamp_to_day_of_week_with_tz");
  add_part<hours>(builder, "getHours", "timestamp_to_hours", "timestamp_to_hours_with_tz");
  add_part<minutes>(builder, "getMinutes", "timestamp_to_minutes", "timestamp_to_minutes_with_tz");
  add_part<seconds>(builder, "getSeconds", "timestamp_to_seconds", "timestamp_to_seconds_tz");
  add_part<milliseconds>(builder, "getMilliseconds", "timestamp_to_milliseconds",
                         "timestamp_to_milliseconds_with_tz");
  const std::vector<const Type*> duration = {duration_type()};
  builder.function("getHours")
      .member("duration_to_hours", duration, int_type(), whole<3600 * kSecond>);
  builder.function("getMinutes")
      .member("duration_to_minutes", duration, int_type(), whole<60 * kSecond>);
  builder.function("getSeconds")
      .member("duration_to_seconds", duration, int_type(), whole<kSecond>);
}

}  // namespace seawall::cel
