#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "image/layout.h"
#include "image/source.h"

namespace seawall::image {
namespace {

bool recognises(const std::string& target) {
  return file_exists(target + "/oci-layout") || file_exists(target + "/index.json");
}

// PATH, PATH:TAG or PATH@DIGEST, as other tools write them.
struct Place {
  std::string path, name;
};

Place split_target(const std::string& target) {
  if (file_exists(target)) return {target, ""};
  std::optional<Halves> halves = split_once(target, "@");
  if (!halves) {
    size_t slash = target.rfind('/');
    size_t colon = target.find(':', slash == std::string::npos ? 0 : slash);
    if (colon != std::string::npos)
      halves = Halves{std::string_view(target).substr(0, colon),
                      std::string_view(target).substr(colon + 1)};
  }
  if (!halves || !file_exists(std::string(halves->first))) return {target, ""};
  return {std::string(halves->first), std::string(halves->second)};
}

Result<std::unique_ptr<OpenImage>> open(const std::string& target, const OpenOptions& options) {
  Place place = split_target(target);
  if (place.name.empty()) place.name = options.image_name;
  if (!file_exists(place.path))
    return Error::make(Code::kNotFound, "{} does not exist", printable(target));
  std::unique_ptr<FileSet> files;
  if (directory_exists(place.path)) {
    files = folder_files(place.path);
  } else {
    files = TRY(archive_files(place.path, options.limits));
  }
  return open_layout(std::move(files), target, place.name, options).context("{}", target);
}

}  // namespace

const Source& oci_layout_source() {
  static const Source source{.name = "oci-layout",
                             .description = "an OCI image layout, folder or tar archive",
                             .rank = 10,
                             .recognises = recognises,
                             .open = open};
  return source;
}

}  // namespace seawall::image
