#include "archive/tar_sparse.h"

#include "archive/tar_header.h"
#include "base/text.h"

namespace seawall::archive {
namespace {

Error bad_map() {
  return Error::make(Code::kInvalid, "bad sparse map");
}

Status append(SparseMap& map, uint64_t offset, uint64_t size) {
  if (map.size() >= kMaxSparseExtents)
    return Error::make(Code::kLimit, "more than {} extents in a sparse file", kMaxSparseExtents);
  map.push_back({offset, size});
  return {};
}

}  // namespace

Status parse_sparse_list(std::string_view text, SparseMap& map) {
  while (!text.empty()) {
    uint64_t numbers[2];
    for (uint64_t& number : numbers) {
      const size_t comma = text.find(',');
      const std::optional<uint64_t> parsed = parse_uint(text.substr(0, comma));
      if (!parsed) return bad_map();
      number = *parsed;
      text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    TRY(append(map, numbers[0], numbers[1]));
  }
  return {};
}

Status parse_old_sparse(const char* records, size_t count, SparseMap& map) {
  for (size_t i = 0; i < count; ++i) {
    const char* record = records + 24 * i;
    if (record[0] == '\0' || record[12] == '\0') break;
    const TarNumber offset = parse_tar_number(record, 12);
    const TarNumber size = parse_tar_number(record + 12, 12);
    if (!offset.ok || !size.ok || offset.value < 0 || size.value < 0) return bad_map();
    TRY(append(map, static_cast<uint64_t>(offset.value), static_cast<uint64_t>(size.value)));
  }
  return {};
}

Result<bool> SparseText::feed(std::string_view block, SparseMap& map) {
  for (const char c : block) {
    if (c != '\n') {
      if (!is_digit(c) || ++digits_ > 19) return bad_map();
      number_ = number_ * 10 + static_cast<uint64_t>(c - '0');
      continue;
    }
    if (digits_ == 0) return bad_map();
    const uint64_t number = number_;
    number_ = 0;
    digits_ = 0;
    if (!have_count_) {
      if (number > kMaxSparseExtents)
        return Error::make(Code::kLimit, "more than {} extents in a sparse file",
                           kMaxSparseExtents);
      have_count_ = true;
      numbers_left_ = 2 * number;
    } else {
      --numbers_left_;
      if (have_offset_) TRY(append(map, offset_, number));
      offset_ = number;
      have_offset_ = !have_offset_;
    }
    if (numbers_left_ == 0) return true;
  }
  return false;
}

Status check_sparse_map(const SparseMap& map, uint64_t size, uint64_t stored) {
  uint64_t end = 0;
  uint64_t sum = 0;
  for (const SparseExtent& extent : map) {
    if (extent.offset < end || extent.offset > size || extent.size > size - extent.offset)
      return bad_map();
    end = extent.offset + extent.size;
    sum += extent.size;
  }
  if (sum != stored)
    return Error::make(Code::kInvalid, "sparse map of {} bytes for {} stored bytes", sum, stored);
  return {};
}

}  // namespace seawall::archive
