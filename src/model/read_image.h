// From an opened image to its inventory: layers in parallel on a bounded pool, one streaming pass
// each, then one merge. The result is the same for any schedule of the layers.
#pragma once

#include "base/limits.h"
#include "base/progress.h"
#include "image/layer_cache.h"
#include "image/source.h"
#include "model/inventory.h"
#include "model/layer_facts.h"

namespace seawall::model {

struct ReadOptions {
  Limits limits;
  unsigned threads = 0;                // 0: one per core
  image::LayerCache* cache = nullptr;  // may be null
  Progress* progress = nullptr;        // may be null

  // Of projects: see kube::ManifestOptions.
  bool render = true;                         // charts and kustomizations
  std::vector<std::string> helm_values;       // files named by the user
  std::vector<kube::TemplatePath> templates;  // pod templates of kinds that the user declared
};

// Reads all layers. A layer that cannot be read is a diagnostic (incomplete) and the others still
// count; a digest that does not match is an error, since then nothing about the image can be
// trusted.
Result<Inventory> read_image(image::OpenImage& image, const std::string& target,
                             const ReadOptions& options);

// Pure: applies the layers in order (whiteouts, opaque folders, replaced and linked paths) and
// joins packages with licences, owners and the distribution.
Inventory merge_layers(const image::Image& image, std::vector<LayerFacts> layers);

}  // namespace seawall::model
