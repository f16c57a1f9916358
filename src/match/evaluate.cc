#include "match/evaluate.h"

#include <fmt/format.h>

#include <compare>

namespace seawall::match {
namespace {

using feed::EventType;
using feed::EventView;
using feed::RangeReader;
using feed::RangeType;

bool in_list(std::string_view version, std::string_view versions, const version::Order* order) {
  feed::TextReader reader(versions);
  std::string_view listed;
  while (reader.next(listed)) {
    if (listed == version) return true;
    // Other spellings of the same version: 1.0 and 1.0.0 on PyPI.
    if (order && std::is_eq(order->compare(listed, version))) return true;
  }
  return false;
}

}  // namespace

EntryVerdict judge_entry(std::string_view version, const feed::EntryView& entry,
                         const version::Order* order) {
  EntryVerdict out;
  RangeReader reader(entry.ranges);
  RangeType type;
  while (reader.next_range(type)) {
    const version::Order* judge = feed::order_of(type, order);
    if (!judge) continue;
    out.range = feed::judge_range(version, reader, *judge);
    if (out.range.affected) {
      out.affected = true;
      return out;
    }
  }
  out.affected = out.listed = !entry.versions.empty() && in_list(version, entry.versions, order);
  return out;
}

void collect_fixes(std::string_view version, const feed::EntryView& entry,
                   const version::Order* order, std::vector<std::string>& out) {
  RangeReader reader(entry.ranges);
  RangeType type;
  while (reader.next_range(type)) {
    const version::Order* judge = feed::order_of(type, order);
    EventView event;
    while (judge && reader.next_event(event))
      if (event.type == EventType::kFixed && feed::before(version, event.version, *judge))
        out.emplace_back(event.version);
  }
}

bool module_fits(std::string_view module, std::string_view label, std::string_view version) {
  bool modular = !label.empty() || version.find(".module") != std::string_view::npos;
  if (module.empty() || !modular) return module.empty() && !modular;
  // Without a label the stream is not known: then any may be meant.
  if (module == "*" || label.empty()) return true;
  return label.starts_with(module) &&
         (label.size() == module.size() || label[module.size()] == ':');
}

std::string explain(std::string_view version, const EntryVerdict& verdict) {
  if (verdict.listed) return fmt::format("{} is listed", version);
  const feed::RangeVerdict& range = verdict.range;
  if (!range.fixed.empty())
    return fmt::format("{} is in [{}, {})", version, range.introduced, range.fixed);
  if (!range.last_affected.empty())
    return fmt::format("{} is in [{}, {}]", version, range.introduced, range.last_affected);
  return fmt::format("{} is in [{}, ...)", version, range.introduced);
}

}  // namespace seawall::match
