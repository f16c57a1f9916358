// A bbolt file is an array of pages. Pages 0 and 1 are meta pages; the sound one with the higher
// transaction number is current and names the page of the root bucket. All numbers are in the byte
// order of the machine that wrote the file; little-endian is read.
//
//   page       id u64, flags u16 (1 branch, 2 leaf, 4 meta, 16 freelist), count u16, overflow u32
//              (pages that follow and belong to it), then `count` elements of 16 bytes
//   branch     pos u32, key size u32, page id u64
//   leaf       flags u32 (1: the value is a bucket), pos u32, key size u32, value size u32
//              (pos counts from the element's own start; the value follows the key)
//   bucket     root page u64, sequence u64; root 0: a page follows inline
//   meta       magic u32, version u32 (2), page size u32, flags u32, root bucket 16 bytes,
//              freelist u64, page count u64, transaction u64, checksum u64 (FNV-1a of what
//              precedes)
//
// Branch keys are the first keys of their children. Depth, pages visited and page sizes are
// bounded: a damaged or hostile file may point anywhere, also back to itself.
#include "image/bolt.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace seawall::image {
namespace {

constexpr uint32_t kMagic = 0xed0cdaed;
constexpr uint32_t kVersion = 2;
constexpr size_t kPageHeader = 16;
constexpr size_t kElement = 16;
constexpr size_t kMetaBytes = 64;
constexpr uint16_t kBranch = 1;
constexpr uint16_t kLeaf = 2;
constexpr int kMaxDepth = 16;
constexpr uint64_t kMaxPages = 1u << 18;      // visited in one walk
constexpr uint64_t kMaxPageBytes = 4u << 20;  // one page with its overflow

template <typename T>
T load(std::string_view bytes, size_t at) {
  T out{};
  std::memcpy(&out, bytes.data() + at, sizeof out);
  return out;
}

uint64_t fnv1a(std::string_view bytes) {
  uint64_t hash = 14695981039346656037ull;
  for (unsigned char byte : bytes) hash = (hash ^ byte) * 1099511628211ull;
  return hash;
}

struct Meta {
  uint32_t page_size = 0;
  uint64_t root = 0, page_count = 0, transaction = 0;
};

// `page`: from the page's start.
std::optional<Meta> parse_meta(std::string_view page) {
  if (page.size() < kPageHeader + kMetaBytes) return std::nullopt;
  std::string_view meta = page.substr(kPageHeader, kMetaBytes);
  if (load<uint32_t>(meta, 0) != kMagic || load<uint32_t>(meta, 4) != kVersion) return std::nullopt;
  if (load<uint64_t>(meta, 56) != fnv1a(meta.substr(0, 56))) return std::nullopt;
  Meta out{load<uint32_t>(meta, 8), load<uint64_t>(meta, 16), load<uint64_t>(meta, 40),
           load<uint64_t>(meta, 48)};
  bool power_of_two = (out.page_size & (out.page_size - 1)) == 0;
  if (!power_of_two || out.page_size < 512 || out.page_size > 64 << 10) return std::nullopt;
  return out;
}

Error damaged(std::string_view what) {
  return Error::make(Code::kInvalid, "damaged bbolt database: {}", what);
}

// The parts of one page, every access checked.
class Page {
 public:
  static Result<Page> parse(std::string_view bytes) {
    if (bytes.size() < kPageHeader) return damaged("a page without a header");
    Page page(bytes, load<uint16_t>(bytes, 8), load<uint16_t>(bytes, 10));
    if (page.flags_ != kBranch && page.flags_ != kLeaf) return damaged("a page of unknown type");
    if (kPageHeader + size_t{page.count_} * kElement > bytes.size())
      return damaged("more elements than the page holds");
    return page;
  }
  bool is_leaf() const { return flags_ == kLeaf; }
  size_t count() const { return count_; }

