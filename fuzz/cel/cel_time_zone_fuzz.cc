// A TZif file, asked for its offset at times within and beyond its transitions.
#include <cstdint>

#include "cel/time_zone.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  seawall::Result<seawall::cel::TimeZone> zone = seawall::cel::TimeZone::parse(bytes);
  if (!zone) return 0;
  for (int64_t time = -100'000'000'000; time < 300'000'000'000; time += 7'777'777'777)
    (void)zone->offset(time);
  return 0;
}
