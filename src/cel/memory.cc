#include "cel/memory.h"

#include <algorithm>
#include <cstdint>

namespace seawall::cel {

// Blocks double from 16 KiB, each as large as all before it, so that a budget of any size takes
// few. Once the first block is used up the rest of it stays unused; that is at most half.
void* Memory::allocate_bytes(size_t size, size_t alignment) {
  if (size > budget_ - std::min(used_, budget_)) return nullptr;
  auto padding = [alignment](const std::byte* at) {
    return (0 - reinterpret_cast<uintptr_t>(at)) & (alignment - 1);
  };
  size_t skip = padding(next_);
  if (next_ == nullptr || skip + size > static_cast<size_t>(end_ - next_)) {
    constexpr size_t kFirst = 16u << 10;
    constexpr size_t kLargest = 4u << 20;
    size_t block = std::min(kLargest, kFirst << std::min<size_t>(blocks_.size(), 8));
    block = std::max(block, size + alignment);
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block));
    if (blocks_.size() == 1) first_size_ = block;
    next_ = blocks_.back().get();
    end_ = next_ + block;
    skip = padding(next_);
  }
  used_ += size;
  std::byte* given = next_ + skip;
  next_ = given + size;
  return given;
}

void Memory::reset() {
  used_ = 0;
  if (blocks_.empty()) return;
  if (blocks_.size() > 1) blocks_.resize(1);
  next_ = blocks_.front().get();
  end_ = next_ + first_size_;
}

}  // namespace seawall::cel
