// Go programs: what the linker wrote of the modules that they were built from (runtime/debug's
// BuildInfo), found as Go's own debug/buildinfo finds it.
//
// A header of 32 bytes stands at an address divisible by 16 in a writable segment: 14 bytes of
// magic, the size of a pointer, flags.
//   flag 2 (Go 1.18 and later)  two texts follow, each behind its length (an unsigned varint)
//   otherwise                   two pointers to string headers (pointer, length) in memory
// The texts are the toolchain's version, and a module list framed by 16 bytes on both sides:
//
//   path  example.com/cmd          the main package
//   mod   example.com v1.2.3 h1:…  the main module; (devel) when built from a checkout
//   dep   golang.org/x/net v0.1.0 h1:…
//   =>    example.com/fork v0.1.1  what replaces the line before it
//   build GOOS=linux
//
// with tabs between the words. The pointers of the older form lead back into read-only segments
// that have streamed by. There the frame and the places of "go1." are noted beforehand: of programs
// with Go's note only, and in old ones all of it that is needed then.
//
// The reader's content: the version's text, a line end, the module list without its frame.
#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <utility>

#include "base/text.h"
#include "package/executable.h"
#include "package/listing.h"

namespace seawall::package {

namespace {

constexpr std::string_view kMagic = "\xff Go buildinf:";
constexpr size_t kHeader = 32;
constexpr size_t kFrame = 16;
using namespace std::string_view_literals;  // the frames hold a NUL
constexpr std::string_view kFrameStart =
    "\x30\x77\xaf\x0c\x92\x74\x08\x02\x41\xe1\xc1\x07\xe6\xd6\x18\xe6"sv;
constexpr std::string_view kFrameEnd =
    "\xf9\x32\x43\x31\x86\x18\x20\x72\x00\x82\x42\x10\x41\x16\xd8\xf2"sv;
constexpr size_t kModulesBytes = 8u << 20;   // of one program's module list; real ones: 100 kB
constexpr size_t kSegmentBytes = 32u << 20;  // of an old program's variables
constexpr size_t kVersionBytes = 64;
constexpr size_t kVersionPlaces = 4096;  // texts "go1." in one program

static_assert(kFrameStart.size() == kFrame && kFrameEnd.size() == kFrame);

// What the pointers of the older form will lead to.
class ReadOnlyNotes {
 public:
  void take(std::string_view bytes, uint64_t offset) {
    if (collecting_) {
      collect(bytes);
    } else {
      look(bytes, offset);
    }
  }
  // The text of `size` bytes at a place in the file; empty when it was not noted.
  std::string_view version_at(uint64_t offset, uint64_t size) {
    drop_tail(0);
    auto it = versions_.find(offset);
    if (it == versions_.end() || size > it->second.size()) return {};
    return std::string_view(it->second).substr(0, size);
  }
  std::string_view modules() const { return modules_; }

 private:
  // The last bytes of a piece are looked at with the next one, since texts may be cut there.
  void look(std::string_view bytes, uint64_t offset) {
    if (offset != tail_at_ + tail_.size()) drop_tail(offset);
    size_t seam = tail_.size();
    tail_ += bytes.substr(0, kVersionBytes);
    if (bytes.size() < kVersionBytes) {
      if (tail_.size() < kVersionBytes) return;
      seam = tail_.size() - kVersionBytes;
    }
    if (seam > 0) {
      if (begins_in(tail_)) return begin_behind_tail(bytes);
      note_versions(tail_, tail_at_, seam);
    }
    if (bytes.size() < kVersionBytes) {
      tail_.erase(0, seam);
      tail_at_ += seam;
      return;
    }
    size_t whole = bytes.size() - kVersionBytes;
    bool begins = begins_in(bytes);
    note_versions(bytes, offset, begins ? bytes.size() : whole);
    tail_ = bytes.substr(whole);
    tail_at_ = offset + whole;
    if (begins) begin(bytes.substr(find(bytes, kFrameStart) + kFrame));
  }

  bool begins_in(std::string_view bytes) const {
    return modules_.empty() && find(bytes, kFrameStart) != std::string_view::npos;
  }

  // The frame starts in the tail, which has as much of `bytes` as fits.
  void begin_behind_tail(std::string_view bytes) {
    std::string start = std::exchange(tail_, {});
    note_versions(start, tail_at_, start.size());
    begin(std::string_view(start).substr(start.find(kFrameStart) + kFrame));
    if (collecting_ && bytes.size() > kVersionBytes) collect(bytes.substr(kVersionBytes));
  }

  void drop_tail(uint64_t offset) {
    note_versions(tail_, tail_at_, tail_.size());
    tail_.clear();
    tail_at_ = offset;
  }

