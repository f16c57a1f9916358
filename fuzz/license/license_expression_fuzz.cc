// Any text as an expression and as a declared license; what is given back must be stable.
#include <cstdint>
#include <cstdlib>

#include "license/category.h"
#include "license/expression.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace license = seawall::license;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  seawall::Result<license::Expression> first = license::parse_expression(text);
  if (first) {
    seawall::Result<license::Expression> again =
        license::parse_expression(license::format_expression(*first));
    if (!again || *again != *first) std::abort();
    license::category_of(license::simplify(*first));
  }
  std::string normal = license::normalise(text);
  if (!normal.empty() && license::normalise(normal) != normal) std::abort();
  return 0;
}
