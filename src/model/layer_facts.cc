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

// One list of fields serves both directions (Encoder and Decoder, layer_codec.h). The structs of
// other folders are taken apart by structured bindings, which stop compiling when a field is added.
struct LayerCodec {
  template <typename A>
  static void fields(A& a, package::Package& p) {
    auto& [type, name_space, name, version, architecture, source_name, source_version, module,
           licenses, path, line, reader, scope, direct, range, local, digests] = p;
    a(type, name_space, name, version, architecture, source_name, source_version, module, licenses,
      path, line, reader, scope, direct, range, local, digests);
  }
  template <typename A>
  static void fields(A& a, package::Distro& d) {
    auto& [id, id_like, version_id, codename, name, cpe, path] = d;
    a(id, id_like, version_id, codename, name, cpe, path);
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
    auto& [code, path, message, line, incomplete] = d;
    a(code, path, message, line, incomplete);
  }
  template <typename A>
  static void fields(A& a, package::Facts& f) {
    auto& [packages, owned, licensed, distro, diagnostics, keeps] = f;
    (void)keeps;  // a function of the pass that read it
    a(packages, owned, licensed, distro, diagnostics);
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
constexpr uint64_t kMagic = 0x53574c46'00000003;  // "SWLF", form 3
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
