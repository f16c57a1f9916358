// Berkeley DB hash files as rpm wrote them until 4.16 (Berkeley DB 4 and 5, dbinc/db_page.h and
// dbinc/hash.h; hash versions 5 to 10). Numbers have the byte order of the machine that made the
// file; the magic number tells which.
//
// Page 0 describes the table: page size, highest bucket, and `spares`, which turn a bucket into its
// first page: page = bucket + spares[ceil(log2(bucket + 1))]. A bucket is a chain of hash pages.
//
//   page header    lsn(8) pgno(4) prev(4) next(4) entries(2) hf_offset(2) level(1) type(1)
//   hash page      then `entries` 2-byte offsets, which go down from the page's end: item i lies
//                  between its offset and the one before. Items are key and value in turn. First
//                  byte 1: the bytes themselves; 3: "off page" (3 bytes free, pgno, total length).
//   overflow page  hf_offset bytes of the value after the header; `next` continues it
//
// rpm's keys are 4-byte record numbers; key 0 holds the highest one, and is no package.
//
// A hostile file can chain pages in circles or let a thousand values share one chain. Every page
// has exactly one user in a sound file, so a page that is met a second time is damage, and the
// whole walk is linear. Hash pages with entries that no bucket reaches are damage too: packages
// must not vanish because a number in page 0 was changed.
#include <vector>

#include "base/text.h"
#include "package/rpm_bytes.h"
#include "package/rpm_database.h"

namespace seawall::package {
namespace {

constexpr uint32_t kMagic = 0x00061561;
constexpr uint64_t kPageHeader = 26;
constexpr uint64_t kChecksumBytes = 6;
enum PageType : uint8_t { kHashUnsorted = 2, kOverflow = 7, kHashMeta = 8, kHash = 13 };
enum ItemType : uint8_t { kKeyData = 1, kOffPage = 3 };

class Table {
 public:
  Table(std::string_view bytes, const Limits& limits, const RpmVisit& visit)
      : bytes_{bytes, false}, limits_(limits), visit_(visit) {}

  Status run() {
    TRY(read_meta());
    used_.assign(pages_, false);
    used_[0] = true;
    uint64_t buckets = std::min<uint64_t>(max_bucket_ + uint64_t{1}, pages_);
    if (buckets <= max_bucket_) damage(Code::kTruncated, "fewer pages than buckets");
    for (uint64_t bucket = 0; bucket < buckets && !full_; ++bucket) read_bucket(bucket);
    if (full_) return Error::make(Code::kLimit, "more than {} packages", limits_.packages);
    find_lost_pages();
    return std::move(status_);
  }

 private:
  struct Page {
    RpmBytes bytes;
    uint32_t next() const { return bytes.u32(16); }
    uint16_t entries() const { return bytes.u16(20); }
    uint16_t used_bytes() const { return bytes.u16(22); }
    uint8_t type() const { return bytes.u8(25); }
  };

  Status read_meta() {
    if (bytes_.u32(12) != kMagic) bytes_.big_endian = true;
    if (bytes_.u32(12) != kMagic) return Error::make(Code::kInvalid, "not a Berkeley DB hash file");
    if (bytes_.data.size() < 512)
      return Error::make(Code::kTruncated, "ends within its first page");
    uint32_t version = bytes_.u32(16);
    if (version < 5 || version > 10)
      return Error::make(Code::kUnsupported, "Berkeley DB hash version {}", version);
    page_size_ = bytes_.u32(20);
    if (page_size_ < 512 || page_size_ > 65536 || (page_size_ & (page_size_ - 1)) != 0)
      return Error::make(Code::kInvalid, "Berkeley DB page size {}", page_size_);
    if (bytes_.u8(24) != 0) return Error::make(Code::kUnsupported, "encrypted Berkeley DB file");
    if (bytes_.u8(25) != kHashMeta)
      return Error::make(Code::kInvalid, "Berkeley DB first page of type {}", bytes_.u8(25));
    header_ = kPageHeader + ((bytes_.u8(26) & 1) != 0 ? kChecksumBytes : 0);
    max_bucket_ = bytes_.u32(72);
    uint64_t told = bytes_.u32(32) + uint64_t{1};
    pages_ = bytes_.data.size() / page_size_;
    if (pages_ == 0) return Error::make(Code::kTruncated, "ends within its first page");
    if (told > pages_) damage(Code::kTruncated, fmt::format("{} of {} pages", pages_, told));
    return {};
  }

  Page page(uint32_t number) const {
    uint64_t start = uint64_t{number} * page_size_;
    return {{bytes_.data.substr(start, page_size_), bytes_.big_endian}};
  }

