#include "image/docker_archive.h"

#include <gtest/gtest.h>

#include "image/test_stored.h"

namespace seawall::image {
namespace {

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

TEST(DockerArchive, LayersThatOnlyTheConfigNamesAreMissed) {
  std::string config = R"({"rootfs":{"diff_ids":[")" + sha256_oci(tars()[0]) + R"("]}})";
  for (const char* layers : {"[]", "null", "7"}) {
    std::string manifest = fmt::format(R"([{{"Config":"c.json","Layers":{}}}])", layers);
    auto opened =
        open_image(write_test_file(test_path("none.tar"),
                                   test_tar({{"c.json", config}, {"manifest.json", manifest}})),
                   OpenOptions{});
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    EXPECT_TRUE((*opened)->image().layers.empty());
    ASSERT_EQ((*opened)->diagnostics().size(), 1u) << layers;
    EXPECT_TRUE((*opened)->diagnostics()[0].incomplete);
  }
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

}  // namespace
}  // namespace seawall::image
