// The memory of one evaluation: a bump allocator with a budget, emptied between evaluations and
// kept, so that a warm evaluation touches no heap.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace seawall::cel {

class Memory {
 public:
  static constexpr size_t kDefaultBudget = 64u << 20;  // bytes

  explicit Memory(size_t budget = kDefaultBudget) : budget_(budget) {}
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  // `count` uninitialised Ts, valid until reset(); nullptr when the budget would be exceeded. Every
  // caller checks: an expression may ask for terabytes.
  template <typename T>
  T* allocate(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count > budget_ / sizeof(T)) return nullptr;
    return static_cast<T*>(allocate_bytes(count * sizeof(T), alignof(T)));
  }
  // A copy of `text`; its data() is nullptr when the budget would be exceeded.
  std::string_view copy(std::string_view text) {
    char* to = allocate<char>(text.size() + 1);
    if (!to) return {};
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }
  // A T built from `arguments`, or nullptr.
  template <typename T, typename... Arguments>
  T* make(Arguments&&... arguments) {
    T* to = allocate<T>(1);
    return to ? new (to) T{std::forward<Arguments>(arguments)...} : nullptr;
  }

  // Forgets everything; keeps the first block for the next evaluation.
  void reset();
  size_t used() const { return used_; }

 private:
  void* allocate_bytes(size_t size, size_t alignment);
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
  size_t first_size_ = 0;  // of blocks_[0]
  size_t used_ = 0;
  size_t budget_;
};

}  // namespace seawall::cel
