#include "image/layer_cache.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

#include "base/file.h"
#include "base/hash.h"
#include "base/wire.h"

namespace seawall::image {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMagic = 0x5357434100000001;  // "SWCA", form 1
constexpr uint64_t kMaxEntry = 1ull << 30;

std::string checksum(std::string_view bytes) {
  Sha256Digest digest = sha256(bytes);
  return {reinterpret_cast<const char*>(digest.data()), 16};
}

struct Entry {
  fs::path path;
  fs::file_time_type used;
  uint64_t size;
};

// Entries below `directory`; files that vanish meanwhile (another process evicts) are passed over.
std::vector<Entry> list_entries(const fs::path& directory) {
  std::vector<Entry> out;
  std::error_code error;
  for (fs::recursive_directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code gone;
    if (!it->is_regular_file(gone) || gone) continue;
    Entry entry{it->path(), it->last_write_time(gone), 0};
    if (!gone) entry.size = it->file_size(gone);
    if (!gone) out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace

std::unique_ptr<LayerCache> LayerCache::create(std::string directory, uint64_t max_bytes) {
  return std::unique_ptr<LayerCache>(new LayerCache(std::move(directory), max_bytes));
}

std::string LayerCache::path_of(std::string_view key) const {
  std::string name = to_hex(sha256(key));
  return fmt::format("{}/layers/{}/{}", directory_, name.substr(0, 2), name);
}

std::optional<std::string> LayerCache::get(std::string_view key) const {
  std::string path = path_of(key);
  Result<std::string> file = read_file(path, kMaxEntry);
  if (!file) return std::nullopt;
  WireReader reader(*file);
  uint64_t magic = reader.fixed64();
  std::string_view stored_key = reader.view();
  std::string_view sum = reader.view();
  std::string_view bytes = reader.view();
  std::error_code ignored;
  if (!reader.ok() || magic != kMagic || stored_key != key || sum != checksum(bytes)) {
    fs::remove(path, ignored);
    return std::nullopt;
  }
  fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
  return std::string(bytes);
}

void LayerCache::put(std::string_view key, std::string_view bytes) const {
  if (bytes.size() > std::min(max_bytes_, kMaxEntry)) return;
  WireWriter writer;
  writer.fixed64(kMagic);
  writer.text(key);
  writer.text(checksum(bytes));
  writer.text(bytes);
  std::string path = path_of(key);
  if (!make_directories(fs::path(path).parent_path().native())) return;
  std::string file = writer.take();
  if (write_file_atomically(path, file) && is_time_to_evict(file.size())) evict();
}

// Two threads may both find that it is time; the second listing is wasted, no more.
bool LayerCache::is_time_to_evict(uint64_t written) const {
  uint64_t before = unlisted_.load();
  if (before != kNeverListed && unlisted_.fetch_add(written) + written < max_bytes_ / 20)
    return false;
  unlisted_ = 0;
  return true;
}

// Down to nine tenths of the bound, so that what is written until the next listing fits.
void LayerCache::evict() const {
  std::vector<Entry> entries = list_entries(fs::path(directory_) / "layers");
  uint64_t total = 0;
  for (const Entry& entry : entries) total += entry.size;
  if (total <= max_bytes_) return;
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.used < b.used; });
  for (const Entry& entry : entries) {
    if (total <= max_bytes_ / 10 * 9) return;
    std::error_code ignored;
    fs::remove(entry.path, ignored);
    total -= entry.size;
  }
}

}  // namespace seawall::image
