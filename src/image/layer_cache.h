// A bounded cache of layer results on disk, safe for many processes at once. It never fails a scan:
// what cannot be read is a miss, what cannot be written is not cached.
//
//   DIR/layers/ab/ab34...   one file an entry, named by the SHA-256 of its key
//
// A file holds a checksum and its key before the bytes, so that a damaged or foreign file is a miss
// (and removed). Files appear by rename, whole. Reading an entry sets its modification time;
// writing beyond the bound removes the entries that were not used for longest. The folder is listed
// for that with the first write of a process, and then each time it has written a twentieth of the
// bound: each process may overshoot by that much for a while.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace seawall::image {

class LayerCache {
 public:
  // `directory` is made when it is first written to. `max_bytes`: bound on all entries together.
  static std::unique_ptr<LayerCache> create(std::string directory, uint64_t max_bytes);

  // Thread-safe.
  std::optional<std::string> get(std::string_view key) const;
  void put(std::string_view key, std::string_view bytes) const;

 private:
  LayerCache(std::string directory, uint64_t max_bytes)
      : directory_(std::move(directory)), max_bytes_(max_bytes) {}
  std::string path_of(std::string_view key) const;
  bool is_time_to_evict(uint64_t written) const;
  void evict() const;

  std::string directory_;
  uint64_t max_bytes_;
  static constexpr uint64_t kNeverListed = ~uint64_t{0};
  mutable std::atomic<uint64_t> unlisted_ = kNeverListed;  // bytes written since the last listing
};

}  // namespace seawall::image
