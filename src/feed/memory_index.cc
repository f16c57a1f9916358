#include "feed/memory_index.h"

#include <set>

#include "feed/ecosystem.h"

namespace seawall::feed {

std::optional<std::string_view> MemoryStore::get(std::string_view key) const {
  auto found = rows_.find(key);
  if (found == rows_.end()) return std::nullopt;
  return found->second;
}

Status MemoryStore::scan(
    std::string_view prefix,
    const std::function<bool(std::string_view key, std::string_view value)>& row) const {
  for (auto at = rows_.lower_bound(prefix); at != rows_.end() && at->first.starts_with(prefix);
       ++at)
    if (!row(at->first, at->second)) break;
  return {};
}

Status MemoryStore::put(std::string_view key, std::string_view value) {
  rows_.insert_or_assign(std::string(key), std::string(value));
  return {};
}

Status MemoryStore::remove(std::string_view key) {
  if (auto found = rows_.find(key); found != rows_.end()) rows_.erase(found);
  return {};
}

std::unique_ptr<TableLookup> make_memory_index(const std::vector<Advisory>& records,
                                               UnixSeconds fetched, const ExploitLists& exploits) {
  auto store = std::make_unique<MemoryStore>();
  std::set<std::string_view> names;
  {
    IndexBuilder builder(*store);
    for (const Advisory& record : records) {
      std::set<std::string_view> families;
      for (const Affected& affected : record.affected)
        if (!affected.ecosystem.empty()) families.insert(family_of(affected.ecosystem));
      names.insert(families.begin(), families.end());
      CHECK(builder.add(record, {families.begin(), families.end()}).ok());
    }
    std::vector<Feed> feeds;
    feeds.reserve(names.size());
    for (std::string_view name : names)
      feeds.push_back({.name = std::string(name), .source = "memory", .fetched = fetched});
    CHECK(builder.finish(std::move(feeds), exploits, fetched).ok());
  }
  return TableLookup::open(std::move(store)).value();
}

}  // namespace seawall::feed
