#include "model/layer_facts.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"
#include "base/siphash.h"
#include "model/layer_codec.h"

namespace seawall::model {

PathSet::PathSet(std::string_view key_text) {
  Sha256Digest digest = sha256(key_text);
  std::memcpy(key_, digest.data(), sizeof key_);
}

uint64_t PathSet::hash(std::string_view path) const {
  return siphash(key_[0], key_[1], path);
}

void PathSet::add(std::string_view path, Kind kind) {
  hashes_.push_back((hash(path) & ~uint64_t{3}) | kind);
}

bool PathSet::add_implied(std::string_view path) {
  constexpr size_t kRecent = 4096;
  if (recent_.empty()) recent_.resize(kRecent);
  uint64_t value = (hash(path) & ~uint64_t{3}) | kImplied;
  uint64_t& slot = recent_[(value >> 2) % kRecent];
  if (slot == value) return false;
  slot = value;
  hashes_.push_back(value);
  return true;
}

void PathSet::seal() {
  recent_ = {};
  std::sort(hashes_.begin(), hashes_.end());
  hashes_.erase(std::unique(hashes_.begin(), hashes_.end()), hashes_.end());
  hashes_.shrink_to_fit();
}

bool PathSet::has(std::string_view path, Kind kind) const {
  return std::binary_search(hashes_.begin(), hashes_.end(), (hash(path) & ~uint64_t{3}) | kind);
}

// One list of fields serves both directions (LayerEncoder and LayerDecoder, layer_codec.h).
struct LayerCodec {
  template <typename A>
  static void fields(A& a, package::Package& p) {
    a(p.type, p.name_space, p.name, p.version, p.architecture, p.source_name, p.source_version,
      p.module, p.licenses, p.path, p.line, p.reader, p.scope, p.direct, p.range, p.digests);
  }
  template <typename A>
  static void fields(A& a, package::Distro& d) {
    a(d.id, d.id_like, d.version_id, d.codename, d.name, d.cpe, d.path);
  }
  template <typename A>
  static void fields(A& a, package::Facts::Owned& o) {
    a(o.package, o.path);
  }
  template <typename A>
  static void fields(A& a, package::Facts::Licensed& l) {
    a(l.package, l.licenses);
  }
  template <typename A>
  static void fields(A& a, Diagnostic& d) {
    a(d.code, d.path, d.message, d.line, d.incomplete);
  }
  template <typename A>
  static void fields(A& a, package::Facts& f) {
    a(f.packages, f.owned, f.licensed, f.distro, f.diagnostics);
  }
  template <typename A>
  static void fields(A& a, LayerFacts::File& f) {
    a(f.path, f.facts);
  }
  template <typename A>
  static void fields(A& a, LayerFacts::Link& l) {
    a(l.path, l.target);
  }
  template <typename A>
  static void fields(A& a, PathSet& s) {
    a(Fixed{s.key_[0]}, Fixed{s.key_[1]});
    a.sorted(s.hashes_);
  }
  template <typename A>
  static void fields(A& a, LayerFacts& f) {
    a(f.files, f.removed, f.opaque, f.symlinks, f.wanted_hard_links, f.paths, f.entries, f.bytes,
      f.diagnostics);
  }
};

namespace {
constexpr uint64_t kMagic = 0x53574c46'00000001;  // "SWLF", form 1
}

std::string encode(const LayerFacts& facts) {
  WireWriter writer;
  writer.fixed64(kMagic);
  Encoder<LayerCodec> encoder(writer);
  encoder(const_cast<LayerFacts&>(facts));  // the encoder only reads
  return writer.take();
}

Result<LayerFacts> decode_layer_facts(std::string_view bytes) {
  WireReader reader(bytes);
  LayerFacts facts;
  if (reader.fixed64() == kMagic) {
    Decoder<LayerCodec> decoder(reader);
    decoder(facts);
    if (reader.ok() && reader.at_end()) return facts;
  }
  return Error(Code::kInvalid, "damaged layer result");
}

}  // namespace seawall::model
