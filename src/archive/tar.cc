// The walk over a tar archive: a sequence of 512-byte headers, each followed by the bytes of its
// entry padded to 512, ended by two blocks of zeros.
//
// A scanner must see the file system that a container runtime would make of a layer, so where tar
// programs disagree, this follows Go's archive/tar, on which containerd, Docker, Podman and
// BuildKit stand:
//  - links, directories, devices and pipes have no bytes, whatever their size field says;
//  - the path of a GNU 'L' header wins over the pax path, GNU.sparse.name over both;
//  - global pax headers are checked and then ignored. POSIX would apply them; a layer whose global
//    header says "path=x" would then hide all its files from a scanner, but not from a runtime.
//    They also end what headers before them said of the next entry;
//  - a single block of zeros in the middle is an error; what follows the end marker is ignored;
//  - the padding of the very last entry may be missing.
// Types unknown to POSIX are regular files, as POSIX asks, so that nothing is lost.
//
// On the ordinary path an entry costs a checksum and a few field reads in the chunk that the source
// gave, no copy and no allocation: names from extension headers go to strings that are reused.
#include "archive/tar.h"

#include <algorithm>
#include <string>
#include <utility>

#include "archive/tar_header.h"
#include "archive/tar_pax.h"
#include "archive/tar_reader.h"
#include "archive/tar_sparse.h"

namespace seawall::archive {
namespace {

// Bound on one extension header, as in Go.
constexpr uint64_t kExtensionBytes = 1u << 20;
// What may follow the end marker. Padding is a few KiB; a source that never ends must not hold us.
constexpr uint64_t kTrailingBytes = uint64_t{4} << 30;

EntryType entry_type(char type) {
  switch (type) {
    case '1':
      return EntryType::kHardLink;
    case '2':
      return EntryType::kSymlink;
    case '3':
    case '4':
      return EntryType::kDevice;
    case '5':
      return EntryType::kDirectory;
    case '6':
      return EntryType::kFifo;
    default:
      return EntryType::kFile;
  }
}

class TarWalk {
 public:
  TarWalk(ByteSource& source, TarVisitor& visitor, const Limits& limits)
      : reader_(source), visitor_(visitor), limits_(limits) {}

  uint64_t position() const { return reader_.position(); }

  Status run() {
    while (true) {
      const char* block = TRY(reader_.block());
      if (block == nullptr || is_zero_block(block)) return end(block != nullptr);
      TRY(step(TRY(parse_tar_header(block))));
    }
  }

 private:
  Status step(const TarHeader& header) {
    switch (header.type) {
      case 'x':
      case 'X':
        return read_pax(header, pax_);  // X: Solaris' name for it
      case 'g':
        TRY(read_pax(header, global_));
        forget_extensions();
        return {};
      case 'L':
        return read_name(header, long_name_);
      case 'K':
        return read_name(header, long_link_);
      case 'V':  // GNU volume label
      case 'A':  // Solaris access control list
        return reader_.skip(header.size, tar_padding(header.size));
      default:
        break;
    }
    if (++entries_ > limits_.layer_entries)
      return Error::make(Code::kLimit, "more than {} entries", limits_.layer_entries);
    TRY(read_entry(header));
    if (extended_) forget_extensions();
    return {};
  }

  // They serve one entry.
  void forget_extensions() {
    extended_ = false;
    pax_.clear();
    long_name_.clear();
    long_link_.clear();
  }

  // After a block of zeros (`marker`), or where the bytes end.
  Status end(bool marker) {
    if (extended_) return Error::make(Code::kTruncated, "an extension header without its entry");
    if (marker) {
      const char* second = TRY(reader_.block());
      if (second != nullptr && !is_zero_block(second))
        return Error::make(Code::kInvalid, "a lone block of zeros between entries");
    }
    return reader_.drain(kTrailingBytes);
  }

  Result<std::string_view> read_extension(const TarHeader& header) {
    if (header.size > kExtensionBytes)
      return Error::make(Code::kLimit, "an extension header of {} bytes", header.size);
    extended_ = true;
    return reader_.exactly(static_cast<size_t>(header.size), scratch_);
  }

  Status read_pax(const TarHeader& header, PaxFields& fields) {
    const std::string_view records = TRY(read_extension(header));
    fields.clear();
    TRY(parse_pax(records, fields));
    return reader_.skip(0, tar_padding(header.size));
  }

  Status read_name(const TarHeader& header, std::string& name) {
    const std::string_view text = TRY(read_extension(header));
    name.assign(text.substr(0, text.find('\0')));
    return reader_.skip(0, tar_padding(header.size));
  }

  std::string_view path_of(const TarHeader& header) {
    if (!long_name_.empty()) return long_name_;
    if (!pax_.path.empty()) return pax_.path;
    if (header.prefix.empty()) return header.name;
    joined_.assign(header.prefix);
    joined_ += '/';
    joined_ += header.name;
    return joined_;
  }

  std::string_view link_of(const TarHeader& header) const {
    if (!long_link_.empty()) return long_link_;
    return pax_.link.empty() ? header.link : std::string_view(pax_.link);
  }

