// One streaming pass over one layer.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "image/source.h"
#include "model/layer_facts.h"
#include "package/reader.h"

namespace seawall::model {

// Files to read as if they lay elsewhere: the content of `target` as the wanted path `path`.
using ExtraFiles = std::map<std::string, std::vector<std::string>, std::less<>>;  // target -> paths

// Walks layer `index` once. Hard links of the layer whose content was met before the reader knew
// that it is wanted cost a second pass over that layer; nothing else does.
Result<LayerFacts> analyse_layer(image::OpenImage& image, size_t index,
                                 const package::ReaderIndex& readers, const Limits& limits);

// A pass that reads only `extra`: links of other layers that end in this one. Sorted by path. What
// is no regular file, too large, or beyond 4 GiB in all (counted for each link) is a file with a
// diagnostic.
Result<std::vector<LayerFacts::File>> read_extra_files(image::OpenImage& image, size_t index,
                                                       const package::ReaderIndex& readers,
                                                       const ExtraFiles& extra,
                                                       const Limits& limits);

}  // namespace seawall::model
