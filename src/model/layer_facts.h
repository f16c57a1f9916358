// What one layer tells on its own, whatever lies below or above it. This is what is cached by
// (blob digest, analyser version), so it holds all that merging needs and nothing of other layers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/result.h"
#include "package/reader.h"

namespace seawall::model {

// The set of paths that a layer writes, 8 bytes an entry. Paths are hashed with SipHash-2-4 under a
// key made from the layer's own digest: who wants a path to collide with another must search for it
// anew for every change to the layer, so that no file can be hidden behind a forged collision.
class PathSet {
 public:
  PathSet() = default;
  explicit PathSet(std::string_view key_text);
  enum Kind : uint64_t {
    kFile,       // anything but a directory
    kDirectory,  // an entry of its own: replaces a link that lies there
    kImplied,    // a parent of some entry: does not
  };
  void add(std::string_view path, Kind kind);
  // add(path, kImplied) unless the same was among the last few thousand; false then.
  bool add_implied(std::string_view path);
  void seal();  // sorts; call once after the last add
  bool has(std::string_view path, Kind kind) const;
  bool has_entry(std::string_view path) const { return has(path, kFile) || has(path, kDirectory); }
  bool has_any(std::string_view path) const { return has_entry(path) || has(path, kImplied); }
  size_t size() const { return hashes_.size(); }

 private:
  friend struct LayerCodec;
  uint64_t hash(std::string_view path) const;
  uint64_t key_[2] = {0, 0};
  std::vector<uint64_t> recent_;  // while adding: implied paths by the low bits of their hash
  std::vector<uint64_t> hashes_;  // lowest two bits: Kind
};

struct LayerFacts {
  struct File {
    std::string path;  // normalised, as stored in the layer (parents not resolved)
    package::Facts facts;
  };
  struct Link {
    std::string path;
    std::string target;  // as stored for symbolic links, normalised for hard links
  };
  std::vector<File> files;           // those that told something, in the order of their paths
  std::vector<std::string> removed;  // whiteouts: paths removed from lower layers
  std::vector<std::string> opaque;   // folders whose lower content is hidden
  std::vector<Link> symlinks;
  // Links of either kind whose own path a reader wants; their content is elsewhere.
  std::vector<Link> wanted_hard_links;
  PathSet paths;
  uint64_t entries = 0;
  uint64_t bytes = 0;  // of regular files
  Diagnostics diagnostics;
};

// Compact bytes for the cache; decode gives kInvalid on anything it did not write.
std::string encode(const LayerFacts& facts);
Result<LayerFacts> decode_layer_facts(std::string_view bytes);

}  // namespace seawall::model
