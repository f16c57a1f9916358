// OCI image layouts. Source: OCI image-spec v1.1, image-layout.md.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "image/file_set.h"
#include "image/image_json.h"
#include "image/source.h"

namespace seawall::image {

// `name` chooses among several images: a tag, a full name or a manifest digest; empty: the one that
// suits the platform, the others named in a diagnostic.
Result<std::unique_ptr<OpenImage>> open_layout(std::unique_ptr<FileSet> files,
                                               const std::string& reference,
                                               const std::string& name, const OpenOptions& options);

// The image under `top`, whose blobs lie in `files` as layouts keep them. Indexes are followed by
// platform; every document is verified by its digest.
Result<std::unique_ptr<OpenImage>> open_from_blobs(std::unique_ptr<FileSet> files,
                                                   const std::string& reference,
                                                   const Descriptor& top,
                                                   const OpenOptions& options,
                                                   Diagnostics diagnostics);

// Follows indexes from `top` down to one image manifest. `fetch` gives a verified document. What
// the manifest says goes into `image` (digest, config_digest, annotations, layers).
using FetchDocument = std::function<Result<std::string>(const Descriptor&)>;
Result<Manifest> resolve_manifest(const Descriptor& top, const Platform& platform,
                                  const Limits& limits, const FetchDocument& fetch, Image& image);

}  // namespace seawall::image
