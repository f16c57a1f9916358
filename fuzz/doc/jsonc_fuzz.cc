// What is JSON is also JSON with comments, and the same value.
#include <cstdint>

#include "base/result.h"
#include "doc/compare.h"
#include "doc/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall::doc;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto with_comments = parse_jsonc(text, seawall::Limits{});
  auto strict = parse_json(text, seawall::Limits{});
  if (!strict.ok()) return 0;
  CHECK(with_comments.ok());
  CHECK(equal(strict->root(), with_comments->root()));
  return 0;
}
