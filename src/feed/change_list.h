// The change list of a feed in the OSV bucket, ECOSYSTEM/modified_id.csv: one line per record,
// "2024-08-15T00:05:00Z,GHSA-xxxx-xxxx-xxxx", newest first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace seawall::feed {

struct Change {
  UnixSeconds modified = 0;
  std::string id;
};

// Ids in the form "ECOSYSTEM/ID", as the list of the whole bucket has them, lose the folder. A line
// that is neither makes the list kInvalid: whoever reads it then fetches the whole feed.
Result<std::vector<Change>> read_change_list(std::string_view csv);

// Whether an id, or the name of a feed, may become part of a path: no separators, no control
// characters, not "." or "..".
bool is_path_safe(std::string_view name);

}  // namespace seawall::feed
