// Memory for immutable trees: allocation is a pointer increment, freeing is freeing it all.
// Nothing allocated here has its destructor run, so only trivially destructible types go in.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace seawall {

class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) noexcept = default;
  Arena& operator=(Arena&&) noexcept = default;

  // `count` uninitialised Ts.
  template <typename T>
  T* allocate(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(allocate_bytes(count * sizeof(T), alignof(T)));
  }
  template <typename T>
  std::span<T> copy(std::span<const T> items) {
    T* to = allocate<T>(items.size());
    if (!items.empty()) std::memcpy(static_cast<void*>(to), items.data(), items.size_bytes());
    return {to, items.size()};
  }
  std::string_view copy(std::string_view text) {
    char* to = allocate<char>(text.size());
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }
  size_t bytes() const { return bytes_; }

 private:
  void* allocate_bytes(size_t size, size_t alignment);
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
  size_t bytes_ = 0;
};

}  // namespace seawall
