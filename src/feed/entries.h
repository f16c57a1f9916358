// What the index keeps for a package name: which advisories concern it, in which versions. Made for
// the matcher: read in place, in one pass, without allocation; events already sorted by the
// ecosystem's order; versions that a range covers anyway left out.
//
// A block is one value of the package table, for (family, normal name):
//
//   directory   count, then per ecosystem ("Debian:12"): its text, bytes and number of its entries
//   entries     of the ecosystems in the order of the directory, each by advisory number
//
//   entry       advisory number, flags, ranges (type, events (type, version)), then what the flags
//               announce: versions, word, state, module, informational, ratings
//
// Numbers are varints and texts carry their length (base/wire.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/wire.h"
#include "feed/advisory.h"
#include "version/order.h"

namespace seawall::feed {

// The order by which ranges of `type` in this ecosystem are judged, or in one whose own order is
// `own`; nullptr when none is known (GIT ranges, ecosystems without an order). SEMVER ranges of Go
// are judged by Go's order, which agrees with SemVer and also reads what toolchains call themselves
// (1.21rc2).
const version::Order* order_of(RangeType type, std::string_view ecosystem);
const version::Order* order_of(RangeType type, const version::Order* own);

// One entry, borrowed from the block.
struct EntryView {
  uint32_t advisory = 0;
  std::string_view ranges;    // for RangeReader
  std::string_view versions;  // for TextReader; sorted as text
  std::string_view word, module, informational;
  State state = State::kNone;
  std::string_view ratings;  // for read_rating_list
};

// Walks the entries of one ecosystem.
class EntryReader {
 public:
  explicit EntryReader(std::string_view bytes) : in_(bytes) {}
  // The next entry; nothing at the end, or when the bytes are damaged (then ok() is false).
  bool next(EntryView& out);
  bool ok() const { return in_.ok(); }

 private:
  WireReader in_;
};

struct Release {
  std::string_view ecosystem;  // "Debian:12"
  std::string_view entries;    // for EntryReader
  uint64_t count = 0;
};

// Walks the directory of a block.
class BlockReader {
 public:
  explicit BlockReader(std::string_view block);
  bool next(Release& out);
  bool ok() const { return ok_; }

 private:
  WireReader directory_;
  std::string_view entries_;
  uint64_t left_ = 0;
  bool ok_ = true;
};

struct EventView {
  EventType type = EventType::kIntroduced;
  std::string_view version;
};

// Walks ranges: next_range(), then next_event() until it gives nothing.
class RangeReader {
 public:
  explicit RangeReader(std::string_view ranges) : in_(ranges) {}
  bool next_range(RangeType& type);
  bool next_event(EventView& event);
  bool ok() const { return in_.ok(); }

 private:
  WireReader in_;
  uint64_t events_left_ = 0;
};

// Walks a run of texts.
class TextReader {
 public:
  explicit TextReader(std::string_view texts) : in_(texts) {}
  bool next(std::string_view& text);
  bool ok() const { return in_.ok(); }

 private:
  WireReader in_;
};

std::vector<Rating> read_rating_list(std::string_view ratings);

// The entry's bytes. Sorts events (stable, so that ties keep the record's order), drops versions
// that a range covers.
std::string encode_entry(uint32_t advisory, const Affected& affected);

// The block of one name: `entries` in order of (ecosystem, advisory).
struct BlockEntry {
  std::string_view ecosystem;
  std::string_view bytes;
};
std::string encode_block(const std::vector<BlockEntry>& entries);

}  // namespace seawall::feed
