#include "base/arena.h"

#include <algorithm>

namespace seawall {

// Blocks double up to 1 MiB, so that a small object costs a small block and a large document few.
void* Arena::allocate_bytes(size_t size, size_t alignment) {
  auto address = reinterpret_cast<uintptr_t>(next_);
  uintptr_t aligned = (address + alignment - 1) & ~(alignment - 1);
  if (next_ == nullptr || aligned + size > reinterpret_cast<uintptr_t>(end_)) {
    size_t block =
        std::min<size_t>(size_t{1} << 20, size_t{512} << std::min<size_t>(blocks_.size(), 11));
    block = std::max(block, size + alignment);
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block));
    bytes_ += block;
    next_ = blocks_.back().get();
    end_ = next_ + block;
    address = reinterpret_cast<uintptr_t>(next_);
    aligned = (address + alignment - 1) & ~(alignment - 1);
  }
  std::byte* out = next_ + (aligned - address);
  next_ = out + size;
  return out;
}

}  // namespace seawall
