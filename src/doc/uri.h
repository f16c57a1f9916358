// URI references (RFC 3986 section 5), as far as schema documents name each other by them.
#pragma once

#include <string>
#include <string_view>

namespace seawall::doc {

// `reference` seen from `base`. Without a base, the reference itself.
std::string resolve_uri(std::string_view base, std::string_view reference);

struct UriParts {
  std::string_view address;   // all before '#'
  std::string_view fragment;  // behind it, as written
};
UriParts split_fragment(std::string_view uri);

}  // namespace seawall::doc
