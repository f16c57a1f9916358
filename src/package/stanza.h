// Stanzas of "Field: value" lines separated by empty lines: Debian's control files (deb-control(5),
// Debian policy 5.1), the dpkg and opkg status files, DEP-5 copyright files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace seawall::package {

struct Stanza {
  struct Field {
    std::string_view name;   // as written
    std::string_view value;  // trimmed; continuation lines included with their line breaks
  };
  std::vector<Field> fields;
  uint32_t line = 0;  // 1-based, of the first field

  // The first field of that name (ASCII case ignored); empty when there is none.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
};

inline constexpr size_t kMaxStanzaFields = 1000;  // further fields of a stanza are `malformed`

// Calls `visit` for each stanza. Views point into `text`. Lines that are neither a field, nor a
// continuation, nor a comment ("#") are given to `malformed` with their number; the stanza goes
// on after them. A stanza that names `Package` a second time is cut in two there: a status file
// whose separating line was lost must not lose a package.
void for_each_stanza(std::string_view text, const std::function<void(const Stanza&)>& visit,
                     const std::function<void(uint32_t line)>& malformed);

}  // namespace seawall::package
