// rpm's own database "ndb" (rpm, lib/backend/ndb/rpmpkg.c). All numbers little-endian.
//
//   32 bytes       "RpmP", version (0), generation, slot pages, next package number, 12 bytes free
//   slots          16 bytes each to the end of the slot pages (4096 bytes each, header included):
//                  "Slot", package number (0: free), first block, number of blocks
//   blocks         16 bytes each, counted from the file's start; a package takes some in a row:
//                  "BlbS", package number, generation, length | header blob | padding |
//                  Adler-32, length, "BlbE"
//
// Slots are trusted only as far as the blob they point to repeats their numbers. Blobs cannot
// overlap in a sound file, so their lengths together are bounded by the file's size; slots that
// all point to one large blob cost no more than reading it once.
#include "base/text.h"
#include "package/rpm_bytes.h"
#include "package/rpm_database.h"

namespace seawall::package {
namespace {

constexpr uint64_t kPage = 4096;
constexpr uint64_t kBlock = 16;
constexpr uint64_t kSlot = 16;
constexpr uint64_t kHead = 16, kTail = 12;
constexpr uint32_t kSlotMagic = 0x746f6c53;   // "Slot"
constexpr uint32_t kStartMagic = 0x53626c42;  // "BlbS"
constexpr uint32_t kEndMagic = 0x45626c42;    // "BlbE"

struct Slot {
  uint32_t package, first, count;
};

// The blob that a slot points to.
Result<std::string_view> read_blob(std::string_view bytes, const Slot& slot) {
  RpmBytes view{bytes};
  uint64_t start = slot.first * kBlock, size = slot.count * kBlock;
  if (start + size > bytes.size())
    return Error::make(Code::kTruncated, "ndb package {} lies beyond the end", slot.package);
  uint64_t length = view.u32(start + 12);
  if (view.u32(start) != kStartMagic || view.u32(start + 4) != slot.package ||
      (kHead + length + kTail + kBlock - 1) / kBlock != slot.count)
    return Error::make(Code::kInvalid, "ndb package {} has a damaged start", slot.package);
  uint64_t tail = start + size - kTail;
  if (view.u32(tail + 4) != length || view.u32(tail + 8) != kEndMagic)
    return Error::make(Code::kInvalid, "ndb package {} has a damaged end", slot.package);
  return bytes.substr(start + kHead, length);
}

}  // namespace

Status for_each_ndb_header(std::string_view bytes, const Limits& limits, const RpmVisit& visit) {
  RpmBytes view{bytes};
  if (!bytes.starts_with("RpmP") || bytes.size() < 2 * kSlot)
    return Error::make(Code::kTruncated, "ndb database of {} bytes", bytes.size());
  if (view.u32(4) != 0)
    return Error::make(Code::kUnsupported, "ndb database version {}", view.u32(4));
  Status status;
  auto keep_first = [&](Error error) {
    if (status) status = std::move(error);
  };
  uint64_t slots_end = view.u32(12) * kPage;
  if (slots_end > bytes.size()) {
    keep_first(Error::make(Code::kTruncated, "ndb database ends within its slots"));
    slots_end = bytes.size();
  }
  uint64_t budget = bytes.size(), count = 0;
  for (uint64_t at = 2 * kSlot; at + kSlot <= slots_end; at += kSlot) {
    if (view.u32(at) != kSlotMagic) {
      keep_first(Error::make(Code::kInvalid, "ndb slot at byte {} is damaged", at));
      continue;
    }
    Slot slot{view.u32(at + 4), view.u32(at + 8), view.u32(at + 12)};
    if (slot.package == 0) continue;
    Result<std::string_view> blob = read_blob(bytes, slot);
    if (!blob) {
      keep_first(std::move(blob).take_error());
      continue;
    }
    if (blob->size() > budget)
      return Error::make(Code::kInvalid, "ndb packages overlap each other");
    budget -= blob->size();
    if (count++ >= limits.packages)
      return Error::make(Code::kLimit, "more than {} packages", limits.packages);
    visit(*blob);
  }
  return status;
}

}  // namespace seawall::package
