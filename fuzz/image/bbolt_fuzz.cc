// containerd's metadata database. The checksum would stop nearly every mutation, so the meta pages
// are written anew from the header's fields, and the input is everything behind them.
#include <cstdint>

#include "image/containerd_store.h"
#include "image/test_bolt.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  (void)seawall::image::BoltDatabase::open(seawall::image::read_from_view(input));
  constexpr size_t kPage = seawall::image::kBoltPage;
  std::string file = seawall::image::bolt_meta(0, 3, 3 + size / kPage, 1) +
                     seawall::image::bolt_meta(1, 3, 3 + size / kPage, 2) +
                     std::string(kPage, '\0') + std::string(input);
  auto database = seawall::image::BoltDatabase::open(seawall::image::read_from_view(file));
  if (!database.ok()) return 0;
  (void)seawall::image::find_containerd_images(*database, {"docker.io/library/app:1"}, "");
  (void)database->for_each(database->root(),
                           [](const seawall::image::BoltDatabase::Item&) { return true; });
  return 0;
}
