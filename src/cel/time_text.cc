// Dates by Howard Hinnant's arithmetic: years begin in March, so that the leap day is the last one,
// and 400 years (146097 days) repeat.
#include "cel/time_text.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cel/number_text.h"

namespace seawall::cel {

namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kDay = 86400;

// Takes exactly `count` digits off the front.
bool take_digits(std::string_view& text, size_t count, int& value) {
  if (text.size() < count) return false;
  value = 0;
  for (size_t i = 0; i < count; ++i) {
    if (!is_digit(text[i])) return false;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return true;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

struct Fields {
  int year, month, day, hour, minute, second;
};

bool take_fields(std::string_view& text, Fields& f) {
  if (!(take_digits(text, 4, f.year) && take(text, '-') && take_digits(text, 2, f.month) &&
        take(text, '-') && take_digits(text, 2, f.day) && take(text, 'T') &&
        take_digits(text, 2, f.hour) && take(text, ':') && take_digits(text, 2, f.minute) &&
        take(text, ':') && take_digits(text, 2, f.second)))
    return false;
  return f.month >= 1 && f.month <= 12 && f.day >= 1 && f.day <= days_in_month(f.year, f.month) &&
         f.hour < 24 && f.minute < 60 && f.second < 60;
}

bool take_fraction(std::string_view& text, uint32_t& nanoseconds) {
  nanoseconds = 0;
  if (!take(text, '.')) return true;
  uint32_t unit = 100'000'000;
  size_t digits = 0;
  for (; digits < text.size() && is_digit(text[digits]); ++digits) {
    nanoseconds += static_cast<uint32_t>(text[digits] - '0') * unit;
    unit /= 10;
  }
  text.remove_prefix(digits);
  return digits > 0;
}

bool take_offset(std::string_view& text, int& seconds) {
  seconds = 0;
  if (take(text, 'Z')) return true;
  bool negative = text.starts_with('-');
  if (!negative && !text.starts_with('+')) return false;
  text.remove_prefix(1);
  int hours = 0;
  int minutes = 0;
  if (!take_digits(text, 2, hours) || !take(text, ':') || !take_digits(text, 2, minutes))
    return false;
  if (hours > 23 || minutes > 59) return false;
  seconds = (hours * 60 + minutes) * 60 * (negative ? -1 : 1);
  return true;
}

// The unit that the text begins with, in nanoseconds; 0: none.
uint64_t take_unit(std::string_view& text) {
  struct Unit {
    std::string_view name;
    uint64_t size;
  };
  // Both of Unicode's letters mu. "ms" before "m".
  static constexpr Unit kUnits[] = {{"ns", 1},
                                    {"us", 1000},
                                    {"\xc2\xb5s", 1000},
                                    {"\xce\xbcs", 1000},
                                    {"ms", 1'000'000},
                                    {"s", 1'000'000'000},
                                    {"m", 60 * 1'000'000'000ull},
                                    {"h", 3600 * 1'000'000'000ull}};
  size_t end = 0;
  while (end < text.size() && text[end] != '.' && !is_digit(text[end])) ++end;
  for (const Unit& unit : kUnits) {
    if (text.substr(0, end) != unit.name) continue;
    text.remove_prefix(end);
    return unit.size;
  }
  return 0;
}

// One "1.5h" of a duration, added to `sum`.
DurationMistake take_part(std::string_view& text, uint64_t& sum) {
  constexpr uint64_t kMost = 1ull << 63;
  size_t whole = 0;
  uint64_t value = 0;
  bool overflow = false;
  for (; whole < text.size() && is_digit(text[whole]); ++whole) {
    auto digit = static_cast<uint64_t>(text[whole] - '0');
    overflow = overflow || __builtin_mul_overflow(value, uint64_t{10}, &value) ||
               __builtin_add_overflow(value, digit, &value) || value > kMost;
  }
  text.remove_prefix(whole);
  double fraction = 0;
  double scale = 1;
  size_t digits = 0;
  if (take(text, '.')) {
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
      if (digits >= 18) continue;  // a nanosecond of an hour needs 13
      fraction = fraction * 10 + (text[digits] - '0');
      scale *= 10;
    }
    text.remove_prefix(digits);
  }
  if (whole == 0 && digits == 0) return DurationMistake::kMalformed;
  uint64_t unit = take_unit(text);
  if (unit == 0) return DurationMistake::kMalformed;
  uint64_t product = 0;
  overflow = overflow || __builtin_mul_overflow(value, unit, &product) || product > kMost;
  product += static_cast<uint64_t>(fraction * (static_cast<double>(unit) / scale));
  if (overflow || product > kMost || sum > kMost - product) return DurationMistake::kOutOfRange;
  sum += product;
  return DurationMistake::kNone;
}

}  // namespace

std::optional<TimePoint> parse_timestamp(std::string_view text) {
  Fields f{};
  TimePoint time;
  int offset = 0;
  if (!take_fields(text, f) || !take_fraction(text, time.nanoseconds) ||
      !take_offset(text, offset) || !text.empty())
    return std::nullopt;
  int of_day = (f.hour * 60 + f.minute) * 60 + f.second;
  time.seconds = days_from_civil(f.year, f.month, f.day) * kDay + of_day - offset;
  return time;
}

std::string timestamp_text(const TimePoint& time) {
  CivilTime c = civil_time(time.seconds);
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", c.year, c.month, c.day,
                                 c.hour, c.minute, c.second);
  if (time.nanoseconds != 0) {
    text += fmt::format(".{:09}", time.nanoseconds);
    while (text.back() == '0') text.pop_back();
  }
  return text + 'Z';
}

DurationMistake parse_duration(std::string_view text, int64_t& nanoseconds) {
  bool negative = take(text, '-');
  if (!negative) take(text, '+');
  nanoseconds = 0;
  if (text == "0") return DurationMistake::kNone;
  if (text.empty()) return DurationMistake::kMalformed;
  uint64_t sum = 0;
  DurationMistake mistake = DurationMistake::kNone;
  while (!text.empty()) {
    DurationMistake part = take_part(text, sum);
    if (part == DurationMistake::kMalformed) return part;
    if (part != DurationMistake::kNone) mistake = part;
  }
  if (mistake != DurationMistake::kNone) return mistake;
  if (!negative && sum > INT64_MAX) return DurationMistake::kOutOfRange;
  nanoseconds = static_cast<int64_t>(negative ? 0 - sum : sum);
  return DurationMistake::kNone;
}

std::string duration_text(int64_t nanoseconds) {
  int64_t seconds = nanoseconds / kSecond;
  double fraction = static_cast<double>(nanoseconds % kSecond) / 1e9;
  return fixed_text(static_cast<double>(seconds) + fraction) + 's';
}

bool is_leap_year(int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int64_t year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[month - 1] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

int64_t days_from_civil(int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t of_era = year - era * 400;
  int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

CivilTime civil_time(int64_t seconds) {
  int64_t days = seconds / kDay - (seconds % kDay < 0 ? 1 : 0);
  auto rest = static_cast<int>(seconds - days * kDay);
  CivilTime c;
  c.hour = rest / 3600;
  c.minute = rest / 60 % 60;
  c.second = rest % 60;
  c.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);  // 1970-01-01 was a Thursday
  int64_t shifted = days + 719468;
  int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  int64_t of_era = shifted - era * 146097;
  int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  auto month = static_cast<int>((5 * of_year + 2) / 153);
  c.day = static_cast<int>(of_year - (153 * month + 2) / 5 + 1);
  c.month = month < 10 ? month + 3 : month - 9;
  c.year = year + era * 400 + (month >= 10 ? 1 : 0);
  c.year_day = static_cast<int>(days - days_from_civil(c.year, 1, 1));
  return c;
}

}  // namespace seawall::cel
