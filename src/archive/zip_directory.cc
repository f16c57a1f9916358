// A zip is read from its end: the end record lies within the last 22 + 65535 bytes (a comment may
// follow it), and says where the central directory is (APPNOTE 4.3.16). The comment may hold bytes
// that look like an end record, so a candidate counts when its comment ends the file, or else when
// the directory that it names really begins with a directory entry (as OpenJDK decides). Numbers
// that do not fit are in the Zip64 end record (4.3.14), found through its locator in front of the
// end record (4.3.15).
//
// Offsets count from the start of the archive, and anything may lie before it (a shell script, an
// executable). The directory lies directly before its end record, so the difference of where it is
// and where it says it is, is the length of what lies before.
#include "archive/zip_directory.h"

#include <algorithm>
#include <optional>

namespace seawall::archive {
namespace {

using namespace std::string_view_literals;

constexpr size_t kEndBytes = 22;
constexpr size_t kLocatorBytes = 20;
constexpr size_t kEnd64Bytes = 56;
constexpr auto kEndMark = "PK\5\6"sv;
constexpr auto kLocatorMark = "PK\6\7"sv;
constexpr auto kEnd64Mark = "PK\6\6"sv;
constexpr auto kEntryMark = "PK\1\2"sv;

bool has_mark(std::string_view bytes, uint64_t at, std::string_view mark) {
  return at <= bytes.size() && bytes.substr(at, mark.size()) == mark;
}

// Where the Zip64 end record is, given where the end record is.
std::optional<uint64_t> find_end64(std::string_view bytes, uint64_t end) {
  if (end < kLocatorBytes + kEnd64Bytes) return std::nullopt;
  const uint64_t locator = end - kLocatorBytes;
  if (!has_mark(bytes, locator, kLocatorMark)) return std::nullopt;
  const uint64_t stated = zip_u64(bytes, locator + 8);
  if (stated <= locator - kEnd64Bytes && has_mark(bytes, stated, kEnd64Mark)) return stated;
  // With something before the archive, the stated offset is short by its length.
  if (has_mark(bytes, locator - kEnd64Bytes, kEnd64Mark)) return locator - kEnd64Bytes;
  return std::nullopt;
}

std::optional<ZipDirectory> directory_at(std::string_view bytes, uint64_t end) {
  ZipDirectory directory;
  directory.entries = zip_u16(bytes, end + 10);
  directory.size = zip_u32(bytes, end + 12);
  uint64_t stated = zip_u32(bytes, end + 16);
  uint64_t directory_end = end;
  if (const std::optional<uint64_t> end64 = find_end64(bytes, end)) {
    const uint64_t entries = zip_u64(bytes, *end64 + 32);
    const uint64_t size = zip_u64(bytes, *end64 + 40);
    const uint64_t offset = zip_u64(bytes, *end64 + 48);
    // It counts when the two agree; writers may fill in both.
    if ((directory.entries == entries || directory.entries == 0xffff) &&
        (directory.size == size || directory.size == 0xffffffff) &&
        (stated == offset || stated == 0xffffffff)) {
      directory.zip64 = true;
      directory.entries = entries;
      directory.size = size;
      stated = offset;
      directory_end = *end64;
    }
  }
  if (directory.size > directory_end) return std::nullopt;
  directory.offset = directory_end - directory.size;
  if (stated > directory.offset) return std::nullopt;
  directory.prefix = directory.offset - stated;
  return directory;
}

// Whether the directory that a doubtful end record names is one.
bool is_plausible(std::string_view bytes, const ZipDirectory& directory) {
  return directory.size > 0 && has_mark(bytes, directory.offset, kEntryMark);
}

}  // namespace

uint16_t zip_u16(std::string_view bytes, size_t at) {
  const auto* p = reinterpret_cast<const uint8_t*>(bytes.data()) + at;
  return static_cast<uint16_t>(p[0] | p[1] << 8);
}

uint32_t zip_u32(std::string_view bytes, size_t at) {
  return zip_u16(bytes, at) | static_cast<uint32_t>(zip_u16(bytes, at + 2)) << 16;
}

uint64_t zip_u64(std::string_view bytes, size_t at) {
  return zip_u32(bytes, at) | static_cast<uint64_t>(zip_u32(bytes, at + 4)) << 32;
}

Result<ZipDirectory> find_zip_directory(std::string_view bytes) {
  constexpr size_t kMostComment = 65535;
  const size_t from = bytes.size() - std::min(bytes.size(), kEndBytes + kMostComment);
  size_t search = bytes.size();
  while (search >= from + kEndBytes) {
    const size_t end = bytes.rfind(kEndMark, search - kEndBytes);
    if (end == std::string_view::npos || end < from) break;
    const size_t comment_end = end + kEndBytes + zip_u16(bytes, end + 20);
    const std::optional<ZipDirectory> directory = directory_at(bytes, end);
    if (directory && (comment_end == bytes.size() || is_plausible(bytes, *directory)))
      return *directory;
    search = end + kEndBytes - 1;
  }
  return Error::make(Code::kInvalid, "zip: no usable end-of-central-directory record");
}

}  // namespace seawall::archive
