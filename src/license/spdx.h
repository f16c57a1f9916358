// The SPDX License List: which ids there are. Ids are compared without case (SPDX 2.3 Annex D.2,
// SPDX 3.0.1 Annex B); the list's spelling is the canonical one.
#pragma once

#include <span>
#include <string_view>

namespace seawall::license {

// The canonical spelling of a license or exception id in any case, or "". Deprecated ids count.
std::string_view spdx_license_id(std::string_view text);
std::string_view spdx_exception_id(std::string_view text);

inline bool is_spdx_license_id(std::string_view text) {
  return !spdx_license_id(text).empty();
}
inline bool is_spdx_exception_id(std::string_view text) {
  return !spdx_exception_id(text).empty();
}

// All ids, in the order of their lower-case spellings.
std::span<const std::string_view> spdx_license_ids();
std::span<const std::string_view> spdx_exception_ids();

}  // namespace seawall::license
