// What `docker save` writes: an archive with manifest.json, configs and layer tars.
#pragma once

#include <memory>
#include <string>

#include "image/file_set.h"
#include "image/source.h"

namespace seawall::image {

// `reference`: the image as the user named it. `name` chooses by tag or config digest when the
// archive holds several images; empty: the first one, with a diagnostic that names the others.
Result<std::unique_ptr<OpenImage>> open_docker_archive(std::unique_ptr<FileSet> files,
                                                       const std::string& reference,
                                                       const std::string& name,
                                                       const OpenOptions& options);

}  // namespace seawall::image
