// The archive's only fixed point is manifest.json: a list of images, each with the names of its
// config and of its layers, base first. Everything else (repositories, per-layer json) is for
// Docker before 1.10 and is not read. Since Docker 25 the archive is an OCI layout at the same
// time, and its files lie under blobs/sha256/; manifest.json is still there and says so.
//
// Layer tars are plain, or compressed where a build tool wrote the archive. Nothing in the archive
// vouches for a layer but the config's diff_ids (or the digest in the name of a blob), so that is
// what is verified. Source: the Docker image specification v1.2, "Combined Image JSON + Filesystem
// Changeset Format".
#include "image/docker_archive.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "doc/parse.h"
#include "image/image_json.h"
#include "image/reference.h"
#include "image/stored_image.h"

namespace seawall::image {
namespace {

struct Entry {
  std::string config;
  std::vector<std::string> repo_tags;
  std::vector<std::string> layers;
};

Result<std::vector<Entry>> parse_entries(std::string_view json, const Limits& limits) {
  Limits bounds = limits;
  bounds.document_bytes = limits.manifest_bytes;
  doc::Document document = TRY(doc::parse_json(json, bounds, false));
  std::vector<Entry> out;
  for (const doc::Node& node : document.root().items()) {
    Entry& entry = out.emplace_back();
    entry.config = node.text("Config");
    for (const doc::Node& tag : node["RepoTags"].items())
      entry.repo_tags.emplace_back(tag.as_string());
    for (const doc::Node& layer : node["Layers"].items())
      entry.layers.emplace_back(layer.as_string());
    if (entry.layers.size() > limits.image_layers)
      return Error::make(Code::kLimit, "more than {} layers", limits.image_layers);
  }
  if (out.empty()) return Error::make(Code::kInvalid, "manifest.json names no image");
  return out;
}

// The 64 digits of a name such as blobs/sha256/<hex>, <hex>.json or <hex>/layer.tar.
std::string digits_of(const std::string& name) {
  size_t start = 0;
  while (start < name.size()) {
    size_t end = std::min(name.find_first_of("/.", start), name.size());
    std::string part = name.substr(start, end - start);
    if (parse_digest("sha256:" + part).ok()) return part;
    start = end + 1;
  }
  return "";
}

std::string names_of(const std::vector<Entry>& entries, const Entry* except) {
  std::string text;
  for (const Entry& entry : entries) {
    if (&entry == except) continue;
    if (!text.empty()) text += ", ";
    text += printable(entry.repo_tags.empty() ? entry.config : entry.repo_tags[0], 200);
    if (text.size() > 1000) return text + ", ...";
  }
  return text;
}

bool is_named(const Entry& entry, const std::string& name) {
  for (const std::string& tag : entry.repo_tags)
    if (same_image_name(tag, name)) return true;
  std::string digits = digits_of(entry.config);
  std::string_view wanted = name;
  if (wanted.substr(0, 7) == "sha256:") wanted.remove_prefix(7);
  return wanted.size() >= 12 && digits.substr(0, wanted.size()) == wanted;
}

Result<const Entry*> choose(const std::vector<Entry>& entries, const std::string& name,
                            const std::string& reference, Diagnostics& diagnostics) {
  if (name.empty()) {
    if (entries.size() > 1)
      diagnostics.push_back(
          {.code = Code::kUnsupported,
           .path = reference,
           .message = fmt::format("the archive holds {} images and only the first was read; the "
                                  "others: {} (choose one by its name)",
                                  entries.size(), names_of(entries, &entries[0]))});
    return &entries[0];
  }
  for (const Entry& entry : entries)
    if (is_named(entry, name)) return &entry;
  return Error::make(Code::kNotFound, "the archive has no image {}; it has: {}",
                     printable(name, 200), names_of(entries, nullptr));
}

// Blobs named by their digest are verified by it (and must not contradict their diff_id), other
// layers by their diff_id.
Result<StoredLayer> stored_layer(const std::string& file, Layer& layer) {
  StoredLayer out{.file = file, .blob_digest = {}, .diff_id = {}};
  if (file.substr(0, 13) == "blobs/sha256/") {
    out.blob_digest = TRY(parse_digest("sha256:" + file.substr(13)));
    layer.digest = out.blob_digest->text();
  }
  if (!layer.diff_id.empty()) out.diff_id = TRY(parse_digest(layer.diff_id));
  return out;
}

}  // namespace

Result<std::unique_ptr<OpenImage>> open_docker_archive(std::unique_ptr<FileSet> files,
                                                       const std::string& reference,
                                                       const std::string& name,
                                                       const OpenOptions& options) {
  std::string manifest = TRY(files->read("manifest.json", options.limits.manifest_bytes));
  std::vector<Entry> entries =
      TRY(parse_entries(manifest, options.limits).context("manifest.json"));
  Diagnostics diagnostics;
  const Entry& entry = *TRY(choose(entries, name, reference, diagnostics));
  Image image;
  image.reference = reference;
  image.repo_tags = entry.repo_tags;
  image.layers.resize(entry.layers.size());
  std::string config =
      TRY(files->read(entry.config, options.limits.manifest_bytes).context("image config"));
  image.config_digest = sha256_oci(config);
  std::string named = digits_of(entry.config);
  if (!named.empty() && image.config_digest != "sha256:" + named)
    return Error::make(Code::kMismatch, "image config: digest mismatch: {} has {}", entry.config,
                       image.config_digest);
  TRY(parse_config(config, options.limits, image, diagnostics).context("image config"));
  std::vector<StoredLayer> layers;
  for (size_t i = 0; i < entry.layers.size(); ++i) {
    Layer& layer = image.layers[i];
    layers.push_back(TRY(stored_layer(entry.layers[i], layer).context("layer {}", i + 1)));
    layer.size = files->size(entry.layers[i]);
    if (layer.diff_id.empty() && layer.digest.empty())
      diagnostics.push_back({.code = Code::kInvalid,
                             .path = entry.layers[i],
                             .message = "the image config has no diff_id for this layer: it cannot "
                                        "be verified",
                             .incomplete = false});
  }
  return make_stored_image(std::move(image), std::move(files), std::move(layers),
                           std::move(diagnostics));
}

}  // namespace seawall::image
