// OSV records from outside: read, encoded into an index, and read back the same.
#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "feed/entries.h"
#include "feed/record_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall;  // NOLINT(google-build-using-namespace): a program of one function
  auto read = feed::read_advisory({reinterpret_cast<const char*>(data), size});
  if (!read) return 0;
  feed::RecordEncoder encoder;
  CHECK(feed::decode_record(encoder.encode(*read)).value() == *read);
  for (const feed::Affected& affected : read->affected) {
    std::string bytes = feed::encode_entry(1, affected);
    feed::EntryReader reader(bytes);
    feed::EntryView entry;
    CHECK(reader.next(entry) && !reader.next(entry) && reader.ok());
  }
  return 0;
}
