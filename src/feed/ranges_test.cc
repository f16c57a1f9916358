#include "feed/ranges.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "feed/advisory.h"

namespace seawall::feed {
namespace {

const version::Order& semver() {
  return *order_of(RangeType::kSemver, "npm");
}

// RangeVerdict with texts of its own.
struct Judged {
  bool affected = false;
  std::string introduced, fixed, last_affected;
};

Judged judge(std::string_view version, const std::vector<Event>& events) {
  Affected affected{.ecosystem = "npm", .name = "x", .ranges = {{RangeType::kSemver, "", events}}};
  std::string bytes = encode_entry(0, affected);
  EntryReader entries(bytes);
  EntryView entry;
  EXPECT_TRUE(entries.next(entry));
  RangeReader reader(entry.ranges);
  RangeType type;
  EXPECT_TRUE(reader.next_range(type));
  RangeVerdict verdict = judge_range(version, reader, semver());
  return {verdict.affected, std::string(verdict.introduced), std::string(verdict.fixed),
          std::string(verdict.last_affected)};
}

constexpr EventType kI = EventType::kIntroduced;
constexpr EventType kF = EventType::kFixed;
constexpr EventType kL = EventType::kLastAffected;
constexpr EventType kLimit = EventType::kLimit;

TEST(Ranges, SeveralIntervalsInOneRange) {
  std::vector<Event> events = {{kI, "2.0.0"}, {kF, "2.12.2"}, {kI, "2.13.0"}, {kF, "2.17.1"}};
  EXPECT_FALSE(judge("1.9.9", events).affected);
  Judged verdict = judge("2.14.1", events);
  EXPECT_TRUE(verdict.affected);
  EXPECT_EQ(verdict.introduced, "2.13.0");
  EXPECT_EQ(verdict.fixed, "2.17.1");
  EXPECT_FALSE(judge("2.12.2", events).affected);
  EXPECT_FALSE(judge("2.17.1", events).affected);
  EXPECT_EQ(judge("2.12.1", events).fixed, "2.12.2");
}

TEST(Ranges, UnsortedEventsAreSorted) {
  std::vector<Event> events = {{kF, "2.0.0"}, {kF, "1.0.0"}, {kI, "1.5.0"}, {kI, "0"}};
  EXPECT_TRUE(judge("0.1.0", events).affected);
  EXPECT_FALSE(judge("1.2.0", events).affected);
  EXPECT_TRUE(judge("1.7.0", events).affected);
  EXPECT_FALSE(judge("2.0.0", events).affected);
}

TEST(Ranges, LastAffectedIsInclusive) {
  std::vector<Event> events = {{kI, "0"}, {kL, "2.1.0"}};
  Judged at = judge("2.1.0", events);
  EXPECT_TRUE(at.affected);
  EXPECT_EQ(at.last_affected, "2.1.0");
  EXPECT_EQ(at.fixed, "");
  EXPECT_FALSE(judge("2.1.1", events).affected);
  EXPECT_TRUE(judge("2.3.0", {{kI, "2.3.0"}, {kL, "2.3.0"}}).affected);
}

TEST(Ranges, ZeroLiesBeforeEverything) {
  EXPECT_TRUE(judge("0.0.0-alpha", {{kI, "0"}, {kF, "1.0.0"}}).affected);
  EXPECT_TRUE(judge("9.9.9", {{kI, "0"}}).affected);
  // Alpine's "fixed in 0": never affected.
  EXPECT_FALSE(judge("0.0.0-alpha", {{kI, "0"}, {kF, "0"}}).affected);
}

TEST(Ranges, Limits) {
  EXPECT_TRUE(judge("1.5.0", {{kI, "1.0.0"}, {kLimit, "2.0.0"}}).affected);
  EXPECT_FALSE(judge("2.0.0", {{kI, "1.0.0"}, {kLimit, "2.0.0"}}).affected);
  EXPECT_TRUE(judge("2.5.0", {{kI, "1.0.0"}, {kLimit, "2.0.0"}, {kLimit, "3.0.0"}}).affected);
  EXPECT_TRUE(judge("9.0.0", {{kI, "1.0.0"}, {kLimit, "*"}}).affected);
}

// The schema's pseudocode, word for word.
bool oracle(std::string_view v, std::vector<Event> events) {
  auto less = [](std::string_view a, std::string_view b) {
    if (a == "0" || b == "0") return a == "0" && b != "0";
    return semver().compare(a, b) < 0;
  };
  bool any_limit = false;
  bool before_limit = false;
  for (const Event& e : events) {
    if (e.type != kLimit) continue;
    any_limit = true;
    before_limit = before_limit || e.version == "*" || less(v, e.version);
  }
  if (any_limit && !before_limit) return false;
  std::stable_sort(events.begin(), events.end(),
                   [&](const Event& a, const Event& b) { return less(a.version, b.version); });
  bool vulnerable = false;
  for (const Event& e : events) {
    if (e.type == kI && !less(v, e.version)) {
      vulnerable = true;
    } else if (e.type == kF && !less(v, e.version)) {
      vulnerable = false;
    } else if (e.type == kL && less(e.version, v)) {
      vulnerable = false;
    }
  }
  return vulnerable;
}

TEST(Ranges, AgreesWithThePseudocodeOnRandomRanges) {
  std::mt19937 random(7);
  auto pick = [&](unsigned n) { return random() % n; };
  auto version = [&] {
    std::string v = fmt::format("{}.{}.{}", pick(3), pick(3), pick(2));
    return pick(4) == 0 ? v + (pick(2) ? "-rc.1" : "-beta") : v;
  };
  size_t affected = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::vector<Event> events = {{kI, pick(3) == 0 ? "0" : version()}};
    for (unsigned i = pick(6); i > 0; --i) {
      auto type = static_cast<EventType>(pick(pick(8) == 0 ? 4 : 3));
      events.push_back({type, type == kLimit && pick(3) == 0 ? "*" : version()});
    }
    std::shuffle(events.begin(), events.end(), random);
    std::string v = version();
    Judged verdict = judge(v, events);
    affected += verdict.affected;
    ASSERT_EQ(verdict.affected, oracle(v, events)) << v << " round " << round;
    if (!verdict.fixed.empty()) {
      ASSERT_TRUE(before(v, verdict.fixed, semver()));
    }
  }
  EXPECT_GT(affected, 3000u);
  EXPECT_LT(affected, 17'000u);
}

}  // namespace
}  // namespace seawall::feed
