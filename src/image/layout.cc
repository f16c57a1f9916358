#include "image/layout.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "doc/parse.h"
#include "image/reference.h"
#include "image/stored_image.h"

namespace seawall::image {
namespace {

constexpr int kIndexDepth = 4;  // an index of indexes of ...

bool is_named(const Descriptor& descriptor, const std::string& name) {
  return descriptor.ref_name() == name || descriptor.digest.text() == name ||
         same_image_name(descriptor.image_name(), name) ||
         (!descriptor.ref_name().empty() && same_image_name(descriptor.ref_name(), name));
}

std::string name_of(const Descriptor& descriptor) {
  for (const std::string& name : {descriptor.image_name(), descriptor.ref_name()})
    if (!name.empty()) return printable(name, 200);
  return descriptor.digest.text();
}

std::string names_of(const std::vector<const Descriptor*>& list, const Descriptor* except) {
  std::string text;
  for (const Descriptor* descriptor : list) {
    if (descriptor == except) continue;
    text += (text.empty() ? "" : ", ") + name_of(*descriptor);
    if (text.size() > 1000) return text + ", ...";
  }
  return text.empty() ? "none" : text;
}

// The image of index.json that was asked for.
Result<const Descriptor*> choose(const Index& index, const std::string& name,
                                 const OpenOptions& options, const std::string& reference,
                                 Diagnostics& diagnostics) {
  std::vector<const Descriptor*> images;
  std::vector<const Descriptor*> named;
  for (const Descriptor& descriptor : index.manifests) {
    if (descriptor.is_artifact()) continue;
    images.push_back(&descriptor);
    if (!name.empty() && is_named(descriptor, name)) named.push_back(&descriptor);
  }
  if (!name.empty() && named.empty())
    return Error::make(Code::kNotFound, "the layout has no image {}; it has: {}",
                       printable(name, 200), names_of(images, nullptr));
  std::vector<const Descriptor*>& candidates = name.empty() ? images : named;
  if (candidates.empty()) return Error::make(Code::kNotFound, "the layout holds no image");
  if (candidates.size() == 1) return candidates[0];
  Index narrowed;
  for (const Descriptor* candidate : candidates)
    if (candidate->platform) narrowed.manifests.push_back(*candidate);
  const Descriptor* chosen = candidates[0];
  if (narrowed.manifests.size() == candidates.size()) {
    const Descriptor* best = TRY(choose_platform(narrowed, options.platform));
    chosen = candidates[static_cast<size_t>(best - narrowed.manifests.data())];
    // Other platforms of the same image are no other images.
    bool one_name = std::all_of(candidates.begin(), candidates.end(), [&](const Descriptor* each) {
      return name_of(*each) == name_of(*chosen) ||
             (each->ref_name().empty() && each->image_name().empty());
    });
    if (one_name) return chosen;
  }
  diagnostics.push_back(
      {.code = Code::kUnsupported,
       .path = reference,
       .message = fmt::format("the layout holds {} images and only {} was read; the others: {} "
                              "(choose one by its name)",
                              candidates.size(), name_of(*chosen), names_of(candidates, chosen))});
  return chosen;
}

Status check_version(FileSet& files, const Limits& limits) {
  std::string marker = TRY(files.read("oci-layout", 4096));
  doc::Document document = TRY(doc::parse_json(marker, limits, false).context("oci-layout"));
  std::string_view version = document.root().text("imageLayoutVersion");
  if (version.substr(0, 2) == "1.") return {};
  return Error::make(Code::kUnsupported, "image layout version \"{}\"", printable(version, 40));
}

}  // namespace

Result<Manifest> resolve_manifest(const Descriptor& top, const Platform& platform,
                                  const Limits& limits, const FetchDocument& fetch, Image& image) {
  Descriptor at = top;
  for (int depth = 0; depth <= kIndexDepth; ++depth) {
    std::string text = TRY(fetch(at));
    ManifestOrIndex parsed =
        TRY(parse_manifest(text, at.media_type, limits).context("manifest {}", at.digest.text()));
    if (!parsed.manifest) {
      image.annotations.insert(parsed.index->annotations.begin(), parsed.index->annotations.end());
      at = *TRY(choose_platform(*parsed.index, platform));
      continue;
    }
    Manifest manifest = *std::move(parsed.manifest);
    image.digest = at.digest.text();
    image.config_digest = manifest.config.digest.text();
    for (const auto& [key, value] : manifest.annotations) image.annotations[key] = value;
    for (const Descriptor& layer : manifest.layers) image.layers.push_back(make_layer(layer));
    return manifest;
  }
  return Error::make(Code::kLimit, "indexes nested deeper than {}", kIndexDepth);
}

Result<std::unique_ptr<OpenImage>> open_from_blobs(std::unique_ptr<FileSet> files,
                                                   const std::string& reference,
                                                   const Descriptor& top,
                                                   const OpenOptions& options,
                                                   Diagnostics diagnostics) {
  Image image;
  image.reference = reference;
  for (const std::string& tag : {top.image_name(), top.ref_name()})
    if (!tag.empty()) image.repo_tags.push_back(tag);
  auto fetch = [&](const Descriptor& wanted) -> Result<std::string> {
    std::string text = TRY(files->read(wanted.digest.blob_path(), options.limits.manifest_bytes));
    TRY(verify_digest(text, wanted.digest));
    return text;
  };
  Manifest manifest = TRY(resolve_manifest(top, options.platform, options.limits, fetch, image));
  std::string config = TRY(fetch(manifest.config).context("image config"));
  TRY(parse_config(config, options.limits, image, diagnostics).context("image config"));
  std::vector<StoredLayer> layers;
  for (const Descriptor& layer : manifest.layers)
    layers.push_back(
        {.file = layer.digest.blob_path(), .blob_digest = layer.digest, .diff_id = {}});
  return make_stored_image(std::move(image), std::move(files), std::move(layers),
                           std::move(diagnostics));
}

Result<std::unique_ptr<OpenImage>> open_layout(std::unique_ptr<FileSet> files,
                                               const std::string& reference,
                                               const std::string& name,
                                               const OpenOptions& options) {
  TRY(check_version(*files, options.limits));
  std::string text = TRY(files->read("index.json", options.limits.manifest_bytes));
  ManifestOrIndex parsed =
      TRY(parse_manifest(text, "application/vnd.oci.image.index.v1+json", options.limits)
              .context("index.json"));
  if (!parsed.index) return Error::make(Code::kInvalid, "index.json is not an index");
  Diagnostics diagnostics;
  Descriptor top = *TRY(choose(*parsed.index, name, options, reference, diagnostics));
  return open_from_blobs(std::move(files), reference, top, options, std::move(diagnostics));
}

}  // namespace seawall::image
