// An image whose layer blobs are files of a FileSet: archives, layouts, daemons, containerd.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "image/file_set.h"
#include "image/image_json.h"
#include "image/source.h"

namespace seawall::image {

struct StoredLayer {
  std::string file;                   // "": the store does not have it
  std::optional<Digest> blob_digest;  // what vouches for the bytes as stored ...
  std::optional<Digest> diff_id;      // ... or else for the uncompressed tar
};

// `layers` goes with image.layers, one for one. Layers whose bytes in the store are what their
// digest covers are verified apart when the store can seek.
Result<std::unique_ptr<OpenImage>> make_stored_image(Image image, std::unique_ptr<FileSet> files,
                                                     std::vector<StoredLayer> layers,
                                                     Diagnostics diagnostics);

}  // namespace seawall::image
