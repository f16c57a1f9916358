// A header blob, all numbers big-endian:
//
//   u32 entries, u32 data bytes | entries x {u32 tag, type, offset, count} | data
//
// Tags below 100 mark regions (the part of the header that is signed); entries that rpm added when
// it installed the package follow the region and replace those of the same tag inside it, so the
// last entry of a tag counts. Strings end with NUL; arrays are strings one after the other.
// rpm itself refuses more than 65535 entries or 256 MiB of data, and so do we.
#include "package/rpm_header.h"

#include <vector>

#include "base/text.h"
#include "package/rpm_bytes.h"

namespace seawall::package {
namespace {

constexpr size_t kEntryBytes = 16;
constexpr uint32_t kMaxEntries = 0xffff;
constexpr uint32_t kMaxData = 0x0fffffff;
// Folder names are stored once and paths are not: what all paths may take is bounded by the data.
constexpr uint64_t kPathBytes = 4096, kPathRatio = 16;
constexpr size_t kMaxFolders = 1 << 20;  // of one package; each takes more memory than its byte

enum Type : uint32_t { kInt32 = 4, kString = 6, kStringArray = 8, kI18nString = 9 };

RpmBytes big(std::string_view data) {
  return {data, true};
}

}  // namespace

Result<RpmHeader> RpmHeader::create(std::string_view blob) {
  if (blob.size() < 8) return Error::make(Code::kTruncated, "rpm header of {} bytes", blob.size());
  uint32_t entries = big(blob).u32(0), data = big(blob).u32(4);
  if (entries == 0 || entries > kMaxEntries || data > kMaxData)
    return Error::make(Code::kInvalid, "rpm header with {} entries and {} bytes", entries, data);
  uint64_t need = 8 + uint64_t{entries} * kEntryBytes + data;
  if (need > blob.size())
    return Error::make(Code::kTruncated, "rpm header of {} bytes says it has {}", blob.size(),
                       need);
  size_t index_bytes = entries * kEntryBytes;
  return RpmHeader(blob.substr(8, index_bytes), blob.substr(8 + index_bytes, data));
}

std::optional<RpmHeader::Entry> RpmHeader::find(Tag tag) const {
  RpmBytes index = big(index_);
  for (size_t at = index_.size(); at >= kEntryBytes; at -= kEntryBytes) {
    size_t entry = at - kEntryBytes;
    if (index.u32(entry) != tag) continue;
    Entry found{index.u32(entry + 4), index.u32(entry + 8), index.u32(entry + 12)};
    if (found.offset >= data_.size() || found.count == 0) return std::nullopt;
    return found;
  }
  return std::nullopt;
}

std::string_view RpmHeader::text(Tag tag) const {
  std::optional<Entry> entry = find(tag);
  if (!entry ||
      (entry->type != kString && entry->type != kStringArray && entry->type != kI18nString))
    return {};
  size_t end = data_.find('\0', entry->offset);
  if (end == std::string_view::npos) return {};
  return data_.substr(entry->offset, end - entry->offset);
}

std::optional<uint32_t> RpmHeader::number(Tag tag) const {
  std::optional<Entry> entry = find(tag);
  if (!entry || entry->type != kInt32 || entry->offset + 4ull > data_.size()) return std::nullopt;
  return big(data_).u32(entry->offset);
}

std::string RpmHeader::evr() const {
  std::string out;
  if (std::optional<uint32_t> epoch = number(kEpoch)) out = fmt::format("{}:", *epoch);
  out += text(kVersion);
  if (std::string_view release = text(kRelease); !release.empty()) {
    out += '-';
    out += release;
  }
  return out;
}

bool RpmHeader::for_each_string(Tag tag, const std::function<void(std::string_view)>& visit) const {
  std::optional<Entry> entry = find(tag);
  if (!entry) return true;
  if (entry->type != kStringArray && entry->type != kString) return false;
  size_t at = entry->offset;
  for (uint32_t i = 0; i < entry->count; ++i) {
    size_t end = data_.find('\0', at);
    if (end == std::string_view::npos) return false;
    visit(data_.substr(at, end - at));
    at = end + 1;
  }
  return true;
}

bool RpmHeader::for_each_file(const std::function<void(std::string_view)>& visit) const {
  bool fits = for_each_string(kOldFilenames, visit);
  std::optional<Entry> indexes = find(kDirIndexes);
  if (!indexes) return fits && !find(kBasenames);
  std::vector<std::string_view> folders;
  auto add_folder = [&](std::string_view name) {
    if (folders.size() < kMaxFolders) folders.push_back(name);
  };
  fits = for_each_string(kDirnames, add_folder) && fits;
  if (indexes->type != kInt32) return false;
  RpmBytes data = big(data_);
  std::string path;
  uint32_t number = 0;
  uint64_t budget = kPathBytes + kPathRatio * data_.size();
  bool read = for_each_string(kBasenames, [&](std::string_view name) {
    uint64_t at = indexes->offset + uint64_t{4} * number;
    if (number++ >= indexes->count || at + 4 > data_.size() || data.u32(at) >= folders.size()) {
      fits = false;
      return;
    }
    std::string_view folder = folders[data.u32(at)];
    uint64_t size = folder.size() + name.size();
    if (size > kPathBytes || size > budget) {
      fits = false;
      return;
    }
    budget -= size;
    path.assign(folder);
    path += name;
    visit(path);
  });
  return read && fits;
}

std::optional<RpmSource> parse_source_rpm(std::string_view file_name) {
  std::string_view stem = file_name;
  for (std::string_view suffix : {".src.rpm", ".nosrc.rpm"})
    if (stem.ends_with(suffix)) stem.remove_suffix(suffix.size());
  if (stem.size() == file_name.size()) return std::nullopt;
  size_t release = stem.rfind('-');
  if (release == std::string_view::npos || release == 0) return std::nullopt;
  size_t version = stem.rfind('-', release - 1);
  if (version == std::string_view::npos || version == 0) return std::nullopt;
  return RpmSource{stem.substr(0, version), stem.substr(version + 1)};
}

}  // namespace seawall::package
