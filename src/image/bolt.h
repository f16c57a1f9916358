// Read-only access to bbolt databases (containerd keeps its image names in one). Source: the file
// format of go.etcd.io/bbolt, version 2, described in bolt.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seawall::image {

// `size` bytes of the file at `offset`; kTruncated when they are not there.
using ReadAt = std::function<Result<std::string>(uint64_t offset, size_t size)>;

class BoltDatabase {
 public:
  // A bucket: a tree of its own, or a page inside the value that names it.
  struct Bucket {
    uint64_t root = 0;
    std::string inline_page;
  };
  struct Item {
    std::string_view key, value;  // valid during the visit
    bool is_bucket = false;
  };
  // False ends the visit.
  using Visitor = std::function<Result<bool>(const Item&)>;

  // kInvalid when neither meta page is sound.
  static Result<BoltDatabase> open(ReadAt read_at);

  Bucket root() const { return {root_, {}}; }
  uint64_t transaction() const { return transaction_; }

  // Nothing when absent. kInvalid, kTruncated, kLimit for a damaged tree.
  Result<std::optional<Bucket>> bucket(const Bucket& parent, std::string_view name) const;
  Result<std::optional<std::string>> value(const Bucket& parent, std::string_view key) const;
  // All items in the order of their keys.
  Status for_each(const Bucket& bucket, const Visitor& visitor) const;

 private:
  class Walk;
  Result<std::string> page(uint64_t id) const;
  Result<std::optional<std::string>> find(const Bucket& parent, std::string_view key,
                                          bool is_bucket) const;

  ReadAt read_at_;
  uint32_t page_size_ = 0;
  uint64_t root_ = 0;
  uint64_t page_count_ = 0;
  uint64_t transaction_ = 0;
};

// The database in memory; `bytes` must outlive it.
ReadAt read_from_view(std::string_view bytes);
// The database in a file, which another process may write to: bbolt never changes pages that the
// last committed meta page reaches until a later transaction, so a reader checks transaction()
// again when it is done.
Result<ReadAt> read_from_file(const std::string& path);

}  // namespace seawall::image
