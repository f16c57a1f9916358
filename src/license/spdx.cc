#include "license/spdx.h"

#include <algorithm>

#include "base/text.h"

namespace seawall::license {

namespace {

#define SPDX_LICENSE(id) id,
#define SPDX_EXCEPTION(id)
constexpr std::string_view kLicenses[] = {
#include "license/spdx_ids.inc"
};
#undef SPDX_LICENSE
#undef SPDX_EXCEPTION

#define SPDX_LICENSE(id)
#define SPDX_EXCEPTION(id) id,
constexpr std::string_view kExceptions[] = {
#include "license/spdx_ids.inc"
};
#undef SPDX_LICENSE
#undef SPDX_EXCEPTION

bool less_ignoring_case(std::string_view a, std::string_view b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return to_lower(x) < to_lower(y); });
}

std::string_view find(std::span<const std::string_view> ids, std::string_view text) {
  auto it = std::lower_bound(ids.begin(), ids.end(), text, less_ignoring_case);
  return it != ids.end() && equals_ignoring_case(*it, text) ? *it : std::string_view{};
}

}  // namespace

std::span<const std::string_view> spdx_license_ids() {
  return kLicenses;
}
std::span<const std::string_view> spdx_exception_ids() {
  return kExceptions;
}

std::string_view spdx_license_id(std::string_view text) {
  return find(kLicenses, text);
}
std::string_view spdx_exception_id(std::string_view text) {
  return find(kExceptions, text);
}

}  // namespace seawall::license
