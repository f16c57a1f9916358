// Names of images and what registries answer about authentication.
#include <cstdint>
#include <cstdlib>

#include "image/auth_challenge.h"
#include "image/reference.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  seawall::Result<seawall::image::Reference> reference = seawall::image::parse_reference(text);
  if (reference.ok()) {
    // What is printed means the same again.
    auto again = seawall::image::parse_reference(reference->text());
    if (!again.ok() || again->text() != reference->text()) std::abort();
  }
  seawall::image::parse_challenges(text);
  return 0;
}
