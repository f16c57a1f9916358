// Rust programs built with cargo-auditable: the section ".dep-v0" holds the list of crates, as JSON
// in a zlib stream (github.com/rust-secure-code/cargo-auditable, PARSING.md):
//
//   {"packages":[{"name":"adler","version":"1.0.2","source":"registry","kind":"build",
//                 "dependencies":[3],"root":true}, ...]}
//
// "source" is "crates.io", "registry", "git" or "local"; "kind" is missing for "runtime".
//
// Section headers stand at the end of the file, when the section has gone by. But no other bytes
// are a zlib stream of such JSON with a right checksum: so every place that looks like a stream's
// header is probed, of which few are worth a probe. Left out are the segments of code and of
// variables; the section lies in a read-only one, or behind all of them (cargo-auditable 0.7).
// Programs whose section headers were stripped are read that way, too.
//
// The reader's content: the stream, and what stands behind it.
#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

#include "archive/zlib.h"
#include "doc/parse.h"
#include "package/executable.h"
#include "package/listing.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

constexpr std::string_view kStart = "{\"packages\":[";
constexpr size_t kProbe = 512;
constexpr size_t kStreamBytes = 2u << 20;  // compressed; a thousand crates take 30 kB
constexpr size_t kJsonBytes = 64u << 20;

class RustSieve final : public Sieve {
 public:
  explicit RustSieve(const ElfHead& elf) : go_(elf.go) {
    bool apart = false;  // read-only data have a segment without code
    for (const ElfSegment& segment : elf.segments)
      apart |= !segment.executable && !segment.writable;
    std::vector<ElfSegment> others;
    for (const ElfSegment& segment : elf.segments)
      if (segment.writable || (segment.executable && apart)) others.push_back(segment);
    std::sort(others.begin(), others.end(),
              [](const ElfSegment& a, const ElfSegment& b) { return a.offset < b.offset; });
    uint64_t at = 0;
    for (const ElfSegment& other : others) {
      if (other.offset > at) ranges_.push_back({at, other.offset});
      at = std::max(at, other.end());
    }
    ranges_.push_back({at, std::numeric_limits<uint64_t>::max()});
  }

  void take(std::string_view bytes, uint64_t offset) override {
    if (go_) return;
    if (found_) return keep(bytes);
    for (const Range& range : ranges_) {
      uint64_t from = std::max(offset, range.from);
      uint64_t to = std::min(offset + bytes.size(), range.to);
      // The file goes on behind the range: the section may be its last.
      if (from < to && look(bytes.substr(from - offset), to - from, from)) return;
    }
  }

  std::string finish() override {
    if (!found_) found_in(tail_, tail_.size());
    return std::move(kept_);
  }

 private:
  struct Range {
    uint64_t from, to;
  };

  // Probes the places among the first `count` of `bytes`, behind those that the last call left for
  // want of bytes behind them.
  bool look(std::string_view bytes, size_t count, uint64_t offset) {
    if (offset != tail_at_ + tail_.size()) tail_.clear();
    if (tail_.empty()) tail_at_ = offset;
    if (bytes.size() < kProbe) {
      tail_ += bytes;
      if (tail_.size() < kProbe) return false;
      size_t places = tail_.size() - kProbe;
      if (found_in(tail_, places)) return true;
      tail_.erase(0, places);
      tail_at_ += places;
      return false;
    }
    if (size_t places = tail_.size(); places > 0) {
      tail_ += bytes.substr(0, kProbe);
      if (found_in(tail_, places)) {
        keep(bytes.substr(kProbe));
        return true;
      }
    }
    size_t places = std::min(count, bytes.size() - kProbe);
    if (found_in(bytes, places)) return true;
    tail_ = bytes.substr(places, kProbe);
    tail_at_ = offset + places;
    return false;
  }

  // Keeps what starts at one of the first `places` of `bytes`.
  bool found_in(std::string_view bytes, size_t places) {
    size_t at = probe(bytes, places);
    found_ = at != std::string_view::npos;
    if (found_) keep(bytes.substr(at));
    return found_;
  }

  // The first of the first `places` bytes where the stream starts. Its two bytes are a multiple of
  // 31 (RFC 1950, 2.2), and its first block is not stored but compressed.
  static size_t probe(std::string_view bytes, size_t places) {
    size_t at = 0;
    while (at < places) {
      const void* found = std::memchr(bytes.data() + at, 0x78, places - at);
      if (found == nullptr) break;
      at = static_cast<size_t>(static_cast<const char*>(found) - bytes.data());
      std::string_view rest = bytes.substr(at);
      if (rest.size() > 2) {
        auto second = static_cast<unsigned char>(rest[1]);
        int block = (static_cast<unsigned char>(rest[2]) >> 1) & 3;
        bool header = (0x7800u + second) % 31 == 0 && (second & 0x20) == 0;
        if (header && (block == 1 || block == 2) && archive::inflates_to(rest, kStart)) return at;
      }
      ++at;
    }
    return std::string_view::npos;
  }

  void keep(std::string_view bytes) {
    kept_ += bytes.substr(0, kStreamBytes - std::min(kStreamBytes, kept_.size()));
  }

  bool go_;
  std::vector<Range> ranges_;  // of the file, neither code nor variables
  bool found_ = false;
  std::string kept_;
  std::string tail_;  // the last places, for whose probe more bytes are needed
  uint64_t tail_at_ = 0;
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  Result<std::string> json = archive::inflate_zlib(file.content, kJsonBytes);
  if (!json) return std::move(json).take_error().with_context("the list of crates");
  doc::Document document = TRY(doc::parse_json(*json, limits));
  Listing listing("cargo", limits, facts);
  for (const doc::Node& entry : TRY(list_of(document.root(), "packages"))) {
    bool build = entry.text("kind") == "build";
    Package& package = listing.add(entry.text("name"), entry.text("version"), 0,
                                   build ? Scope::kDevelopment : Scope::kRuntime);
    if (entry.text("source") == "local") package.local = true;
  }
  return {};
}

std::unique_ptr<Sieve> sieve(const ElfHead& elf) {
  return std::make_unique<RustSieve>(elf);
}

}  // namespace

const Reader& rust_binary_reader() {
  static constexpr Reader kReader = {"rust-binary", 1, kInstalled, {}, 16u << 20, read, sieve};
  return kReader;
}

}  // namespace seawall::package
