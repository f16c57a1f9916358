#include "image/layout.h"

#include <gtest/gtest.h>

#include "image/test_stored.h"

namespace seawall::image {
namespace {

// Writes a layout of several images; returns its path.
std::string write_layout(const std::string& name, const std::vector<TestImage>& images,
                         const std::vector<std::string>& annotations) {
  std::string path = test_path(name);
  std::string manifests;
  for (size_t i = 0; i < images.size(); ++i) {
    for (const auto& [digest, bytes] : images[i].blobs)
      write_test_file(path + "/blobs/sha256/" + digest.substr(7), bytes);
    manifests += fmt::format(
        R"({}{{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{}","size":{},{}}})",
        i == 0 ? "" : ",", images[i].manifest_digest, images[i].manifest.size(), annotations[i]);
  }
  write_test_file(path + "/oci-layout", R"({"imageLayoutVersion":"1.0.0"})");
  write_test_file(path + "/index.json",
                  fmt::format(R"({{"schemaVersion":2,"manifests":[{}]}})", manifests));
  return path;
}

constexpr const char* kLatest = R"("annotations":{"org.opencontainers.image.ref.name":"latest"})";

TEST(Layout, Folder) {
  TestImage image = test_image(tars());
  std::string path = write_layout("layout", {image}, {kLatest});
  expect_whole(path, 3);
  expect_whole("oci:" + path, 3);
  expect_whole("oci-layout:" + path + ":latest", 3);
  expect_whole("oci-layout:" + path + "@" + image.manifest_digest, 3);
  auto opened = open_image(path, OpenOptions{});
  ASSERT_TRUE(opened.ok());
  const Image& shown = (*opened)->image();
  EXPECT_EQ(shown.digest, image.manifest_digest);
  EXPECT_EQ(shown.config_digest, image.config_digest);
  EXPECT_EQ(shown.layers[1].created_by, "step 2");
  EXPECT_EQ(shown.layers[1].diff_id, sha256_oci(tars()[1]));
  EXPECT_EQ(shown.labels.at("l"), "v");
  EXPECT_EQ(failure("oci:" + path + ":other").code(), Code::kNotFound);
}

TEST(Layout, DamagedBlobIsFound) {
  TestImage image = test_image(tars());
  std::string path = write_layout("damaged", {image}, {kLatest});
  std::string blob = image.blobs[image.layer_digests[1]];
  blob[60'000] = '!';
  write_test_file(path + "/blobs/sha256/" + image.layer_digests[1].substr(7), blob);
  EXPECT_EQ(failure(path).code(), Code::kInvalid);
  std::filesystem::remove(path + "/blobs/sha256/" + image.layer_digests[1].substr(7));
  EXPECT_EQ(failure(path).code(), Code::kNotFound);
  // A link would lead out of the layout.
  std::filesystem::create_symlink("/etc/passwd",
                                  path + "/blobs/sha256/" + image.layer_digests[1].substr(7));
  EXPECT_EQ(failure(path).code(), Code::kNotFound);
}

TEST(Layout, LayersThatOnlyTheConfigNamesAreMissed) {
  TestImage image = test_image({tars()[0]});
  std::string layers = image.manifest.substr(image.manifest.find(R"("layers":[)"));
  image.blobs.erase(image.manifest_digest);
  image.manifest = replace_all(image.manifest, layers, R"("layers":[]})");
  image.manifest_digest = sha256_oci(image.manifest);
  image.blobs[image.manifest_digest] = image.manifest;
  auto opened = open_image(write_layout("no-layers", {image}, {kLatest}), OpenOptions{});
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  EXPECT_TRUE((*opened)->image().layers.empty());
  ASSERT_FALSE((*opened)->diagnostics().empty());
  EXPECT_TRUE((*opened)->diagnostics()[0].incomplete);
}

TEST(Layout, ChoosesByPlatform) {
  TestImage amd = test_image({tars()[0]});
  TestImage arm = test_image({tars()[1]}, true, "arm64");
  std::string path = write_layout("platforms", {amd, arm},
                                  {R"("platform":{"os":"linux","architecture":"amd64"})",
                                   R"("platform":{"os":"linux","architecture":"arm64"})"});
  OpenOptions options;
  options.platform.architecture = "aarch64";
  auto opened = open_image(path, options);
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  EXPECT_EQ((*opened)->image().architecture, "arm64");
  EXPECT_TRUE((*opened)->diagnostics().empty());
  options.platform.architecture = "s390x";
  EXPECT_EQ(failure(path, options).code(), Code::kNotFound);
}

TEST(Layout, SeveralNamesAreReported) {
  std::string path = write_layout(
      "names", {test_image({tars()[0]}), test_image({tars()[1]})},
      {R"("annotations":{"org.opencontainers.image.ref.name":"one"})",
       R"("annotations":{"io.containerd.image.name":"docker.io/library/two:latest"})"});
  auto opened = open_image(path, OpenOptions{});
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  ASSERT_EQ((*opened)->diagnostics().size(), 1u);
  opened = open_image(path, OpenOptions{.image_name = "two"});
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  EXPECT_TRUE((*opened)->diagnostics().empty());
  EXPECT_EQ((*opened)->image().layers[0].diff_id, sha256_oci(tars()[1]));
}

}  // namespace
}  // namespace seawall::image
