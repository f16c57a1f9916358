// The texts that conversions read: numbers, durations, timestamps, patterns. What was read is
// written and read again.
#include <cstdint>
#include <cstdlib>

#include "cel/number_text.h"
#include "cel/regex.h"
#include "cel/time_text.h"

namespace {

void check(bool condition) {
  if (!condition) std::abort();
}

void read_numbers(std::string_view text) {
  if (std::optional<double> value = seawall::cel::parse_double(text); value && *value == *value) {
    std::string again = seawall::cel::double_text(*value);
    check(seawall::cel::parse_double(again) == *value);
  }
  (void)seawall::cel::parse_int64(text);
  (void)seawall::cel::parse_uint64(text);
}

void read_times(std::string_view text) {
  if (std::optional<seawall::cel::TimePoint> time = seawall::cel::parse_timestamp(text)) {
    std::optional<seawall::cel::TimePoint> again =
        seawall::cel::parse_timestamp(seawall::cel::timestamp_text(*time));
    bool in_range = time->seconds >= -62135596800 && time->seconds <= 253402300799;
    check(!in_range || (again && again->seconds == time->seconds));
  }
  int64_t nanoseconds = 0;
  if (seawall::cel::parse_duration(text, nanoseconds) == seawall::cel::DurationMistake::kNone)
    (void)seawall::cel::duration_text(nanoseconds);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  read_numbers(text);
  read_times(text);
  std::string mistake;
  const re2::RE2* regex = seawall::cel::find_regex(text, mistake);
  if (regex == nullptr) return 0;
  std::string_view subject = "aéa1-2.3 \n xyz aaaa";
  seawall::cel::RegexMatches matches(*regex, subject,
                                     static_cast<size_t>(regex->NumberOfCapturingGroups()));
  for (int count = 0; matches.next(); ++count) check(count < 30);
  return 0;
}
