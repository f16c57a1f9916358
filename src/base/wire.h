// A small binary form for what Seawall writes and reads back itself (caches). Numbers are LEB128
// varints, texts are length-prefixed. The reader bounds everything by the bytes that are there, so
// that damaged input is an error and never a large allocation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seawall {

class WireWriter {
 public:
  void number(uint64_t value);
  void text(std::string_view value);
  void fixed64(uint64_t value);
  template <typename T, typename F>
  void list(const std::vector<T>& items, F&& each) {
    number(items.size());
    for (const T& item : items) each(item);
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads sticky: after the first error everything gives zero values and ok() is false.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : bytes_(bytes) {}
  uint64_t number();
  std::string text() { return std::string(view()); }
  std::string_view view();
  uint64_t fixed64();
  template <typename T, typename F>
  void list(std::vector<T>& items, F&& each) {
    uint64_t count = number();
    if (count > bytes_.size()) return fail();  // an item takes at least one byte
    items.reserve(count < 4096 ? count : 4096);
    for (uint64_t i = 0; i < count && ok_; ++i) each(items.emplace_back());
  }
  bool ok() const { return ok_; }
  bool at_end() const { return bytes_.empty(); }
  void fail() {
    ok_ = false;
    bytes_ = {};
  }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace seawall
