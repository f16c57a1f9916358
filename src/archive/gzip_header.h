// The header of a gzip member (RFC 1952, section 2.3), in any number of pieces. Internal to this
// folder.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace seawall::archive {

class GzipHeader {
 public:
  // Takes the header's bytes off the front of `input`; returns whether it is complete. kInvalid on
  // a wrong magic number, reserved flag or header CRC, kUnsupported on another method than deflate.
  Result<bool> feed(std::string_view& input);

 private:
  enum class Part : uint8_t { kFixed, kExtraSize, kExtra, kName, kComment, kCrc, kDone };
  static constexpr size_t kFixedBytes = 10;

  Status fixed(uint8_t byte);
  Status crc_byte(uint8_t byte);
  void enter_next();
  size_t skippable(std::string_view input) const;

  Part part_ = Part::kFixed;
  uint32_t at_ = 0;     // bytes of this part taken so far
  uint32_t extra_ = 0;  // size of the extra field
  uint32_t crc_ = 0;
  uint32_t stored_crc_ = 0;
  uint8_t flags_ = 0;
};

}  // namespace seawall::archive