  // Marks a page as used; false when it does not exist or somebody has it already.
  bool take(uint32_t number) {
    if (number >= pages_ || used_[number]) {
      damage(number >= pages_ ? Code::kTruncated : Code::kInvalid,
             fmt::format("page {} {}", number,
                         number >= pages_ ? "is beyond the end" : "is used twice"));
      return false;
    }
    used_[number] = true;
    return true;
  }

  void read_bucket(uint64_t bucket) {
    unsigned power = 0;  // the smallest with 2^power >= bucket + 1
    while ((uint64_t{1} << power) < bucket + 1) ++power;
    if (power >= 32) return damage(Code::kInvalid, "too many buckets");
    uint32_t number = static_cast<uint32_t>(bucket + bytes_.u32(96 + 4 * power));
    do {
      if (!take(number)) return;
      Page one = page(number);
      // A bucket that never held anything is a page of zeros.
      if (one.type() == 0 && one.entries() == 0) return;
      if (one.type() != kHash && one.type() != kHashUnsorted)
        return damage(Code::kInvalid, fmt::format("page {} is of type {}", number, one.type()));
      read_hash_page(one);
      number = one.next();
    } while (number != 0 && !full_);
  }

  void read_hash_page(const Page& page) {
    uint16_t entries = page.entries();
    if (header_ + 2ull * entries > page_size_ || entries % 2 != 0)
      return damage(Code::kInvalid, fmt::format("a page with {} entries", entries));
    for (uint16_t i = 0; i < entries && !full_; i = static_cast<uint16_t>(i + 2)) {
      std::string_view key = item(page, i), value = item(page, i + 1);
      if (key.empty() || value.empty()) {
        damage(Code::kInvalid, "a damaged entry");
      } else if (key == std::string_view("\1\0\0\0\0", 5)) {
        continue;
      } else if (value[0] == kOffPage) {
        read_overflow({value, bytes_.big_endian});
      } else if (value[0] == kKeyData) {
        give(value.substr(1));
      } else {
        damage(Code::kUnsupported, fmt::format("an item of type {}", static_cast<int>(value[0])));
      }
    }
  }

  std::string_view item(const Page& page, uint32_t number) const {
    uint64_t end = number == 0 ? page_size_ : page.bytes.u16(header_ + 2ull * (number - 1));
    uint64_t start = page.bytes.u16(header_ + 2ull * number);
    if (start >= end || end > page_size_ || start < header_ + 2ull * page.entries()) return {};
    return page.bytes.data.substr(start, end - start);
  }

  void read_overflow(const RpmBytes& reference) {
    uint32_t number = reference.u32(4), length = reference.u32(8);
    if (reference.data.size() < 12) return damage(Code::kInvalid, "a damaged overflow item");
    value_.clear();
    while (value_.size() < length && number != 0) {
      if (!take(number)) return;
      Page one = page(number);
      uint64_t size = one.used_bytes();
      if (one.type() != kOverflow || header_ + size > page_size_)
        return damage(Code::kInvalid, fmt::format("page {} is no overflow page", number));
      value_ += one.bytes.data.substr(header_, size);
      number = one.next();
    }
    if (value_.size() != length)
      return damage(Code::kTruncated, "an overflow chain ends too early");
    give(value_);
  }

  void give(std::string_view blob) {
    if (count_++ < limits_.packages)
      visit_(blob);
    else
      full_ = true;
  }

  void find_lost_pages() {
    uint64_t lost = 0;
    for (uint64_t i = 1; i < pages_; ++i) {
      if (used_[i]) continue;
      Page one = page(static_cast<uint32_t>(i));
      if ((one.type() == kHash || one.type() == kHashUnsorted) && one.entries() != 0) ++lost;
    }
    if (lost > 0) damage(Code::kInvalid, fmt::format("{} pages belong to no bucket", lost));
  }

  void damage(Code code, std::string_view what) {
    if (status_) status_ = Error::make(code, "Berkeley DB file: {}", what);
  }

  RpmBytes bytes_;
  const Limits& limits_;
  const RpmVisit& visit_;
  uint64_t page_size_ = 0, header_ = 0, pages_ = 0, count_ = 0;
  uint32_t max_bucket_ = 0;
  bool full_ = false;
  std::vector<bool> used_;
  std::string value_;
  Status status_;
};

}  // namespace

Status for_each_bdb_header(std::string_view bytes, const Limits& limits, const RpmVisit& visit) {
  return Table(bytes, limits, visit).run();
}

}  // namespace seawall::package
