// A list of unknown length, grown in the Memory of an evaluation.
#pragma once

#include <algorithm>

#include "cel/value.h"

namespace seawall::cel {

class ListBuilder {
 public:
  explicit ListBuilder(Memory& memory) : memory_(memory) {}

  // False when there is no room; then take() gives that error.
  bool add(const Value& value) {
    if (size_ == capacity_ && !grow()) return false;
    items_[size_++] = value;
    return true;
  }
  Value take() const { return failed_ ? out_of_memory() : Value::list({items_, size_}); }

 private:
  bool grow() {
    size_t capacity = std::max<size_t>(8, capacity_ * 2);
    auto* items = failed_ ? nullptr : memory_.allocate<Value>(capacity);
    failed_ = items == nullptr;
    if (failed_) return false;
    std::copy(items_, items_ + size_, items);
    items_ = items;
    capacity_ = capacity;
    return true;
  }

  Memory& memory_;
  Value* items_ = nullptr;
  size_t size_ = 0, capacity_ = 0;
  bool failed_ = false;
};

}  // namespace seawall::cel
