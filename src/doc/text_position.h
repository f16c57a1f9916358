// From byte offsets to lines and columns, and the place where text stops being UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

#include "doc/tree.h"

namespace seawall::doc {

// Walks forward through `text` (which must outlive it); offsets must not go down. All calls
// together cost one pass. Lines end at "\n"; columns count code points.
class PositionWalker {
 public:
  explicit PositionWalker(std::string_view text) : text_(text) {}
  Position at(size_t offset);

 private:
  std::string_view text_;
  size_t offset_ = 0;
  Position position_{1, 1};
};

// The position of one offset.
Position position_at(std::string_view text, size_t offset);

// Length of the well-formed UTF-8 sequence at the front of `text`, 0 when there is none.
size_t utf8_sequence_length(std::string_view text);

// How many bytes at the front are well-formed UTF-8 (all of them: text.size()).
size_t valid_utf8_prefix(std::string_view text);

}  // namespace seawall::doc
