// Only the central directory is believed, as in Java: a local header serves to find where the data
// begin. Entries that share bytes are how small files become petabytes (one compressed kernel named
// by thousands of entries), and no honest archive has them: all but one of them are refused.
#include "archive/zip.h"

#include <algorithm>
#include <numeric>

#include "archive/inflate.h"
#include "archive/zip_directory.h"

namespace seawall::archive {
namespace {

constexpr size_t kEntryBytes = 46;
constexpr size_t kLocalBytes = 30;
constexpr uint16_t kStored = 0;
constexpr uint16_t kDeflated = 8;
constexpr uint16_t kEncrypted = 0x2041;  // bits 0, 6, and 13 of the flags

Error malformed(std::string_view what) {
  return Error::make(Code::kInvalid, "zip: {}", what);
}

// Zip64 extended information (APPNOTE 4.5.3): eight bytes for each number that is all ones in the
// entry, in this order.
Status apply_zip64(std::string_view extra, ZipEntry& entry) {
  while (extra.size() >= 4) {
    const uint16_t id = zip_u16(extra, 0);
    const size_t size = zip_u16(extra, 2);
    if (size > extra.size() - 4) break;
    if (id == 1) {
      std::string_view field = extra.substr(4, size);
      for (uint64_t* number : {&entry.size, &entry.compressed_size, &entry.header_offset}) {
        if (*number != 0xffffffff) continue;
        if (field.size() < 8) return malformed("bad Zip64 field");
        *number = zip_u64(field, 0);
        field.remove_prefix(8);
      }
      return {};
    }
    extra.remove_prefix(4 + size);
  }
  return {};
}

// Takes one entry off the front of `rest`.
Result<ZipEntry> take_entry(std::string_view& rest) {
  if (rest.size() < kEntryBytes || rest.substr(0, 4) != std::string_view("PK\1\2", 4))
    return malformed("bad entry in the central directory");
  ZipEntry entry;
  entry.flags = zip_u16(rest, 8);
  entry.method = zip_u16(rest, 10);
  entry.crc32 = zip_u32(rest, 16);
  entry.compressed_size = zip_u32(rest, 20);
  entry.size = zip_u32(rest, 24);
  const size_t name = zip_u16(rest, 28);
  const size_t extra = zip_u16(rest, 30);
  const size_t comment = zip_u16(rest, 32);
  entry.header_offset = zip_u32(rest, 42);
  if (name + extra + comment > rest.size() - kEntryBytes)
    return malformed("bad entry in the central directory");
  entry.name = rest.substr(kEntryBytes, name);
  TRY(apply_zip64(rest.substr(kEntryBytes + name, extra), entry));
  rest.remove_prefix(kEntryBytes + name + extra + comment);
  return entry;
}

uint64_t least_end(const ZipEntry& entry) {
  const uint64_t start = entry.header_offset + kLocalBytes + entry.name.size();
  const uint64_t end = start + entry.compressed_size;
  return end < start ? ~uint64_t{0} : end;  // sizes are anything
}

// Of entries that begin at one place, the last in the directory stays: it wins on extraction.
void mark_overlaps(std::vector<ZipEntry>& entries) {
  std::vector<uint32_t> order(entries.size());
  std::iota(order.rbegin(), order.rend(), 0u);
  const auto before = [&entries](uint32_t a, uint32_t b) {
    return entries[a].header_offset < entries[b].header_offset;
  };
  std::stable_sort(order.begin(), order.end(), before);
  uint64_t end = 0;
  for (const uint32_t index : order) {
    ZipEntry& entry = entries[index];
    entry.overlaps = entry.header_offset < end;
    end = std::max(end, entry.overlaps ? end : least_end(entry));
  }
}

}  // namespace

Result<ZipArchive> ZipArchive::open(std::string_view bytes, size_t max_entries) {
  max_entries = std::min<size_t>(max_entries, ~uint32_t{0});
  const ZipDirectory directory = TRY(find_zip_directory(bytes));
  if (directory.zip64 && directory.entries > max_entries)
    return Error::make(Code::kLimit, "zip: more than {} entries", max_entries);
  ZipArchive archive;
  archive.bytes_ = bytes;
  archive.prefix_ = directory.prefix;
  std::string_view rest = bytes.substr(directory.offset, directory.size);
  archive.entries_.reserve(
      std::min<uint64_t>({directory.entries, rest.size() / kEntryBytes, max_entries}));
  while (!rest.empty()) {
    if (rest.substr(0, 4) == std::string_view("PK\5\5", 4)) break;  // digital signature
    if (archive.entries_.size() >= max_entries)
      return Error::make(Code::kLimit, "zip: more than {} entries", max_entries);
    archive.entries_.push_back(TRY(take_entry(rest)));
  }
  // Old writers count more than 65535 entries modulo 65536.
  const uint64_t count = archive.entries_.size();
  if (directory.entries != (directory.zip64 ? count : count & 0xffff))
    return malformed("the central directory does not hold as many entries as it says");
  mark_overlaps(archive.entries_);
  return archive;
}

Result<std::string> ZipArchive::read(const ZipEntry& entry, uint64_t limit) const {
  if (entry.flags & kEncrypted) return Error::make(Code::kUnsupported, "zip: encrypted entry");
  if (entry.method != kStored && entry.method != kDeflated)
    return Error::make(Code::kUnsupported, "zip: compression method {}", entry.method);
  if (entry.overlaps) return malformed("entry overlaps another one");
  if (entry.size > limit)
    return Error::make(Code::kLimit, "zip: entry of {} bytes, allowed are {}", entry.size, limit);
  const Error outside(Code::kTruncated, "zip: entry lies outside of the archive");
  const uint64_t room = bytes_.size() - prefix_;
  if (entry.header_offset > room || room - entry.header_offset < kLocalBytes) return outside;
  const std::string_view local = bytes_.substr(prefix_ + entry.header_offset);
  if (local.substr(0, 4) != std::string_view("PK\3\4", 4)) return malformed("bad local header");
  const size_t skip = kLocalBytes + zip_u16(local, 26) + zip_u16(local, 28);
  if (skip > local.size() || entry.compressed_size > local.size() - skip) return outside;
  const std::string_view data = local.substr(skip, entry.compressed_size);
  std::string bytes;
  if (entry.method == kStored) {
    if (data.size() != entry.size) return malformed("stored entry of two sizes");
    bytes.assign(data);
  } else {
    bytes = TRY(inflate_exactly(data, entry.size).context("zip"));
  }
  if (crc32_of(bytes) != entry.crc32) return malformed("wrong checksum");
  return bytes;
}

}  // namespace seawall::archive
