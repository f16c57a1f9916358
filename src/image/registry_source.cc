#include "base/file.h"
#include "image/reference.h"
#include "image/registry_image.h"
#include "image/source.h"

namespace seawall::image {
namespace {

// What lies on disk is never looked up elsewhere, and neither is what can only be a path.
bool recognises(const std::string& target) {
  return !file_exists(target) && parse_reference(target).ok();
}

Result<std::unique_ptr<OpenImage>> open(const std::string& target, const OpenOptions& options) {
  return open_registry_image(target, options);
}

}  // namespace

const Source& registry_source() {
  static const Source source{.name = "registry",
                             .description = "an image in a registry: alpine:3.19, HOST/NAME:TAG",
                             .rank = 70,
                             .recognises = recognises,
                             .open = open};
  return source;
}

}  // namespace seawall::image
