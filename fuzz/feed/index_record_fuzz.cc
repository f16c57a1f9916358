// Rows of an index that somebody may have damaged: every decoder must end, with an error or
// without.
#include <cstddef>
#include <cstdint>

#include "feed/ranges.h"
#include "feed/record_codec.h"
#include "feed/tables.h"

namespace {

using namespace seawall::feed;  // NOLINT(google-build-using-namespace): a program of one function

void walk_ranges(std::string_view ranges, std::string_view version) {
  RangeReader reader(ranges);
  RangeType type;
  while (reader.next_range(type))
    if (const seawall::version::Order* order = order_of(type, "Debian:12"))
      judge_range(version, reader, *order);
}

void walk_block(std::string_view bytes) {
  BlockReader block(bytes);
  Release release;
  while (block.next(release)) {
    EntryReader entries(release.entries);
    EntryView entry;
    while (entries.next(entry)) {
      walk_ranges(entry.ranges, "1:2.3-4");
      TextReader versions(entry.versions);
      std::string_view text;
      while (versions.next(text)) {
      }
      (void)read_rating_list(entry.ratings);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  walk_block(bytes);
  walk_ranges(bytes, "1.0");
  (void)decode_record(bytes);
  (void)decode_brief(bytes);
  (void)decode_group(bytes);
  (void)decode_id(bytes);
  (void)decode_feed(bytes);
  (void)decode_epss(bytes);
  (void)decode_kev(bytes);
  (void)decode_summary(bytes);
  return 0;
}
