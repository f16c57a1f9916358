#include "doc/object_index.h"

#include <algorithm>
#include <numeric>

namespace seawall::doc {

std::vector<uint32_t> sorted_order(std::span<const Member> members) {
  std::vector<uint32_t> order(members.size());
  std::iota(order.begin(), order.end(), 0u);
  // Written by machines, large objects are sorted more often than not.
  auto by_key = [](const Member& a, const Member& b) { return a.key < b.key; };
  if (std::is_sorted(members.begin(), members.end(), by_key)) return order;
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    int compared = members[a].key.compare(members[b].key);
    return compared != 0 ? compared < 0 : a < b;
  });
  return order;
}

const Member* find_indexed(std::span<const Member> members, std::string_view key) {
  const auto* order = reinterpret_cast<const uint32_t*>(members.data() + members.size());
  std::span<const uint32_t> numbers(order, members.size());
  auto at = std::lower_bound(numbers.begin(), numbers.end(), key,
                             [&](uint32_t i, std::string_view k) { return members[i].key < k; });
  if (at == numbers.end() || members[*at].key != key) return nullptr;
  return &members[*at];
}

}  // namespace seawall::doc
