// A TZif file lists the moments at which a zone's offset changed, and ends with a rule in POSIX TZ
// syntax ("CET-1CEST,M3.5.0,M10.5.0/3") for the time after the last of them. Files of version 2 and
// above hold everything twice, the second time with 64-bit moments; only that part is read, and
// version 1 alone is refused (no system has written it since 2005).
#include "cel/time_zone.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "base/file.h"
#include "base/text.h"
#include "cel/number_text.h"
#include "cel/time_text.h"

namespace seawall::cel {

namespace {

constexpr uint64_t kLargestFile = 256u << 10;
constexpr uint32_t kMostTransitions = 20'000;
constexpr size_t kHeaderSize = 44;
constexpr int64_t kDay = 86400;

uint64_t big_endian(std::string_view bytes) {
  uint64_t value = 0;
  for (char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}
int32_t big_endian_int32(std::string_view bytes) {
  return static_cast<int32_t>(static_cast<uint32_t>(big_endian(bytes.substr(0, 4))));
}

// Reads a POSIX TZ text. Each function is false when the text does not go on as it should.
class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : text_(text) {}
  bool at_end() const { return text_.empty(); }

  // "CET", "<+0330>"
  bool name() {
    if (take('<')) {
      size_t end = text_.find('>');
      if (end == std::string_view::npos) return false;
      text_.remove_prefix(end + 1);
      return true;
    }
    size_t letters = 0;
    while (letters < text_.size() && is_alpha(text_[letters])) ++letters;
    text_.remove_prefix(letters);
    return letters >= 3;
  }
  // "-1", "3:30", "+02:00:00": seconds.
  bool time(int64_t& seconds) {
    bool negative = take('-');
    if (!negative) take('+');
    int64_t hours = 0;
    int64_t minutes = 0;
    int64_t rest = 0;
    if (!number(hours, 167)) return false;
    if (take(':') && !number(minutes, 59)) return false;
    if (take(':') && !number(rest, 59)) return false;
    seconds = ((hours * 60 + minutes) * 60 + rest) * (negative ? -1 : 1);
    return true;
  }
  bool has_time() const {
    return !text_.empty() && (is_digit(text_[0]) || text_[0] == '-' || text_[0] == '+');
  }
  // "M3.5.0/3", "J60", "59"
  bool rule(ZoneRule& rule) {
    int64_t a = 0;
    int64_t b = 0;
    int64_t c = 0;
    if (!take(',')) return false;
    if (take('M')) {
      if (!number(a, 12) || !take('.') || !number(b, 5) || !take('.') || !number(c, 6))
        return false;
      if (a == 0 || b == 0) return false;
      rule = {ZoneRule::Kind::kMonth, static_cast<int>(c), static_cast<int>(b),
              static_cast<int>(a)};
    } else {
      bool julian = take('J');
      if (!number(a, 365) || (julian && a == 0)) return false;
      rule = {julian ? ZoneRule::Kind::kJulian : ZoneRule::Kind::kDay, static_cast<int>(a)};
    }
    rule.time = 7200;
    return !take('/') || time(rule.time);
  }

 private:
  bool take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool number(int64_t& value, int64_t most) {
    size_t digits = 0;
    value = 0;
    for (; digits < text_.size() && digits < 4 && is_digit(text_[digits]); ++digits)
      value = value * 10 + (text_[digits] - '0');
    text_.remove_prefix(digits);
    return digits > 0 && value <= most;
  }
  std::string_view text_;
};

// When a rule strikes in a year, in seconds since 1970 of the local clock before the change.
int64_t moment(const ZoneRule& rule, int64_t year) {
  int64_t days = days_from_civil(year, 1, 1);
  switch (rule.kind) {
    case ZoneRule::Kind::kDay:
      days += rule.day;
      break;
    case ZoneRule::Kind::kJulian:
      days += rule.day - 1 + (is_leap_year(year) && rule.day >= 60 ? 1 : 0);
      break;
    case ZoneRule::Kind::kMonth: {
      days = days_from_civil(year, rule.month, 1);
      int weekday = civil_time(days * kDay).weekday;
      int day = (rule.day - weekday + 7) % 7 + (rule.week - 1) * 7;
      while (day >= days_in_month(year, rule.month)) day -= 7;
      days += day;
    }
  }
  return days * kDay + rule.time;
}

}  // namespace

struct TimeZone::Header {
  uint32_t utc_flags, standard_flags, leap_seconds, transitions, types, characters;
  char version;

