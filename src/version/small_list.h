// A list that grows at its end and holds its first `Count` elements in place: ordinary versions are
// taken apart without allocation, hostile ones still fit.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace seawall::version {

template <typename T, size_t Count>
class SmallList {
 public:
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  const T& operator[](size_t index) const {
    return index < Count ? first_[index] : rest_[index - Count];
  }

  void push_back(const T& value) {
    if (size_ < Count) {
      first_[size_] = value;
    } else {
      rest_.push_back(value);
    }
    ++size_;
  }

 private:
  std::array<T, Count> first_;
  std::vector<T> rest_;
  size_t size_ = 0;
};

}  // namespace seawall::version