  static size_t find(std::string_view bytes, std::string_view text) {
    const void* at = memmem(bytes.data(), bytes.size(), text.data(), text.size());
    return at ? static_cast<size_t>(static_cast<const char*>(at) - bytes.data())
              : std::string_view::npos;
  }

  void note_versions(std::string_view bytes, uint64_t offset, size_t starts_before) {
    constexpr std::string_view kGo = "go1.";
    for (size_t at = 0; at < starts_before && versions_.size() < kVersionPlaces; ++at) {
      size_t found = find(bytes.substr(at), kGo);
      if (found == std::string_view::npos || at + found >= starts_before) return;
      at += found;
      versions_.emplace(offset + at, bytes.substr(at, kVersionBytes));
    }
  }

  void begin(std::string_view bytes) {
    collecting_ = true;
    collect(bytes);
  }

  void collect(std::string_view bytes) {
    size_t seen = modules_.size() < kFrame ? 0 : modules_.size() - kFrame;
    modules_ += bytes.substr(0, kModulesBytes + kFrame - std::min(modules_.size(), kModulesBytes));
    size_t end = modules_.find(kFrameEnd, seen);
    if (end == std::string::npos && modules_.size() < kModulesBytes) return;
    collecting_ = false;
    modules_.resize(end == std::string::npos ? 0 : end);
  }

  std::map<uint64_t, std::string> versions_;  // by place in the file
  std::string modules_, tail_;
  uint64_t tail_at_ = 0;
  bool collecting_ = false;
};

class GoSieve final : public Sieve {
 public:
  explicit GoSieve(const ElfHead& elf) : elf_(elf) {}

  void take(std::string_view bytes, uint64_t offset) override {
    for (const ElfSegment& segment : elf_.segments) {
      if (segment.executable || done_) continue;
      uint64_t from = std::max(offset, segment.offset);
      uint64_t to = std::min(offset + bytes.size(), segment.end());
      if (from >= to) continue;
      std::string_view part = bytes.substr(from - offset, to - from);
      if (segment.writable) {
        variables(part, from, segment);
      } else if (elf_.go && !inline_) {
        notes_.take(part, from);
      }
    }
  }

  std::string finish() override {
    if (done_ || !found_) return std::move(content_);
    if (inline_ || kept_.size() < kHeader) return "cut short\n";
    return behind_pointers();
  }

 private:
  // Keeps what of the writable segments may matter, from the header on if it is known.
  void variables(std::string_view part, uint64_t offset, const ElfSegment& segment) {
    if (offset != kept_at_ + kept_.size() && !(found_ && !inline_)) {
      if (found_) return;  // what was begun goes on in no other segment
      kept_.clear();
      looked_ = 0;
      kept_at_ = offset;
    }
    if (offset != kept_at_ + kept_.size()) return;
    size_t limit = inline_ ? kModulesBytes + 2 * kHeader : kSegmentBytes;
    kept_ += part.substr(0, limit - std::min(limit, kept_.size()));
    if (!found_) look_for_header(segment);
    if (found_ && inline_) read_inline();
  }

  void look_for_header(const ElfSegment& segment) {
    size_t at = kept_.find(kMagic, looked_);
    for (; at != std::string::npos; at = kept_.find(kMagic, at + 1)) {
      uint64_t address = kept_at_ + at - segment.offset + segment.address;
      if (address % 16 != 0) continue;
      if (at + kHeader > kept_.size()) break;
      found_ = true;
      inline_ = (kept_[at + 15] & 2) != 0;
      header_ = at;
      if (inline_) {
        kept_.erase(0, at);
        kept_at_ += at;
        header_ = 0;
      }
      return;
    }
    looked_ = kept_.size() < kHeader ? 0 : kept_.size() - kHeader;
    if (elf_.go && kept_.size() < kSegmentBytes) return;  // pointers may lead back here
    kept_.erase(0, looked_);
    kept_at_ += looked_;
    looked_ = 0;
  }

  // The two texts behind the header, once they are there.
  void read_inline() {
    size_t at = kHeader;
    std::array<std::string_view, 2> texts;
    for (std::string_view& text : texts) {
      std::optional<uint64_t> size = varint(at);
      if (!size && kept_.size() < at + 10) return;
      if (!size || *size > kModulesBytes) {
        content_ = "too long\n";
        done_ = true;
        return;
      }
      if (*size > kept_.size() - at) return;
      text = std::string_view(kept_).substr(at, *size);
      at += *size;
    }
    bool framed =
        texts[1].size() >= 2 * kFrame + 1 && texts[1][texts[1].size() - kFrame - 1] == '\n';
    if (framed) texts[1] = texts[1].substr(kFrame, texts[1].size() - 2 * kFrame);
    give(texts[0], framed ? texts[1] : std::string_view{});
  }

