#include "version/order.h"

#include <array>

#include "base/text.h"

namespace seawall::version {
namespace {

// OSV names of vendors who patch packages of other ecosystems and keep those orders:
// "TuxCare:Maven", "Docker Hardened Images:Alpine:3.23", "Root:Debian:12".
constexpr std::array<std::string_view, 4> kVendors = {"TuxCare", "Docker Hardened Images", "Root",
                                                      "Red Hat Lightwell"};

const Order* find_listed(std::string_view ecosystem) {
  for (const Order* order : orders())
    for (std::string_view name : order->ecosystems)
      if (equals_ignoring_case(name, ecosystem)) return order;
  return nullptr;
}

bool is_vendor(std::string_view name) {
  for (std::string_view vendor : kVendors)
    if (equals_ignoring_case(vendor, name)) return true;
  return false;
}

}  // namespace

const Order* find_order(std::string_view name) {
  for (const Order* order : orders())
    if (order->name == name) return order;
  return nullptr;
}

const Order* order_for_ecosystem(std::string_view ecosystem) {
  // Whole first: "Echo:npm" is listed beside "Echo".
  if (const Order* order = find_listed(ecosystem)) return order;
  auto suffixed = split_once(ecosystem, ":");
  if (!suffixed) return nullptr;
  // One step only: a vendor never wraps a vendor.
  if (!is_vendor(suffixed->first)) return find_listed(suffixed->first);
  if (const Order* order = find_listed(suffixed->second)) return order;
  auto release = split_once(suffixed->second, ":");
  return release ? find_listed(release->first) : nullptr;
}

const Order* order_for_purl_type(std::string_view type) {
  for (const Order* order : orders())
    for (std::string_view name : order->purl_types)
      if (equals_ignoring_case(name, type)) return order;
  return nullptr;
}

}  // namespace seawall::version
