#include "image/stored_image.h"

#include <gtest/gtest.h>

#include "image/test_stored.h"

namespace seawall::image {
namespace {

// One layer in a folder, known by what `layer` says.
Result<std::unique_ptr<OpenImage>> one_layer(const std::string& bytes, StoredLayer layer,
                                             bool foreign = false) {
  std::string folder = test_path("one-layer");
  write_test_file(folder + "/layer", bytes);
  Image image;
  image.layers.push_back({.foreign = foreign});
  std::vector<StoredLayer> layers = {std::move(layer)};
  return make_stored_image(std::move(image), folder_files(folder), std::move(layers), {});
}

Status walk(OpenImage& image) {
  CollectingVisitor visitor;
  return image.walk_layer(0, visitor, Limits{});
}

TEST(StoredImage, VerifiesApartWhereTheDigestCoversTheBytes) {
  const std::string& tar = tars()[0];
  Digest good = parse_digest(sha256_oci(tar)).value();
  Digest bad = parse_digest(sha256_oci("other")).value();
  Digest zipped = parse_digest(sha256_oci(test_gzip(tar))).value();
  // A blob digest, or the diff_id of a plain tar: walking alone does not notice.
  auto image = one_layer(tar, {"layer", bad, {}}).value();
  EXPECT_TRUE(walk(*image).ok());
  EXPECT_EQ(image->verify_layer(0).error().code(), Code::kMismatch);
  image = one_layer(tar, {"layer", {}, bad}).value();
  EXPECT_TRUE(walk(*image).ok());
  EXPECT_EQ(image->verify_layer(0).error().code(), Code::kMismatch);
  image = one_layer(tar, {"layer", good, good}).value();
  EXPECT_TRUE(image->verify_layer(0).ok());
  // The diff_id of a compressed tar needs the walk.
  image = one_layer(test_gzip(tar), {"layer", {}, bad}).value();
  EXPECT_EQ(walk(*image).error().code(), Code::kMismatch);
  EXPECT_TRUE(image->verify_layer(0).ok());
  image = one_layer(test_gzip(tar), {"layer", {}, good}).value();
  EXPECT_TRUE(walk(*image).ok());
  image = one_layer(test_gzip(tar), {"layer", zipped, good}).value();
  EXPECT_TRUE(walk(*image).ok());
  EXPECT_TRUE(image->verify_layer(0).ok());
  // A plain tar cannot have two digests.
  EXPECT_FALSE(one_layer(tar, {"layer", good, bad}).ok());
}

TEST(StoredImage, ForeignAndMissingLayers) {
  auto image = one_layer("", {"absent", {}, {}}, true).value();
  EXPECT_EQ(walk(*image).error().code(), Code::kUnsupported);
  EXPECT_EQ(image->diagnostics().size(), 1u);
  image = one_layer("", {"absent", {}, {}}).value();
  EXPECT_EQ(walk(*image).error().code(), Code::kNotFound);
  // A foreign layer that is there can be read.
  image = one_layer(tars()[0], {"layer", {}, {}}, true).value();
  EXPECT_TRUE(walk(*image).ok());
  EXPECT_TRUE(image->diagnostics().empty());
}

}  // namespace
}  // namespace seawall::image
