// An index in memory, made from records: for tests and for the few advisories of an example.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "feed/index_builder.h"
#include "feed/table_lookup.h"

namespace seawall::feed {

// A TableSink and TableStore in one.
class MemoryStore : public TableStore, public TableSink {
 public:
  std::optional<std::string_view> get(std::string_view key) const override;
  Status scan(
      std::string_view prefix,
      const std::function<bool(std::string_view key, std::string_view value)>& row) const override;
  Status put(std::string_view key, std::string_view value) override;
  Status remove(std::string_view key) override;

 private:
  std::map<std::string, std::string, std::less<>> rows_;
};

// The index of `records`, each in the feed of its first affected ecosystem (and of the others), all
// fetched at `fetched`.
std::unique_ptr<TableLookup> make_memory_index(const std::vector<Advisory>& records,
                                               UnixSeconds fetched,
                                               const ExploitLists& exploits = {});

}  // namespace seawall::feed
