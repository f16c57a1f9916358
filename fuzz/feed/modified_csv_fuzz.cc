// Change lists and the lists of exploited vulnerabilities.
#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "feed/change_list.h"
#include "feed/exploit_lists.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall;  // NOLINT(google-build-using-namespace): a program of one function
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (auto changes = feed::read_change_list(bytes))
    for (const feed::Change& change : *changes) CHECK(feed::is_path_safe(change.id));
  feed::ExploitLists lists;
  (void)feed::read_epss(bytes, lists);
  (void)feed::read_kev(bytes, lists);
  return 0;
}
