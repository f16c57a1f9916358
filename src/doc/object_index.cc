#include "doc/object_index.h"

#include <algorithm>
#include <numeric>

namespace seawall::doc {

namespace {

// How many bytes at the front all keys share; paths and package names share long ones.
size_t common_prefix(std::span<const Member> members) {
  std::string_view first = members.front().key;
  size_t length = first.size();
  for (const Member& member : members) {
    std::string_view key = member.key.substr(0, length);
    length = static_cast<size_t>(std::mismatch(key.begin(), key.end(), first.begin()).first -
                                 key.begin());
  }
  return length;
}

// The eight bytes at `at` as a number that orders like them.
uint64_t chunk(std::string_view key, size_t at) {
  uint64_t value = 0;
  for (size_t i = at; i < at + 8; ++i)
    value = value << 8 | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0u);
  return value;
}

struct Entry {
  uint64_t front;
  uint32_t number;
};

}  // namespace

std::vector<uint32_t> sorted_order(std::span<const Member> members) {
  std::vector<uint32_t> order(members.size());
  std::iota(order.begin(), order.end(), 0u);
  // Written by machines, large objects are sorted more often than not.
  auto by_key = [](const Member& a, const Member& b) { return a.key < b.key; };
  if (std::is_sorted(members.begin(), members.end(), by_key)) return order;
  size_t prefix = common_prefix(members);
  std::vector<Entry> entries(members.size());
  for (uint32_t i = 0; i < entries.size(); ++i) entries[i] = {chunk(members[i].key, prefix), i};
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    if (a.front != b.front) return a.front < b.front;
    int compared = members[a.number].key.compare(members[b.number].key);
    return compared != 0 ? compared < 0 : a.number < b.number;
  });
  for (size_t i = 0; i < order.size(); ++i) order[i] = entries[i].number;
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
