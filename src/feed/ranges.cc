// The schema's algorithm (IncludedInRanges): walk the sorted events; "introduced" at or below the
// version switches to affected, "fixed" at or below it and "last_affected" below it switch back;
// and the version must lie before some "limit" when there are limits. Events are sorted, so all
// that follows the first event above the version changes nothing: the first end among them closes
// the interval the version is in.
#include "feed/ranges.h"

#include <compare>

namespace seawall::feed {

bool before(std::string_view version, std::string_view event, const version::Order& order) {
  if (event == "0") return false;
  return std::is_lt(order.compare(version, event));
}

namespace {

// Applies an event at or below the version.
void pass(const EventView& event, std::string_view version, const version::Order& order,
          RangeVerdict& out) {
  switch (event.type) {
    case EventType::kIntroduced:
      if (!out.affected) out.introduced = event.version;
      out.affected = true;
      out.last_affected = {};
      break;
    case EventType::kFixed:
      out.affected = false;
      break;
    case EventType::kLastAffected:
      if (std::is_gt(order.compare(version, event.version))) {
        out.affected = false;
      } else {
        out.last_affected = event.version;
      }
      break;
    case EventType::kLimit:
      break;
  }
}

// An event above the version may close its interval.
void close(const EventView& event, RangeVerdict& out) {
  if (!out.fixed.empty() || !out.last_affected.empty()) return;
  if (event.type == EventType::kFixed) out.fixed = event.version;
  if (event.type == EventType::kLastAffected) out.last_affected = event.version;
}

}  // namespace

RangeVerdict judge_range(std::string_view version, RangeReader& reader,
                         const version::Order& order) {
  RangeVerdict out;
  bool limited = false;
  bool within_limit = false;
  bool above = false;  // an event above the version was seen
  EventView event;
  while (reader.next_event(event)) {
    if (event.type == EventType::kLimit) {
      limited = true;
      within_limit |= event.version == "*" || before(version, event.version, order);
      continue;
    }
    above = above || before(version, event.version, order);
    if (above) {
      close(event, out);
    } else {
      pass(event, version, order, out);
    }
  }
  if (limited && !within_limit) out.affected = false;
  if (!out.affected) return {};
  return out;
}

}  // namespace seawall::feed
