// Verification: where blobs have digests, or lie as plain tars under their diff_id, the bytes on
// disk are what the digest covers; they are hashed by verify_layer() on another core while
// walk_layer() unpacks. Everything else (compressed layers known by diff_id only, streams that pass
// once) is hashed within the walk.
#include "image/stored_image.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "image/walk.h"

namespace seawall::image {
namespace {

class StoredImage final : public OpenImage {
 public:
  StoredImage(Image image, std::unique_ptr<FileSet> files, std::vector<StoredLayer> layers,
              std::vector<bool> apart, Diagnostics diagnostics)
      : image_(std::move(image)),
        files_(std::move(files)),
        layers_(std::move(layers)),
        apart_(std::move(apart)),
        diagnostics_(std::move(diagnostics)) {}

  const Image& image() const override { return image_; }
  bool verifies_apart() const override { return files_->seekable(); }
  Diagnostics diagnostics() const override { return diagnostics_; }

  Status walk_layer(size_t index, archive::TarVisitor& visitor, const Limits& limits) override {
    TRY(check_readable(index));
    const StoredLayer& layer = layers_[index];
    std::unique_ptr<archive::ByteSource> blob =
        TRY(files_->open(layer.file).context("{}", name(index)));
    const Digest* by_blob = layer.blob_digest ? &*layer.blob_digest : nullptr;
    const Digest* by_tar = by_blob == nullptr && layer.diff_id ? &*layer.diff_id : nullptr;
    if (apart_[index]) by_blob = by_tar = nullptr;
    return walk_blob(*blob, by_blob, image_.layers[index].size, by_tar, visitor, limits)
        .context("{}", name(index));
  }

  Status verify_layer(size_t index) override {
    if (!apart_[index]) return {};
    TRY(check_readable(index));
    const StoredLayer& layer = layers_[index];
    std::unique_ptr<archive::ByteSource> blob =
        TRY(files_->open(layer.file).context("{}", name(index)));
    VerifyingSource source(*blob, layer.blob_digest ? *layer.blob_digest : *layer.diff_id,
                           image_.layers[index].size);
    return source.finish().context("{}", name(index));
  }

  std::vector<size_t> read_order() const override {
    std::vector<size_t> order;
    if (files_->seekable()) return order;
    for (size_t i = 0; i < layers_.size(); ++i) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [this](size_t a, size_t b) {
      return files_->position(layers_[a].file) < files_->position(layers_[b].file);
    });
    return order;
  }

 private:
  std::string name(size_t index) const { return fmt::format("layer {}", index + 1); }

  Status check_readable(size_t index) const {
    const Layer& layer = image_.layers[index];
    if (layer.foreign)
      return Error::make(Code::kUnsupported, "{} is not distributed with the image", name(index));
    if (!is_tar_layer_type(layer.media_type))
      return Error::make(Code::kUnsupported, "{} has type {}, which is no file system layer",
                         name(index), printable(layer.media_type, 200));
    if (layers_[index].file.empty())
      return Error::make(Code::kNotFound, "{} ({}) is missing from the store", name(index),
                         layer.digest.empty() ? layer.diff_id : layer.digest);
    return {};
  }

  Image image_;
  std::unique_ptr<FileSet> files_;
  std::vector<StoredLayer> layers_;
  std::vector<bool> apart_;
  Diagnostics diagnostics_;
};

// Whether the stored bytes themselves are what the digest covers.
Result<bool> verified_apart(FileSet& files, const StoredLayer& layer) {
  if (!files.seekable() || layer.file.empty()) return false;
  if (!layer.diff_id) return layer.blob_digest.has_value();
  if (layer.blob_digest && layer.blob_digest->text() == layer.diff_id->text()) return true;
  std::unique_ptr<archive::ByteSource> blob = TRY(files.open(layer.file));
  std::string_view head = TRY(blob->read()).substr(0, 6);
  bool plain = archive::detect_compression(head) == archive::Compression::kNone;
  if (plain && layer.blob_digest)
    return Error::make(Code::kMismatch, "digest mismatch: the config names {}, the blob is {}",
                       layer.diff_id->text(), layer.blob_digest->text());
  return plain || layer.blob_digest.has_value();
}

}  // namespace

Result<std::unique_ptr<OpenImage>> make_stored_image(Image image, std::unique_ptr<FileSet> files,
                                                     std::vector<StoredLayer> layers,
                                                     Diagnostics diagnostics) {
  CHECK(image.layers.size() == layers.size());
  std::vector<bool> apart;
  for (StoredLayer& layer : layers) {
    Layer& shown = image.layers[apart.size()];
    if (files->contains(layer.file)) {
      shown.foreign = false;  // distributed after all
    } else {
      layer.file.clear();
    }
    apart.push_back(TRY(verified_apart(*files, layer).context("layer {}", apart.size() + 1)));
  }
  note_odd_layers(image, diagnostics);
  return std::unique_ptr<OpenImage>(
      std::make_unique<StoredImage>(std::move(image), std::move(files), std::move(layers),
                                    std::move(apart), std::move(diagnostics)));
}

}  // namespace seawall::image