  static Result<Header> read(std::string_view bytes) {
    if (bytes.size() < kHeaderSize) return Error(Code::kTruncated, "time zone file ends early");
    if (!bytes.starts_with("TZif")) return Error(Code::kInvalid, "not a time zone file");
    auto field = [&](size_t number) {
      return static_cast<uint32_t>(big_endian(bytes.substr(20 + 4 * number, 4)));
    };
    Header header{field(0), field(1), field(2), field(3), field(4), field(5), bytes[4]};
    if (header.transitions > kMostTransitions || header.types == 0 || header.types > 256 ||
        header.characters > 4096 || header.leap_seconds > 4096 || header.utc_flags > 256 ||
        header.standard_flags > 256)
      return Error(Code::kLimit, "time zone file with counts out of bounds");
    return header;
  }
  // Of the data after the header, moments being `width` bytes.
  size_t data_size(size_t width) const {
    return transitions * (width + 1) + types * size_t{6} + characters + leap_seconds * (width + 4) +
           standard_flags + utc_flags;
  }
};

Result<TimeZone> TimeZone::parse(std::string_view bytes) {
  Header first = TRY(Header::read(bytes));
  if (first.version < '2') return Error(Code::kInvalid, "time zone file of version 1");
  size_t skipped = kHeaderSize + first.data_size(4);
  if (bytes.size() < skipped) return Error(Code::kTruncated, "time zone file ends early");
  bytes.remove_prefix(skipped);
  Header second = TRY(Header::read(bytes));
  bytes.remove_prefix(kHeaderSize);
  size_t size = second.data_size(8);
  if (bytes.size() < size) return Error(Code::kTruncated, "time zone file ends early");
  TimeZone zone;
  TRY(zone.read_transitions(bytes.substr(0, size), second));
  TRY(zone.read_footer(bytes.substr(size)));
  return zone;
}

Status TimeZone::read_transitions(std::string_view block, const Header& header) {
  std::string_view types = block.substr(header.transitions * size_t{9});
  auto type_offset = [&](size_t type) { return big_endian_int32(types.substr(type * 6, 4)); };
  auto is_sane = [](int32_t offset) { return offset > -kDay * 2 && offset < kDay * 2; };
  first_offset_ = type_offset(0);
  if (!is_sane(first_offset_)) return Error(Code::kInvalid, "time zone offset out of bounds");
  for (size_t i = 0; i < header.transitions; ++i) {
    auto time = static_cast<int64_t>(big_endian(block.substr(i * 8, 8)));
    auto type = static_cast<unsigned char>(block[header.transitions * size_t{8} + i]);
    if (type >= header.types || (i > 0 && time <= times_.back()) || !is_sane(type_offset(type)))
      return Error(Code::kInvalid, "malformed transition in a time zone file");
    times_.push_back(time);
    offsets_.push_back(type_offset(type));
  }
  return {};
}

Status TimeZone::read_footer(std::string_view text) {
  std::optional<Halves> lines =
      text.starts_with('\n') ? split_once(text.substr(1), "\n") : std::nullopt;
  if (!lines) return Error(Code::kTruncated, "time zone file without its last line");
  if (lines->first.empty()) return {};
  const Error malformed(Code::kInvalid, "malformed rule in a time zone file");
  RuleReader reader(lines->first);
  int64_t west = 0;
  if (!reader.name() || !reader.time(west)) return malformed;
  has_rules_ = true;
  standard_ = static_cast<int32_t>(-west);
  if (reader.at_end()) return {};
  if (!reader.name()) return malformed;
  west -= 3600;
  if (reader.has_time() && !reader.time(west)) return malformed;
  summer_ = static_cast<int32_t>(-west);
  has_summer_ = true;
  if (!reader.rule(to_summer_) || !reader.rule(to_standard_) || !reader.at_end()) return malformed;
  return {};
}

int32_t TimeZone::offset_by_rules(int64_t seconds) const {
  if (!has_summer_) return standard_;
  int64_t year = civil_time(seconds + standard_).year;
  int64_t begins = moment(to_summer_, year) - standard_;
  int64_t ends = moment(to_standard_, year) - summer_;
  // South of the equator summer lasts over the end of the year.
  bool summer =
      begins < ends ? seconds >= begins && seconds < ends : seconds >= begins || seconds < ends;
  return summer ? summer_ : standard_;
}

int32_t TimeZone::offset(int64_t seconds) const {
  if (times_.empty() || seconds < times_.front())
    return times_.empty() && has_rules_ ? offset_by_rules(seconds) : first_offset_;
  if (seconds >= times_.back() && has_rules_) return offset_by_rules(seconds);
  auto after = std::upper_bound(times_.begin(), times_.end(), seconds);
  return offsets_[static_cast<size_t>(after - times_.begin()) - 1];
}

namespace {

constexpr std::string_view kDatabases[] = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo",
                                           "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};

bool is_zone_name(std::string_view name) {
  if (name.size() > 64 || !is_alpha(name[0]) || name.find("..") != std::string_view::npos)
    return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return is_alnum(c) || c == '_' || c == '-' || c == '+' || c == '/';
  });
}

