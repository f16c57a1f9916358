// The header block of POSIX.1-1988 ("ustar") and its relatives. Offsets and sizes:
//   name 0/100, mode 100/8, uid 108/8, gid 116/8, size 124/12, mtime 136/12, checksum 148/8,
//   type 156/1, link 157/100, magic 257/6, version 263/2, uname 265/32, gname 297/32,
//   device 329/8 + 337/8, prefix 345/155.
// GNU ("ustar  \0" as magic and version) puts times and sparse extents where the prefix is; star
// ("tar\0" at 508) cuts the prefix to 131 bytes. The checksum is the sum of all bytes with its own
// field as blanks; historic programs summed signed characters, so both sums are accepted.
//
// Go before 1.8 (and so the Docker of those years) wrote GNU headers with a prefix where the times
// belong. Go reads them to this day: when a time is no number, the field is a prefix if it is
// ASCII. We must see the names that it sees.
#include "archive/tar_header.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace seawall::archive {
namespace {

// A text field: to its NUL or its end.
std::string_view text_field(const char* field, size_t size) {
  return {field, strnlen(field, size)};
}

TarNumber parse_base256(const char* field, size_t size) {
  const auto first = static_cast<uint8_t>(field[0]);
  const bool negative = (first & 0x40) != 0;
  // The first byte holds the marker, the sign, and six bits of the number.
  int64_t value = negative ? static_cast<int64_t>(first | 0xffffffffffffff80ull)
                           : static_cast<int64_t>(first & 0x3f);
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max() >> 8;
  for (size_t i = 1; i < size; ++i) {
    if (value > kMost || value < -kMost - 1) return {};
    value =
        static_cast<int64_t>(static_cast<uint64_t>(value) << 8) | static_cast<uint8_t>(field[i]);
  }
  return {true, value};
}

TarNumber parse_octal(const char* field, size_t size) {
  const auto blank = [](char c) { return c == ' ' || c == '\0'; };
  const char* at = field;
  const char* end = field + size;
  while (at < end && blank(*at)) ++at;
  while (at < end && blank(end[-1])) --end;
  uint64_t value = 0;
  for (; at < end && *at != '\0'; ++at) {
    if (*at < '0' || *at > '7' || value >> 60 != 0) return {};
    value = value << 3 | static_cast<uint64_t>(*at - '0');
  }
  return {true, static_cast<int64_t>(value)};
}

bool checksum_matches(const char* block) {
  const TarNumber stored = parse_octal(block + 148, 8);
  if (!stored.ok) return false;
  uint32_t sum = 0;
  for (size_t i = 0; i < kTarBlock; ++i) sum += static_cast<uint8_t>(block[i]);
  for (size_t i = 148; i < 156; ++i) sum -= static_cast<uint8_t>(block[i]);
  sum += 8 * ' ';
  if (stored.value == static_cast<int64_t>(sum)) return true;
  int32_t historic = 8 * ' ';
  for (size_t i = 0; i < kTarBlock; ++i)
    if (i < 148 || i >= 156) historic += static_cast<signed char>(block[i]);
  return stored.value == historic;
}

TarDialect dialect_of(const char* block) {
  if (std::memcmp(block + 257, "ustar  \0", 8) == 0) return TarDialect::kGnu;
  if (std::memcmp(block + 257, "ustar\0", 6) != 0) return TarDialect::kV7;
  return std::memcmp(block + 508, "tar\0", 4) == 0 ? TarDialect::kStar : TarDialect::kUstar;
}

// The prefix of a GNU header by an old Go (see above); "" when the times are times.
std::string_view misplaced_prefix(const char* block) {
  const auto is_time = [](const char* field) {
    return *field == '\0' || parse_tar_number(field, 12).ok;
  };
  if (is_time(block + 345) && is_time(block + 357)) return {};
  const std::string_view prefix = text_field(block + 345, 155);
  const bool ascii = std::all_of(prefix.begin(), prefix.end(),
                                 [](char c) { return static_cast<uint8_t>(c) < 0x80; });
  return ascii ? prefix : std::string_view();
}

}  // namespace

TarNumber parse_tar_number(const char* field, size_t size) {
  if (static_cast<uint8_t>(field[0]) & 0x80) return parse_base256(field, size);
  return parse_octal(field, size);
}

bool is_zero_block(const char* block) {
  if (block[0] != '\0') return false;  // nearly always decides
  static constexpr char kZeros[kTarBlock] = {};
  return std::memcmp(block, kZeros, kTarBlock) == 0;
}

Result<TarHeader> parse_tar_header(const char* block) {
  if (!checksum_matches(block)) return Error::make(Code::kInvalid, "wrong header checksum");
  const TarNumber mode = parse_tar_number(block + 100, 8);
  const TarNumber uid = parse_tar_number(block + 108, 8);
  const TarNumber gid = parse_tar_number(block + 116, 8);
  const TarNumber size = parse_tar_number(block + 124, 12);
  if (!mode.ok || !uid.ok || !gid.ok || !size.ok || size.value < 0)
    return Error::make(Code::kInvalid, "bad number in a header");
  TarHeader header;
  header.dialect = dialect_of(block);
  header.name = text_field(block, 100);
  header.link = text_field(block + 157, 100);
  if (header.dialect == TarDialect::kUstar) header.prefix = text_field(block + 345, 155);
  if (header.dialect == TarDialect::kGnu) header.prefix = misplaced_prefix(block);
  if (header.dialect == TarDialect::kStar) header.prefix = text_field(block + 345, 131);
  header.type = block[156];
  header.mode = static_cast<uint32_t>(mode.value) & 07777;
  header.uid = static_cast<uint32_t>(uid.value);
  header.gid = static_cast<uint32_t>(gid.value);
  header.size = static_cast<uint64_t>(size.value);
  return header;
}

}  // namespace seawall::archive
