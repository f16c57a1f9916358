// Sparse files in tar: which stretches of the file are stored, in the four ways GNU tar has written
// that down. Internal to this folder.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seawall::archive {

struct SparseExtent {
  uint64_t offset = 0;  // in the expanded file
  uint64_t size = 0;
};
using SparseMap = std::vector<SparseExtent>;

// The extents of one file, in one entry: a bound on memory (16 bytes each).
inline constexpr size_t kMaxSparseExtents = 1u << 20;

// Appends "offset,size,offset,size..." (GNU.sparse.map, format 0.1).
Status parse_sparse_list(std::string_view text, SparseMap& map);
// Appends the `count` 24-byte records at `records` (old GNU headers); an empty record ends them.
Status parse_old_sparse(const char* records, size_t count, SparseMap& map);

// The map at the beginning of the data in format 1.0: decimal lines, the count of extents first.
// Fed block by block until it is complete.
class SparseText {
 public:
  // Whether the map is complete; the rest of this block is then padding.
  Result<bool> feed(std::string_view block, SparseMap& map);

 private:
  uint64_t numbers_left_ = 0;
  uint64_t number_ = 0;
  size_t digits_ = 0;
  bool have_count_ = false;
  bool have_offset_ = false;
  uint64_t offset_ = 0;
};

// kInvalid unless the extents are in order, do not overlap, lie within `size`, and hold `stored`
// bytes in all.
Status check_sparse_map(const SparseMap& map, uint64_t size, uint64_t stored);

}  // namespace seawall::archive
