#include "feed/change_list.h"

#include <algorithm>

#include "base/text.h"
#include "feed/advisory.h"

namespace seawall::feed {

bool is_path_safe(std::string_view name) {
  if (name.empty() || name.size() > kMaxIdBytes || name == "." || name == "..") return false;
  return std::none_of(name.begin(), name.end(), [](char c) {
    return c == '/' || c == '\\' || static_cast<uint8_t>(c) < 0x20 || c == 0x7F;
  });
}

Result<std::vector<Change>> read_change_list(std::string_view csv) {
  std::vector<Change> out;
  Status read;
  for_each_line(csv, [&](std::string_view line, uint32_t number) {
    if (line.empty() || !read.ok()) return;
    std::optional<Halves> fields = split_once(line, ",");
    std::optional<UnixSeconds> modified = fields ? parse_rfc3339(fields->first) : std::nullopt;
    std::string_view id = fields ? fields->second : std::string_view{};
    if (std::optional<Halves> folder = split_last(id, "/")) id = folder->second;
    if (modified && is_path_safe(id)) {
      out.push_back({*modified, std::string(id)});
    } else {
      read = Error::make(Code::kInvalid, "change list: line {} is no change", number);
    }
  });
  TRY(std::move(read));
  return out;
}

}  // namespace seawall::feed
