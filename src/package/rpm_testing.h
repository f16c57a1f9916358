// For tests: makes rpm headers and the databases that hold them, from nothing but their formats.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace seawall::package {

inline void put_number(std::string& out, size_t at, uint64_t value, int bytes, bool big) {
  if (out.size() < at + bytes) out.resize(at + bytes);
  for (int i = 0; i < bytes; ++i)
    out[at + i] = static_cast<char>(value >> 8 * (big ? bytes - 1 - i : i));
}

class RpmHeaderBuilder {
 public:
  RpmHeaderBuilder& text(uint32_t tag, std::string_view value) {
    entry(tag, 6, 1);
    data_ += value;
    data_ += '\0';
    return *this;
  }
  RpmHeaderBuilder& texts(uint32_t tag, const std::vector<std::string>& values) {
    entry(tag, 8, static_cast<uint32_t>(values.size()));
    for (const std::string& value : values) data_ += value + '\0';
    return *this;
  }
  RpmHeaderBuilder& numbers(uint32_t tag, const std::vector<uint32_t>& values) {
    while (data_.size() % 4 != 0) data_ += '\0';
    entry(tag, 4, static_cast<uint32_t>(values.size()));
    for (uint32_t value : values) put_number(data_, data_.size(), value, 4, true);
    return *this;
  }
  std::string build() const {
    std::string out;
    put_number(out, 0, index_.size() / 16, 4, true);
    put_number(out, 4, data_.size(), 4, true);
    return out + index_ + data_;
  }

 private:
  void entry(uint32_t tag, uint32_t type, uint32_t count) {
    for (uint64_t value : {uint64_t{tag}, uint64_t{type}, uint64_t{data_.size()}, uint64_t{count}})
      put_number(index_, index_.size(), value, 4, true);
  }
  std::string index_, data_;
};

// A package of two files.
inline std::string rpm_header_for_test(std::string_view name, size_t padding = 0) {
  return RpmHeaderBuilder()
      .text(1000, name)
      .text(1001, "1.2")
      .text(1002, "3.el9")
      .numbers(1003, {2})
      .text(1011, "ACME")
      .text(1014, "MIT and BSD")
      .text(1022, "x86_64")
      .text(1044, "tools-1.3-3.el9.src.rpm")
      .numbers(1116, {0, 1})
      .texts(1117, {"tool", "tool.jar"})
      .texts(1118, {"/usr/bin/", "/usr/share/java/"})
      .text(5096, "tools:1:2:3")
      .text(9999, std::string(padding, 'x'))
      .build();
}

inline std::string ndb_for_test(const std::vector<std::string>& blobs) {
  std::string out("RpmP", 4);
  put_number(out, 12, 1, 4, false);
  out.resize(4096);
  for (size_t at = 32; at < 4096; at += 16) out.replace(at, 4, "Slot");
  for (size_t i = 0; i < blobs.size(); ++i) {
    size_t start = out.size(), slot = 32 + 16 * i;
    size_t blocks = (16 + blobs[i].size() + 12 + 15) / 16;
    put_number(out, slot + 4, i + 1, 4, false);
    put_number(out, slot + 8, start / 16, 4, false);
    put_number(out, slot + 12, blocks, 4, false);
    out.resize(start + 16 * blocks);
    out.replace(start, 4, "BlbS");
    put_number(out, start + 4, i + 1, 4, false);
    put_number(out, start + 12, blobs[i].size(), 4, false);
    out.replace(start + 16, blobs[i].size(), blobs[i]);
    put_number(out, out.size() - 8, blobs[i].size(), 4, false);
    out.replace(out.size() - 4, 4, "BlbE");
  }
  return out;
}

// Two buckets on pages 1 and 2; blobs over a quarter of a page lie on overflow pages. The first
// bucket also holds rpm's record 0.
inline std::string bdb_for_test(const std::vector<std::string>& blobs, bool big,
                                size_t page_size = 512) {
  std::string out(3 * page_size, '\0');
  auto put = [&](size_t at, uint64_t value, int bytes) { put_number(out, at, value, bytes, big); };
  put(12, 0x061561, 4);
  put(16, 9, 4);
  put(20, page_size, 4);
  out[25] = 8;
  put(72, 1, 4);  // highest bucket
  put(96, 1, 4);  // spares
  put(100, 1, 4);
  for (size_t page : {1u, 2u}) out[page * page_size + 25] = 13;
  size_t floor[3] = {0, page_size, page_size}, count[3] = {0, 0, 0};
  auto add = [&](size_t page, const std::string& item) {
    floor[page] -= item.size();
    out.replace(page * page_size + floor[page], item.size(), item);
    put(page * page_size + 26 + 2 * count[page]++, floor[page], 2);
    put(page * page_size + 20, count[page], 2);
  };
  add(1, std::string(5, '\0').replace(0, 1, "\1"));
  add(1, std::string("\1\0\0\0\7", 5));
  for (size_t i = 0; i < blobs.size(); ++i) {
    size_t page = 1 + i % 2;
    std::string key = "\1", value;
    put_number(key, 1, i + 1, 4, big);
    add(page, key);
    if (blobs[i].size() < page_size / 4) {
      add(page, "\1" + blobs[i]);
      continue;
    }
    value = "\3";
    put_number(value, 4, out.size() / page_size, 4, big);
    put_number(value, 8, blobs[i].size(), 4, big);
    add(page, value);
    for (size_t at = 0; at < blobs[i].size(); at += page_size - 26) {
      std::string part = blobs[i].substr(at, page_size - 26);
      size_t start = out.size(), number = start / page_size;
      out.resize(start + page_size);
      put(start + 16, at + part.size() < blobs[i].size() ? number + 1 : 0, 4);
      put(start + 20, 1, 2);
      put(start + 22, part.size(), 2);
      out[start + 25] = 7;
      out.replace(start + 26, part.size(), part);
    }
  }
  put(32, out.size() / page_size - 1, 4);
  return out;
}

}  // namespace seawall::package