  Status read_entry(const TarHeader& header) {
    TarEntry entry;
    entry.path = path_of(header);
    entry.type = entry_type(header.type);
    // Old archives have no type for directories, only the slash.
    if (header.type == '\0' && !entry.path.empty() && entry.path.back() == '/')
      entry.type = EntryType::kDirectory;
    if (entry.type == EntryType::kHardLink || entry.type == EntryType::kSymlink)
      entry.link = link_of(header);
    entry.mode = header.mode;
    entry.uid = pax_.uid.value_or(header.uid);
    entry.gid = pax_.gid.value_or(header.gid);
    const uint64_t stored = pax_.size.value_or(header.size);
    const PaxFields::Sparse sparse = extended_ ? pax_.sparse() : PaxFields::Sparse::kNo;
    if (header.type == 'S' || sparse != PaxFields::Sparse::kNo)
      return read_sparse(header, sparse, stored, entry);
    TRY(check_names(entry));
    entry.offset = reader_.position();
    if (entry.type == EntryType::kFile) entry.size = stored;
    const bool wanted = TRY(visitor_.entry(entry));
    if (entry.type != EntryType::kFile) return {};
    if (!wanted) return reader_.skip(stored, tar_padding(stored));
    TRY(pass_data(stored));
    TRY(reader_.skip(0, tar_padding(stored)));
    return visitor_.end_of_file();
  }

  Status check_names(const TarEntry& entry) const {
    if (std::max(entry.path.size(), entry.link.size()) > limits_.path_bytes)
      return Error::make(Code::kLimit, "a name of more than {} bytes", limits_.path_bytes);
    return {};
  }

  Status pass_data(uint64_t count) {
    while (count > 0) {
      const std::string_view view = TRY(reader_.some(count));
      if (view.empty()) return tar_truncated();
      count -= view.size();
      TRY(visitor_.data(view));
    }
    return {};
  }

  // The map comes first, and reading it invalidates the header's views.
  Status read_sparse(const TarHeader& header, PaxFields::Sparse kind, uint64_t stored,
                     TarEntry& entry) {
    if (entry.type != EntryType::kFile)
      return Error::make(Code::kInvalid, "a sparse entry that is no file");
    const bool renamed = header.type != 'S' && !pax_.sparse_name.empty();
    const std::string path(renamed ? std::string_view(pax_.sparse_name) : entry.path);
    entry.path = path;
    entry.sparse = true;
    entry.size = stored;
    SparseMap map;
    uint64_t padding = tar_padding(stored);
    if (header.type == 'S') {
      TRY(read_old_map(header, map, entry));
    } else {
      if (pax_.sparse_realsize) entry.size = *pax_.sparse_realsize;
      if (pax_.sparse_size) entry.size = *pax_.sparse_size;
      if (kind == PaxFields::Sparse::kText) stored -= TRY(read_text_map(stored, map));
      if (kind == PaxFields::Sparse::kMap) map = std::move(pax_.sparse_map);
    }
    TRY(check_sparse_map(map, entry.size, stored));
    TRY(check_names(entry));
    entry.offset = reader_.position();
    if (!TRY(visitor_.entry(entry))) return reader_.skip(stored, padding);
    TRY(pass_sparse(map, entry.size));
    TRY(reader_.skip(0, padding));
    return visitor_.end_of_file();
  }

  // Four extents lie in the header, and 21 in each extension block; a byte after them says whether
  // (another) one follows.
  Status read_old_map(const TarHeader& header, SparseMap& map, TarEntry& entry) {
    const char* block = header.name.data();
    const TarNumber size = parse_tar_number(block + 483, 12);
    if (header.dialect != TarDialect::kGnu || !size.ok || size.value < 0)
      return Error::make(Code::kInvalid, "bad GNU sparse header");
    entry.size = static_cast<uint64_t>(size.value);
    TRY(parse_old_sparse(block + 386, 4, map));
    bool more = block[482] != '\0';
    while (more) {
      const char* extension = TRY(reader_.block());
      if (extension == nullptr) return tar_truncated();
      const size_t before = map.size();
      TRY(parse_old_sparse(extension, 21, map));
      more = extension[504] != '\0';
      if (more && map.size() == before)
        return Error::make(Code::kInvalid, "empty GNU sparse extension");
    }
    return {};
  }

  // Returns how many of the `stored` bytes the map took.
  Result<uint64_t> read_text_map(uint64_t stored, SparseMap& map) {
    SparseText text;
    uint64_t taken = 0;
    while (true) {
      if (stored - taken < kTarBlock) return Error::make(Code::kInvalid, "bad sparse map");
      const char* block = TRY(reader_.block());
      if (block == nullptr) return tar_truncated();
      taken += kTarBlock;
      if (TRY(text.feed(std::string_view(block, kTarBlock), map))) return taken;
    }
  }

  Status pass_sparse(const SparseMap& map, uint64_t size) {
    uint64_t at = 0;
    for (const SparseExtent& extent : map) {
      TRY(pass_zeros(extent.offset - at));
      TRY(pass_data(extent.size));
      at = extent.offset + extent.size;
    }
    return pass_zeros(size - at);
  }

  // Holes cost the archive nothing, so all that are expanded count as output of the layer.
  Status pass_zeros(uint64_t count) {
    static constexpr char kZeros[64 << 10] = {};
    if (count > limits_.layer_bytes - zeros_)
      return Error::make(Code::kLimit, "sparse files expand to more than {} bytes",
                         limits_.layer_bytes);
    zeros_ += count;
    while (count > 0) {
      const size_t now = static_cast<size_t>(std::min<uint64_t>(count, sizeof kZeros));
      TRY(visitor_.data(std::string_view(kZeros, now)));
      count -= now;
    }
    return {};
  }

  TarReader reader_;
  TarVisitor& visitor_;
  const Limits& limits_;
  uint64_t entries_ = 0;
  uint64_t zeros_ = 0;
  bool extended_ = false;  // an extension header waits for its entry
  PaxFields pax_;
  PaxFields global_;
  std::string long_name_, long_link_;
  std::string joined_, scratch_;
};

}  // namespace

Status walk_tar(ByteSource& source, TarVisitor& visitor, const Limits& limits) {
  TarWalk walk(source, visitor, limits);
  Status status = walk.run();
  if (status.ok()) return status;
  return std::move(status).context("tar, before byte {}", walk.position());
}

}  // namespace seawall::archive
