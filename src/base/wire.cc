#include "base/wire.h"

#include <cstring>

namespace seawall {

void WireWriter::number(uint64_t value) {
  while (value >= 0x80) {
    out_ += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out_ += static_cast<char>(value);
}

void WireWriter::text(std::string_view value) {
  number(value.size());
  out_ += value;
}

void WireWriter::fixed64(uint64_t value) {
  char bytes[8];
  std::memcpy(bytes, &value, 8);
  out_.append(bytes, 8);
}

uint64_t WireReader::number() {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (bytes_.empty()) break;
    auto byte = static_cast<uint8_t>(bytes_[0]);
    bytes_.remove_prefix(1);
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  fail();
  return 0;
}

std::string_view WireReader::view() {
  uint64_t size = number();
  if (size > bytes_.size()) {
    fail();
    return {};
  }
  std::string_view out = bytes_.substr(0, size);
  bytes_.remove_prefix(size);
  return out;
}

uint64_t WireReader::fixed64() {
  uint64_t value = 0;
  if (bytes_.size() < 8) {
    fail();
    return 0;
  }
  std::memcpy(&value, bytes_.data(), 8);
  bytes_.remove_prefix(8);
  return value;
}

}  // namespace seawall