  Result<std::string_view> key(size_t index) const {
    size_t at = kPageHeader + index * kElement;
    return part(at, load<uint32_t>(bytes_, at + (is_leaf() ? 4 : 0)),
                load<uint32_t>(bytes_, at + (is_leaf() ? 8 : 4)));
  }
  Result<std::string_view> value(size_t index) const {
    size_t at = kPageHeader + index * kElement;
    uint64_t pos = uint64_t{load<uint32_t>(bytes_, at + 4)} + load<uint32_t>(bytes_, at + 8);
    return part(at, pos, load<uint32_t>(bytes_, at + 12));
  }
  bool is_bucket(size_t index) const {
    return (load<uint32_t>(bytes_, kPageHeader + index * kElement) & 1) != 0;
  }
  uint64_t child(size_t index) const {
    return load<uint64_t>(bytes_, kPageHeader + index * kElement + 8);
  }

 private:
  Page(std::string_view bytes, uint16_t flags, uint16_t count)
      : bytes_(bytes), flags_(flags), count_(count) {}
  Result<std::string_view> part(size_t at, uint64_t pos, uint64_t size) const {
    if (at + pos + size > bytes_.size()) return damaged("an element beyond its page");
    return bytes_.substr(at + static_cast<size_t>(pos), static_cast<size_t>(size));
  }
  std::string_view bytes_;
  uint16_t flags_, count_;
};

Result<BoltDatabase::Bucket> parse_bucket(std::string_view value) {
  if (value.size() < 16) return damaged("a bucket that is too short");
  BoltDatabase::Bucket out{load<uint64_t>(value, 0), {}};
  if (out.root == 0) out.inline_page = value.substr(16);
  return out;
}

}  // namespace

// One walk through a bucket, from `from` on.
class BoltDatabase::Walk {
 public:
  Walk(const BoltDatabase& database, std::string_view from, const Visitor& visitor)
      : database_(database), from_(from), visitor_(visitor) {}

  Result<bool> bucket(const Bucket& bucket) {
    if (bucket.root == 0) return page(bucket.inline_page, 0);
    return tree(bucket.root, 0);
  }

 private:
  Result<bool> tree(uint64_t id, int depth) {
    if (depth > kMaxDepth) return Error::make(Code::kLimit, "bbolt: the tree is too deep");
    if (++pages_ > kMaxPages) return Error::make(Code::kLimit, "bbolt: too many pages");
    std::string bytes = TRY(database_.page(id));
    return page(bytes, depth);
  }

  // False when the visitor wants no more.
  Result<bool> page(std::string_view bytes, int depth) {
    Page page = TRY(Page::parse(bytes));
    for (size_t i = first(page); i < page.count(); ++i) {
      if (!page.is_leaf()) {
        if (!TRY(tree(page.child(i), depth + 1))) return false;
        continue;
      }
      Item item{TRY(page.key(i)), TRY(page.value(i)), page.is_bucket(i)};
      if (item.key < from_) continue;
      if (!TRY(visitor_(item))) return false;
    }
    return true;
  }

  // Children that end before `from_` are passed over: the last child whose first key is not
  // greater comes first.
  size_t first(const Page& page) const {
    if (page.is_leaf() || from_.empty()) return 0;
    size_t at = 0;
    for (size_t i = 1; i < page.count(); ++i) {
      Result<std::string_view> key = page.key(i);
      if (!key.ok() || *key > from_) break;
      at = i;
    }
    return at;
  }

  const BoltDatabase& database_;
  std::string_view from_;
  const Visitor& visitor_;
  uint64_t pages_ = 0;
};