  std::optional<uint64_t> varint(size_t& at) const {
    uint64_t value = 0;
    size_t place = at;
    for (unsigned shift = 0; shift < 63 && place < kept_.size(); shift += 7) {
      auto byte = static_cast<unsigned char>(kept_[place++]);
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) {
        at = place;
        return value;
      }
    }
    return std::nullopt;
  }

  // Only the version's pointer is followed; the frame finds the modules without one.
  std::string behind_pointers() {
    size_t size = static_cast<unsigned char>(kept_[header_ + 14]);
    ElfHead order;
    order.big_endian = (kept_[header_ + 15] & 1) != 0;
    std::string_view version;
    if (size == 4 || size == 8) {
      std::string_view text(kept_);
      std::optional<uint64_t> at = elf_.offset_of(order.number(text, header_ + 16, size));
      if (at && *at >= kept_at_ && *at - kept_at_ + 2 * size <= text.size()) {
        uint64_t address = order.number(text, *at - kept_at_, size);
        uint64_t length = order.number(text, *at - kept_at_ + size, size);
        if (auto place = elf_.offset_of(address)) version = notes_.version_at(*place, length);
      }
    }
    give(version.empty() ? "unknown" : version, notes_.modules());
    return std::move(content_);
  }

  void give(std::string_view version, std::string_view modules) {
    content_ = fmt::format("{}\n{}", version, modules);
    done_ = true;
    kept_ = {};
  }

  const ElfHead& elf_;
  ReadOnlyNotes notes_;
  std::string kept_;  // of a writable segment, from `kept_at_` of the file on
  uint64_t kept_at_ = 0;
  size_t looked_ = 0;  // no header starts before this of kept_
  size_t header_ = 0;
  bool found_ = false, inline_ = false, done_ = false;
  std::string content_;
};

// "go1.21.3", "go1.22.1 X:boringcrypto", "go1.20.4-custom"; "devel go1.23-abcdef" is of no release.
void add_standard_library(Listing& listing, std::string_view version) {
  if (version.empty()) return;
  bool release = version.starts_with("go") && version.size() > 2 && is_digit(version[2]);
  if (release) version = version.substr(2, version.find_first_of(" -+") - 2);
  Package& package = listing.add("stdlib", version, 0);
  package.direct = true;
  if (!release) package.range = true;
}

struct Module {
  std::string_view path, version;
  bool local = false;  // replaced by a folder
};

void add_module(Listing& listing, const Module& module) {
  if (module.path.empty()) return;
  bool devel = module.version.empty() || module.version == "(devel)";
  Package& package = listing.add(module.path, devel ? "(devel)" : module.version, 0);
  if (devel) package.range = true;  // not matched: nobody knows what it is
  if (module.local) package.local = true;
}

// The words of "KIND\tPATH\tVERSION\tSUM".
std::optional<Module> parse_module(std::string_view line, std::string_view kind) {
  std::vector<std::string_view> words = split(line, '\t');
  if (words[0] != kind || words.size() < 2) return std::nullopt;
  return Module{words[1], words.size() > 2 ? words[2] : std::string_view{}, false};
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  std::optional<Halves> halves = split_once(file.content, "\n");
  if (!halves) return Error(Code::kInvalid, "Go's build information is not whole");
  std::string_view version = halves->first;
  if (version == "cut short" || version == "too long")
    return Error::make(Code::kInvalid, "Go's build information is {}", version);
  Listing listing("golang", limits, facts);
  add_standard_library(listing, version == "unknown" ? std::string_view{} : version);
  if (version == "unknown")
    listing.problem(Code::kUnsupported, 0, "the Go version that built it is not to be found");
  if (halves->second.empty())
    listing.remark(0, "the program does not tell which Go modules it was built from");
  std::optional<Module> last;
  auto flush = [&] {
    if (last) add_module(listing, *last);
    last.reset();
  };
  for_each_line(halves->second, [&](std::string_view line, uint32_t) {
    if (std::optional<Module> by = parse_module(line, "=>")) {
      if (!last) return;
      if (by->version.empty() || by->version == "(devel)") {
        last->local = true;
      } else {
        last = by;
      }
      return;
    }
    flush();
    last = parse_module(line, "dep");
    if (!last) last = parse_module(line, "mod");
  });
  flush();
  return {};
}

std::unique_ptr<Sieve> sieve(const ElfHead& elf) {
  return std::make_unique<GoSieve>(elf);
}

}  // namespace

const Reader& go_binary_reader() {
  static constexpr Reader kReader = {"go-binary", 1, kInstalled, {}, 16u << 20, read, sieve};
  return kReader;
}

}  // namespace seawall::package