Result<TimeZone> read_zone(const std::string& name) {
  bool any = false;
  for (std::string_view database : kDatabases) {
    std::string folder(database);
    if (!directory_exists(folder)) continue;
    any = true;
    std::string path = std::move(folder);
    path.append("/").append(name);
    if (!file_exists(path) || directory_exists(path)) continue;
    std::string bytes = TRY(read_file(path, kLargestFile));
    return TimeZone::parse(bytes).context("time zone {}", name);
  }
  if (any) return Error::make(Code::kInvalid, "unknown time zone {}", name);
  return Error::make(Code::kUnavailable, "time zone {}: this machine has no time zone database",
                     name);
}

// The zones that were asked for. They do not change while the program runs, and there are no more
// than the database has files, so nobody can tell that they are kept, except by the time it takes.
class Zones {
 public:
  Result<const TimeZone*> find(std::string_view name) {
    std::lock_guard lock(mutex_);
    auto known = zones_.find(name);
    if (known != zones_.end()) return known->second.get();
    std::string copy(name);
    auto zone = std::make_unique<TimeZone>(TRY(read_zone(copy)));
    return zones_.emplace(std::move(copy), std::move(zone)).first->second.get();
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<const TimeZone>, std::less<>> zones_;
};

// "+02:00", "02:00", "-08:30": the minutes have the sign of the whole.
Result<int32_t> fixed_offset(std::string_view text, size_t colon) {
  std::optional<int64_t> hours = parse_int64(text.substr(0, colon));
  std::optional<uint64_t> minutes = parse_uint64(text.substr(colon + 1));
  if (!hours || !minutes || *hours < -99 || *hours > 99 || *minutes > 99)
    return Error::make(Code::kInvalid, "invalid time zone offset {}", printable(text, 64));
  auto east = static_cast<int64_t>(*minutes);
  int64_t total = *hours * 60 + (text.starts_with('-') ? -east : east);
  return static_cast<int32_t>(total * 60);
}

}  // namespace

Result<int32_t> zone_offset(std::string_view zone, int64_t seconds) {
  if (zone.empty() || zone == "UTC") return 0;
  size_t colon = zone.find(':');
  if (colon != std::string_view::npos) return fixed_offset(zone, colon);
  if (!is_zone_name(zone))
    return Error::make(Code::kInvalid, "invalid time zone name {}", printable(zone, 64));
  static Zones zones;
  const TimeZone* found = TRY(zones.find(zone));
  return found->offset(seconds);
}

}  // namespace seawall::cel
