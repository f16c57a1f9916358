// The texts that Kubernetes' functions read: quantities, addresses, URLs, versions, named formats.
// What was read is written, read again and the same.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cel/ip_address.h"
#include "cel/memory.h"
#include "cel/named_format.h"
#include "cel/quantity.h"
#include "cel/semver.h"
#include "cel/url_reference.h"

namespace seawall::cel {
namespace {

void check(bool condition) {
  if (!condition) std::abort();
}

void read_quantity(std::string_view text) {
  Memory memory;
  Result<Quantity> quantity = parse_quantity(text, memory);
  if (!quantity) return;
  check(compare(*quantity, *quantity) == 0);
  (void)quantity->as_integer();
  (void)quantity->as_approximate_float();
  std::string written = to_text(*quantity);
  Result<Quantity> again = parse_quantity(written, memory);
  check(!again || quantity->digit_count() > 1000 || compare(*again, *quantity) == 0);
  Result<Quantity> nothing = subtract(*quantity, *quantity, memory);
  check(!nothing || nothing->is_zero());
  (void)add(*quantity, Quantity::of_integer(-7), memory);
}

void read_network(std::string_view text) {
  if (Result<ParsedAddress> parsed = parse_ip_address(text)) {
    Result<ParsedAddress> again = parse_ip_address(to_text(parsed->address));
    check(again && again->address == parsed->address);
  }
  if (Result<IpPrefix> prefix = parse_ip_prefix(text)) {
    Result<IpPrefix> again = parse_ip_prefix(to_text(*prefix));
    check(again && *again == *prefix);
    check(prefix->contains(prefix->masked()) && prefix->contains(prefix->address));
  }
}

void read_url(std::string_view text) {
  if (!parse_request_uri(text)) return;
  Result<UrlReference> url = parse_url(text);
  if (!url) return;
  (void)host_name(*url);
  (void)port(*url);
  (void)query_parameters(*url);
  std::string written = to_text(*url);
  Result<UrlReference> again = parse_url(written);
  check(!again || to_text(*again) == written);
}

void read_version(std::string_view text) {
  if (Result<Semver> version = parse_semver(text)) {
    std::string written = to_text(*version);
    Result<Semver> again = parse_semver(written);
    check(again && compare(*again, *version) == 0 && written == text);
  }
  (void)normalized_semver(text);
}

}  // namespace
}  // namespace seawall::cel

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  seawall::cel::read_quantity(text);
  seawall::cel::read_network(text);
  seawall::cel::read_url(text);
  seawall::cel::read_version(text);
  for (const seawall::cel::NamedFormat& format : seawall::cel::named_formats())
    (void)format.validate(text);
  return 0;
}
