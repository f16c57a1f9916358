#include "cel/memory.h"

#include <algorithm>
#include <cstdint>

namespace seawall::cel {

// Blocks double from 16 KiB, each as large as all before it, so that a budget of any size takes
// few. Once the first block is used up the rest of it stays unused; that is at most half.
void* Memory::allocate_bytes(size_t size, size_t alignment) {
  if (size > budget_ - std::min(used_, budget_)) return nullptr;
  auto align = [alignment](std::byte* at) {
    auto address = reinterpret_cast<uintptr_t>(at);
    return (address + alignment - 1) & ~(alignment - 1);
  };
  uintptr_t at = align(next_);
  if (next_ == nullptr || at + size > reinterpret_cast<uintptr_t>(end_)) {
    constexpr size_t kFirst = 16u << 10;
    constexpr size_t kLargest = 4u << 20;
    size_t block = std::min(kLargest, kFirst << std::min<size_t>(blocks_.size(), 8));
    block = std::max(block, size + alignment);
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block));
    if (blocks_.size() == 1) first_size_ = block;
    next_ = blocks_.back().get();
    end_ = next_ + block;
    at = align(next_);
  }
  used_ += size;
  next_ = reinterpret_cast<std::byte*>(at) + size;
  return reinterpret_cast<std::byte*>(at);
}

void Memory::reset() {
  used_ = 0;
  if (blocks_.empty()) return;
  if (blocks_.size() > 1) blocks_.resize(1);
  next_ = blocks_.front().get();
  end_ = next_ + first_size_;
}

}  // namespace seawall::cel
