#include "archive/tar_reader.h"

#include <algorithm>
#include <cstring>

namespace seawall::archive {

Error tar_truncated() {
  return Error::make(Code::kTruncated, "the archive ends within an entry");
}

Result<bool> TarReader::fill() {
  if (chunk_.empty()) chunk_ = TRY(source_.read());
  return !chunk_.empty();
}

Result<const char*> TarReader::block_in_pieces() {
  size_t have = 0;
  while (have < kTarBlock) {
    if (!TRY(fill())) {
      if (have == 0) return static_cast<const char*>(nullptr);
      return tar_truncated();
    }
    const size_t count = std::min(chunk_.size(), kTarBlock - have);
    std::memcpy(block_ + have, chunk_.data(), count);
    take(count);
    have += count;
  }
  return static_cast<const char*>(block_);
}

Result<std::string_view> TarReader::some(uint64_t most) {
  if (most == 0 || !TRY(fill())) return std::string_view();
  const std::string_view view = chunk_.substr(0, most);
  take(view.size());
  return view;
}

Result<std::string_view> TarReader::exactly(size_t count, std::string& scratch) {
  if (chunk_.size() >= count) return some(count);
  scratch.clear();
  while (scratch.size() < count) {
    const std::string_view view = TRY(some(count - scratch.size()));
    if (view.empty()) return tar_truncated();
    scratch.append(view);
  }
  return std::string_view(scratch);
}

// Returns how many bytes were passed over; 0 at the end only.
Result<uint64_t> TarReader::skip_some(uint64_t count) {
  if (chunk_.empty()) {
    const uint64_t skipped = TRY(source_.skip(count));
    position_ += skipped;
    if (skipped > 0) return skipped;
  }
  return uint64_t{TRY(some(count)).size()};
}

Status TarReader::skip(uint64_t count, uint64_t padding) {
  if (count + padding <= chunk_.size()) {
    take(static_cast<size_t>(count + padding));
    return {};
  }
  while (count > 0) {
    const uint64_t skipped = TRY(skip_some(count));
    if (skipped == 0) return tar_truncated();
    count -= skipped;
  }
  while (padding > 0) {
    const uint64_t skipped = TRY(skip_some(padding));
    if (skipped == 0) break;
    padding -= skipped;
  }
  return {};
}

Status TarReader::drain(uint64_t most) {
  const uint64_t end = position_;
  while (!TRY(some(~uint64_t{0})).empty())
    if (position_ - end > most)
      return Error::make(Code::kLimit, "more than {} bytes follow the archive's end", most);
  return {};
}

}  // namespace seawall::archive
