// How a large object finds its keys: behind its members lie their numbers in the order of their
// keys. Sorted rather than hashed, so that no choice of keys makes it slow.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "doc/tree.h"

namespace seawall::doc {

// Objects up to this size are searched from end to end.
constexpr size_t kUnindexedMembers = 16;

// Numbers of `members` ordered by key, equal keys in the order they stand.
std::vector<uint32_t> sorted_order(std::span<const Member> members);

// The member of that key; the object must have its order behind its members.
const Member* find_indexed(std::span<const Member> members, std::string_view key);

}  // namespace seawall::doc
