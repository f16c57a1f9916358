// Manifests, indexes and configs from JSON. Sources: OCI image-spec v1.1 (manifest.md,
// image-index.md, config.md, descriptor.md) and Docker's Image Manifest V2, Schema 2. All bounded
// by limits.manifest_bytes, limits.image_layers and the document limits.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/result.h"
#include "doc/tree.h"
#include "image/digest.h"
#include "image/source.h"

namespace seawall::image {

struct Descriptor {
  std::string media_type;
  Digest digest;
  uint64_t size = 0;
  std::optional<Platform> platform;
  std::string artifact_type;
  std::map<std::string, std::string> annotations;

  // org.opencontainers.image.ref.name, or ""
  std::string ref_name() const;
  // containerd's full name of the image, or "".
  std::string image_name() const;
  // An attestation or signature, not something that runs: platform unknown/unknown, BuildKit's
  // attestation mark, or an artifact type.
  bool is_artifact() const;
};

struct Manifest {
  Descriptor config;
  std::vector<Descriptor> layers;  // base first
  std::map<std::string, std::string> annotations;
};

struct Index {
  std::vector<Descriptor> manifests;
  std::map<std::string, std::string> annotations;
};

// Exactly one of the two is set.
struct ManifestOrIndex {
  std::optional<Manifest> manifest;
  std::optional<Index> index;
};

// `media_type`: what the transport said ("" when it says nothing); the document's own mediaType
// wins, then its shape decides. kUnsupported for Docker's schema 1 and for artifacts that are no
// images (Helm charts, SBOMs ...), by name. kInvalid for a document that is both manifest and index
// (CVE-2021-41190).
Result<ManifestOrIndex> parse_manifest(std::string_view json, std::string_view media_type,
                                       const Limits& limits);

// Config fields into `image`, and its history mapped to the layers: each layer takes the
// `created_by` of its history entry and its diff_id. `image.layers` holds the manifest's layers
// already. Counts that do not agree are tolerated with a diagnostic: incomplete when the config
// names layers that the manifest lacks.
Status parse_config(std::string_view json, const Limits& limits, Image& image,
                    Diagnostics& diagnostics);

// The descriptor that suits `wanted` best, artifacts passed over; the only one without a platform
// when none states one. kNotFound with the platforms there are and the remedy.
Result<const Descriptor*> choose_platform(const Index& index, const Platform& wanted);

bool is_index_type(std::string_view media_type);
// Layers that registries do not distribute (Windows base layers).
bool is_foreign_layer_type(std::string_view media_type);
// Layers that are tars, in any compression.
bool is_tar_layer_type(std::string_view media_type);

// Layer of the model from a manifest's descriptor.
Layer make_layer(const Descriptor& descriptor);
// What is odd about the layers: foreign, encrypted or of an unknown type.
void note_odd_layers(const Image& image, Diagnostics& diagnostics);

}  // namespace seawall::image
