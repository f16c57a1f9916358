#include "cel/time_zone.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "cel/time_text.h"

namespace seawall::cel {
namespace {

std::string big_endian(uint64_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
  return out;
}

struct Transition {
  int64_t time;
  int type;
};

std::string header(size_t transitions, size_t types) {
  return "TZif2" + std::string(15, '\0') + big_endian(0, 12) + big_endian(transitions, 4) +
         big_endian(types, 4) + big_endian(4, 4);
}

// A file with these offsets as types 0, 1 ...
std::string zone_file(std::vector<int32_t> offsets, std::vector<Transition> transitions,
                      const std::string& rule) {
  std::string out = header(0, 1) + std::string(6 + 4, '\0');
  out += header(transitions.size(), offsets.size());
  for (const Transition& t : transitions) out += big_endian(static_cast<uint64_t>(t.time), 8);
  for (const Transition& t : transitions) out += static_cast<char>(t.type);
  for (int32_t offset : offsets)
    out += big_endian(static_cast<uint32_t>(offset), 4) + std::string(2, '\0');
  return out + std::string("ABC\0", 4) + "\n" + rule + "\n";
}

int64_t at(std::string_view text) {
  return parse_timestamp(text)->seconds;
}

int32_t offset(const std::string& file, std::string_view time) {
  Result<TimeZone> zone = TimeZone::parse(file);
  EXPECT_TRUE(zone) << zone.error().message();
  return zone ? zone->offset(at(time)) : -1;
}

TEST(TimeZone, TransitionsThenRules) {
  std::string file =
      zone_file({600, 3600, 7200}, {{0, 1}, {1000, 2}, {2000, 1}}, "CET-1CEST,M3.5.0,M10.5.0/3");
  EXPECT_EQ(offset(file, "1969-12-31T23:59:59Z"), 600);
  EXPECT_EQ(offset(file, "1970-01-01T00:00:00Z"), 3600);
  EXPECT_EQ(offset(file, "1970-01-01T00:16:40Z"), 7200);
  EXPECT_EQ(offset(file, "2050-01-15T00:00:00Z"), 3600);
  EXPECT_EQ(offset(file, "2050-03-27T00:59:59Z"), 3600);
  EXPECT_EQ(offset(file, "2050-03-27T01:00:00Z"), 7200);
  EXPECT_EQ(offset(file, "2050-10-30T00:59:59Z"), 7200);
  EXPECT_EQ(offset(file, "2050-10-30T01:00:00Z"), 3600);
}

TEST(TimeZone, KindsOfRules) {
  std::string south = zone_file({0}, {}, "AEST-10AEDT,M10.1.0,M4.1.0/3");
  EXPECT_EQ(offset(south, "2050-01-01T00:00:00Z"), 39600);
  EXPECT_EQ(offset(south, "2050-07-01T00:00:00Z"), 36000);
  EXPECT_EQ(offset(south, "2050-12-31T23:00:00Z"), 39600);
  std::string named = zone_file({0}, {}, "<+0330>-3:30");
  EXPECT_EQ(offset(named, "2050-07-01T00:00:00Z"), 12600);
  std::string days = zone_file({0}, {}, "AAA3BBB,J60/0,300/-1");
  EXPECT_EQ(offset(days, "2048-03-01T02:59:59Z"), -10800);
  EXPECT_EQ(offset(days, "2048-03-01T03:00:00Z"), -7200);
  EXPECT_EQ(offset(days, "2048-10-27T00:59:59Z"), -7200);
  EXPECT_EQ(offset(days, "2048-10-27T01:00:00Z"), -10800);
  EXPECT_EQ(offset(zone_file({-60}, {}, ""), "2050-07-01T00:00:00Z"), -60);
}

TEST(TimeZone, RefusesWhatIsNone) {
  std::string good = zone_file({0, 60}, {{0, 1}}, "UTC0");
  ASSERT_TRUE(TimeZone::parse(good));
  for (size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(TimeZone::parse(good.substr(0, size))) << size;
  EXPECT_FALSE(TimeZone::parse(zone_file({0}, {{0, 1}}, "")));
  EXPECT_FALSE(TimeZone::parse(zone_file({0}, {{5, 0}, {5, 0}}, "")));
  EXPECT_FALSE(TimeZone::parse(zone_file({INT32_MIN}, {}, "")));
  for (const char* rule : {"X", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
                           "CET-200", "<x", "CET-1CEST,J0,J3", "CET-1CEST,M3.5.0,M10.5.0x"})
    EXPECT_FALSE(TimeZone::parse(zone_file({0}, {}, rule))) << rule;
  std::string bomb = good;
  bomb.replace(32, 4, "\xff\xff\xff\xff");
  EXPECT_EQ(TimeZone::parse(bomb).error().code(), Code::kLimit);
}

TEST(TimeZone, NamesAndFixedOffsets) {
  EXPECT_EQ(*zone_offset("UTC", 0), 0);
  EXPECT_EQ(*zone_offset("-08:30", 0), -30600);
  EXPECT_EQ(*zone_offset("05:30", 0), 19800);
  for (const char* name : {"/etc/localtime", "..", "a/../b", "a\nb", "+1", "12:", ":", "1:-1"})
    EXPECT_FALSE(zone_offset(name, 0)) << name;
}

TEST(TimeZone, TheDatabaseOfThisMachine) {
  if (!directory_exists("/usr/share/zoneinfo")) {
    EXPECT_EQ(zone_offset("US/Central", 0).error().code(), Code::kUnavailable);
    GTEST_SKIP() << "no time zone database";
  }
  EXPECT_EQ(*zone_offset("US/Central", at("2009-02-13T23:31:30Z")), -6 * 3600);
  EXPECT_EQ(*zone_offset("US/Central", at("2009-07-13T23:31:30Z")), -5 * 3600);
  EXPECT_EQ(*zone_offset("US/Central", at("2109-07-13T23:31:30Z")), -5 * 3600);
  EXPECT_EQ(*zone_offset("Asia/Kathmandu", at("2009-02-13T23:31:30Z")), 20700);
  EXPECT_EQ(*zone_offset("Australia/Sydney", at("2109-01-13T23:31:30Z")), 11 * 3600);
  EXPECT_EQ(zone_offset("No/Where", 0).error().message(), "unknown time zone No/Where");
}

}  // namespace
}  // namespace seawall::cel