Result<BoltDatabase> BoltDatabase::open(ReadAt read_at) {
  std::optional<Meta> best;
  auto consider = [&](uint64_t offset) {
    Result<std::string> page = read_at(offset, kPageHeader + kMetaBytes);
    std::optional<Meta> meta = page.ok() ? parse_meta(*page) : std::nullopt;
    if (meta && (!best || meta->transaction > best->transaction)) best = meta;
    return meta.has_value();
  };
  consider(0);
  if (best) {
    consider(best->page_size);
  } else {  // the first is torn; the second lies one page further, of a size not known
    for (uint64_t size = 512; size <= 64 << 10 && !consider(size); size *= 2) {
    }
  }
  if (!best) return Error::make(Code::kInvalid, "not a bbolt database");
  BoltDatabase out;
  out.read_at_ = std::move(read_at);
  out.page_size_ = best->page_size;
  out.root_ = best->root;
  out.page_count_ = best->page_count;
  out.transaction_ = best->transaction;
  return out;
}

Result<std::string> BoltDatabase::page(uint64_t id) const {
  if (id < 2 || id >= page_count_) return damaged("a page number out of range");
  if (id > ~uint64_t{0} / page_size_) return damaged("a page number out of range");
  std::string bytes = TRY(read_at_(id * page_size_, page_size_));
  uint64_t overflow = load<uint32_t>(bytes, 12);
  if (load<uint64_t>(bytes, 0) != id) return damaged("a page that is another one");
  if (overflow == 0) return bytes;
  uint64_t size = (overflow + 1) * page_size_;
  if (size > kMaxPageBytes) return Error::make(Code::kLimit, "bbolt: a page of {} bytes", size);
  return read_at_(id * page_size_, static_cast<size_t>(size));
}

Status BoltDatabase::for_each(const Bucket& bucket, const Visitor& visitor) const {
  TRY(Walk(*this, {}, visitor).bucket(bucket));
  return {};
}

Result<std::optional<std::string>> BoltDatabase::find(const Bucket& parent, std::string_view key,
                                                      bool is_bucket) const {
  std::optional<std::string> found;
  Visitor visitor = [&](const Item& item) -> Result<bool> {
    if (item.key == key && item.is_bucket == is_bucket) found = std::string(item.value);
    return false;  // the first key that is not smaller is it, or it is not there
  };
  TRY(Walk(*this, key, visitor).bucket(parent));
  return found;
}

Result<std::optional<BoltDatabase::Bucket>> BoltDatabase::bucket(const Bucket& parent,
                                                                 std::string_view name) const {
  std::optional<std::string> value = TRY(find(parent, name, true));
  if (!value) return std::optional<Bucket>();
  return std::optional<Bucket>(TRY(parse_bucket(*value)));
}

Result<std::optional<std::string>> BoltDatabase::value(const Bucket& parent,
                                                       std::string_view key) const {
  return find(parent, key, false);
}

ReadAt read_from_view(std::string_view bytes) {
  return [bytes](uint64_t offset, size_t size) -> Result<std::string> {
    if (offset > bytes.size() || size > bytes.size() - offset)
      return Error::make(Code::kTruncated, "bbolt: the file ends early");
    return std::string(bytes.substr(static_cast<size_t>(offset), size));
  };
}

Result<ReadAt> read_from_file(const std::string& path) {
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0)
    return Error::make(errno == ENOENT ? Code::kNotFound : Code::kDenied, "cannot open {}: {}",
                       path, std::strerror(errno));
  // shared_ptr: the function is copyable and the last copy closes the file.
  std::shared_ptr<int> fd(new int(descriptor), [](const int* each) {
    ::close(*each);
    delete each;
  });
  return ReadAt([fd, path](uint64_t offset, size_t size) -> Result<std::string> {
    std::string out(size, '\0');
    size_t done = 0;
    while (done < size) {
      ssize_t got = ::pread(*fd, out.data() + done, size - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return Error::make(Code::kIo, "cannot read {}: {}", path, std::strerror(errno));
      if (got == 0) return Error::make(Code::kTruncated, "{} ends early", path);
      done += static_cast<size_t>(got);
    }
    return out;
  });
}

}  // namespace seawall::image
