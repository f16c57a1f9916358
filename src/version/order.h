// Version orders: for each ecosystem, which of two version strings is older.
//
// One file `NAME_order.cc` per order, listed by the generated table. Orders take any bytes: what
// an ecosystem's own tool refuses still has a place (each file says which), so that a matcher never
// has to stop. All functions are pure, thread-safe, and allocate nothing on ordinary input; time is
// linear in the length of the strings (numbers of any length are compared without overflow).
#pragma once

#include <compare>
#include <span>
#include <string>
#include <string_view>

namespace seawall::version {

struct Order {
  std::string_view name;  // "debian", "pypi": also the suite file NAME-versions.txt
  // OSV ecosystem names it serves, without release suffix: "Debian", "Ubuntu".
  std::span<const std::string_view> ecosystems;
  // purl types whose packages it orders: "deb".
  std::span<const std::string_view> purl_types;
  // Whether the ecosystem's own tool accepts `version`.
  bool (*valid)(std::string_view version);
  // Total (weak) order: `equivalent` for spellings of one version (1.0 and 1.0.0 in Maven).
  std::weak_ordering (*compare)(std::string_view a, std::string_view b);
};

// All orders, by name.
std::span<const Order* const> orders();

// By order name; nullptr when unknown.
const Order* find_order(std::string_view name);
// By OSV ecosystem ("Debian:12" and "Debian" alike); nullptr when no order is known: then a range
// cannot be judged, and the matcher says so.
const Order* order_for_ecosystem(std::string_view ecosystem);
const Order* order_for_purl_type(std::string_view type);

}  // namespace seawall::version
