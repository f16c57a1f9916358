#include <string>

#include "archive/stream.h"
#include "base/file.h"
#include "base/text.h"
#include "image/docker_archive.h"
#include "image/layout.h"
#include "image/source.h"

namespace seawall::image {
namespace {

// Any tar archive: whether it holds a layout or Docker's files shows only inside.
bool recognises(const std::string& target) {
  if (!file_exists(target) || directory_exists(target)) return false;
  Result<std::unique_ptr<archive::ByteSource>> source = archive::file_source(target);
  if (!source.ok()) return false;
  Result<std::string_view> head = (*source)->read();
  if (!head.ok()) return false;
  if (archive::detect_compression(head->substr(0, 6)) != archive::Compression::kNone) return true;
  return head->size() >= 512 && head->substr(257, 5) == "ustar";
}

Result<std::unique_ptr<OpenImage>> open(const std::string& target, const OpenOptions& options) {
  std::unique_ptr<FileSet> files = TRY(archive_files(target, options.limits));
  if (files->contains("manifest.json"))
    return open_docker_archive(std::move(files), target, options.image_name, options)
        .context("{}", target);
  if (files->contains("index.json"))
    return open_layout(std::move(files), target, options.image_name, options).context("{}", target);
  return Error::make(
      Code::kInvalid,
      "{} is an archive but no image: it has neither manifest.json (docker save) nor "
      "index.json (OCI layout)",
      printable(target));
}

}  // namespace

const Source& docker_archive_source() {
  static const Source source{.name = "docker-archive",
                             .description = "an archive written by docker save, also compressed",
                             .rank = 20,
                             .recognises = recognises,
                             .open = open};
  return source;
}

}  // namespace seawall::image
