#include "base/clock.h"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>

#include "base/text.h"

namespace seawall {
namespace {

class SystemClock final : public Clock {
 public:
  UnixSeconds now() const override {
    if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH"))
      if (auto seconds = parse_uint(fixed)) return static_cast<UnixSeconds>(*seconds);
    return std::time(nullptr);
  }
};

// Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant's days_from_civil).
int64_t days_from_civil(int64_t year, int64_t month, int64_t day) {
  year -= month <= 2;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t year_of_era = year - era * 400;
  int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

int64_t days_of_month(int64_t year, int64_t month) {
  int64_t next =
      month == 12 ? days_from_civil(year + 1, 1, 1) : days_from_civil(year, month + 1, 1);
  return next - days_from_civil(year, month, 1);
}

struct Civil {
  int64_t year, month, day;
};

Civil civil_from_days(int64_t days) {
  days += 719468;
  int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  int64_t doe = days - era * 146097;
  int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int64_t mp = (5 * doy + 2) / 153;
  int64_t month = mp < 10 ? mp + 3 : mp - 9;
  return {yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

// Takes `digits` decimal digits and the literal after them off the front of `text`.
std::optional<int64_t> take(std::string_view& text, size_t digits, std::string_view after) {
  if (text.size() < digits + after.size()) return std::nullopt;
  auto value = parse_uint(text.substr(0, digits));
  if (!value || text.substr(digits, after.size()) != after) return std::nullopt;
  text.remove_prefix(digits + after.size());
  return static_cast<int64_t>(*value);
}

std::optional<int64_t> take_offset(std::string_view text) {
  if (text == "Z" || text == "z" || text.empty()) return 0;
  int64_t sign = text[0] == '+' ? 1 : text[0] == '-' ? -1 : 0;
  if (sign == 0) return std::nullopt;
  text.remove_prefix(1);
  auto hours = take(text, 2, ":");
  auto minutes = take(text, 2, "");
  if (!hours || !minutes || !text.empty() || *hours > 23 || *minutes > 59) return std::nullopt;
  return sign * (*hours * 3600 + *minutes * 60);
}

}  // namespace

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

std::optional<UnixSeconds> parse_rfc3339(std::string_view text) {
  auto year = take(text, 4, "-");
  auto month = take(text, 2, "-");
  auto day = take(text, 2, "");
  if (!year || !month || !day || *year < 1 || *month < 1 || *month > 12 || *day < 1 ||
      *day > days_of_month(*year, *month))
    return std::nullopt;
  int64_t date = days_from_civil(*year, *month, *day) * 86400;
  if (text.empty()) return date;
  if (text[0] != 'T' && text[0] != 't' && text[0] != ' ') return std::nullopt;
  text.remove_prefix(1);
  auto hour = take(text, 2, ":");
  auto minute = take(text, 2, ":");
  auto second = take(text, 2, "");
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
    return std::nullopt;
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    if (text.empty() || !is_digit(text[0])) return std::nullopt;
    while (!text.empty() && is_digit(text[0])) text.remove_prefix(1);
  }
  auto offset = take_offset(text);
  if (!offset) return std::nullopt;
  return date + *hour * 3600 + *minute * 60 + *second - *offset;
}

std::string format_date(UnixSeconds time) {
  int64_t days = time >= 0 ? time / 86400 : (time - 86399) / 86400;
  Civil civil = civil_from_days(days);
  return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

std::string format_rfc3339(UnixSeconds time) {
  int64_t second = ((time % 86400) + 86400) % 86400;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", format_date(time), second / 3600, second / 60 % 60,
                     second % 60);
}

std::string format_age(int64_t seconds) {
  auto say = [](int64_t n, const char* unit) {
    return fmt::format("{} {}{}", n, unit, n == 1 ? "" : "s");
  };
  if (seconds < 0) return "in the future";
  if (seconds < 120) return say(seconds, "second");
  if (seconds < 7200) return say(seconds / 60, "minute");
  if (seconds < 2 * 86400LL) return say(seconds / 3600, "hour");
  if (seconds < 730 * 86400LL) return say(seconds / 86400, "day");
  return say(seconds / (365 * 86400LL), "year");
}

}  // namespace seawall
