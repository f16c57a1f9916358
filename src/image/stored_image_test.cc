#include "image/stored_image.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "image/test_images.h"

namespace seawall::image {
namespace {

const std::vector<std::string>& tars() {
  static const std::vector<std::string> list = {
      test_tar({{"etc/os-release", "ID=debian\n"}}),
      test_tar({{"usr/bin/tool", std::string(200'000, 'x')}, {"sbin", "", '2', "usr/bin"}}),
      test_tar({{"app/.wh.old", ""}})};
  return list;
}

std::string docker_save(bool compressed_layers = false) {
  TestImage image = test_image(tars(), false);
  std::vector<TestFile> files;
  std::vector<std::string> names;
  for (const std::string& tar : tars()) {
    names.push_back(to_hex(sha256(tar)) + "/layer.tar");
    files.push_back({names.back(), compressed_layers ? test_gzip(tar) : tar});
  }
  // A layer that another one equals is a link to it.
  names.push_back("again/layer.tar");
  files.push_back({names.back(), "", '2', "../" + names[0]});
  std::string config = replace_all(image.config, R"(]},"history")",
                                   ",\"" + sha256_oci(tars()[0]) + R"("]},"history")");
  std::string config_name = to_hex(sha256(config)) + ".json";
  files.push_back({config_name, config});
  files.push_back(
      {"manifest.json", fmt::format(R"([{{"Config":"{}","RepoTags":["app:1"],"Layers":{}}}])",
                                    config_name, quoted_list(names))});
  return test_tar(files);
}

std::map<std::string, std::string> walk_all(OpenImage& image) {
  CollectingVisitor visitor;
  for (size_t i = 0; i < image.image().layers.size(); ++i) {
    Status walked = image.walk_layer(i, visitor, Limits{});
    EXPECT_TRUE(walked.ok()) << (walked.ok() ? "" : walked.error().message());
    if (!image.verifies_apart()) continue;
    Status verified = image.verify_layer(i);
    EXPECT_TRUE(verified.ok()) << (verified.ok() ? "" : verified.error().message());
  }
  return visitor.files;
}

void expect_whole(const std::string& target, size_t layers) {
  auto opened = open_image(target, OpenOptions{});
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  EXPECT_EQ((*opened)->image().layers.size(), layers);
  std::map<std::string, std::string> files = walk_all(**opened);
  EXPECT_EQ(files.size(), 4u) << target;
  EXPECT_EQ(files["usr/bin/tool"].size(), 200'000u);
  EXPECT_EQ(files["sbin"], "-> usr/bin");
  EXPECT_EQ((*opened)->diagnostics().size(), layers == 3 ? 0u : 1u) << target;
}

Error failure(const std::string& target, const OpenOptions& options = {}) {
  auto opened = open_image(target, options);
  if (!opened.ok()) return opened.error();
  CollectingVisitor visitor;
  for (size_t i = 0; i < (*opened)->image().layers.size(); ++i) {
    Status walked = (*opened)->walk_layer(i, visitor, Limits{});
    if (!walked.ok()) return walked.error();
    Status verified = (*opened)->verify_layer(i);
    if (!verified.ok()) return verified.error();
  }
  return {Code::kUsage, "it worked"};
}

TEST(DockerArchive, PlainAndCompressed) {
  expect_whole(write_test_file(test_path("plain.tar"), docker_save()), 4);
  expect_whole(write_test_file(test_path("outer.tar.gz"), test_gzip(docker_save())), 4);
  expect_whole(write_test_file(test_path("inner.tar"), docker_save(true)), 4);
  expect_whole(write_test_file(test_path("both.tar.gz"), test_gzip(docker_save(true))), 4);
}

TEST(DockerArchive, CompressedArchiveTellsItsReadOrder) {
  std::string path = write_test_file(test_path("order.tar.gz"), test_gzip(docker_save()));
  auto opened = open_image(path, OpenOptions{});
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ((*opened)->read_order(), (std::vector<size_t>{0, 3, 1, 2}));
  EXPECT_FALSE((*opened)->verifies_apart());
  CollectingVisitor visitor;
  for (size_t i : {2, 0, 1})  // any other order works too
    EXPECT_TRUE((*opened)->walk_layer(i, visitor, Limits{}).ok());
}

TEST(DockerArchive, ChangedLayerIsFound) {
  for (bool compressed : {false, true}) {
    std::string archive = docker_save(compressed);
    archive[archive.find("xxxxx")] = 'y';
    // In a compressed layer gzip's own checksum notices first.
    const char* expected = compressed ? "checksum" : "digest mismatch";
    Error error = failure(write_test_file(test_path("changed.tar"), archive));
    EXPECT_NE(error.message().find(expected), std::string::npos) << error.message();
    error = failure(write_test_file(test_path("changed.tar.gz"), test_gzip(archive)));
    EXPECT_NE(error.message().find(expected), std::string::npos) << error.message();
  }
}

TEST(DockerArchive, TruncatedArchiveIsAnError) {
  std::string archive = docker_save();
  Error error = failure(write_test_file(test_path("cut.tar"), archive.substr(0, 100'000)));
  EXPECT_EQ(error.code(), Code::kTruncated) << error.message();
}

TEST(DockerArchive, NamesOfSeveralImages) {
  std::string config = R"({"rootfs":{"diff_ids":[]}})";
  std::string archive =
      test_tar({{"c.json", config},
                {"manifest.json",
                 R"([{"Config":"c.json","RepoTags":["a:1"],"Layers":[]},)"
                 R"({"Config":"c.json","RepoTags":["docker.io/library/b:latest"],"Layers":[]}])"}});
  std::string path = write_test_file(test_path("two.tar"), archive);
  auto opened = open_image(path, OpenOptions{});
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  ASSERT_EQ((*opened)->diagnostics().size(), 1u);
  EXPECT_TRUE((*opened)->diagnostics()[0].incomplete);
  opened = open_image(path, OpenOptions{.image_name = "b"});
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  EXPECT_EQ((*opened)->image().repo_tags[0], "docker.io/library/b:latest");
  EXPECT_EQ(failure(path, {.image_name = "c"}).code(), Code::kNotFound);
}

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
