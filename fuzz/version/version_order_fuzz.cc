// Two versions, separated by the first line feed, in every order: no crash, and the answer is the
// mirror image when the two change places.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "version/order.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  size_t feed = input.find('\n');
  std::string_view a = input.substr(0, feed);
  std::string_view b = feed == std::string_view::npos ? "" : input.substr(feed + 1);
  for (const seawall::version::Order* order : seawall::version::orders()) {
    order->valid(a);
    std::weak_ordering forth = order->compare(a, b);
    std::weak_ordering back = order->compare(b, a);
    CHECK(std::is_lt(forth) == std::is_gt(back) && std::is_eq(forth) == std::is_eq(back));
    CHECK(std::is_eq(order->compare(a, a)));
  }
  return 0;
}
