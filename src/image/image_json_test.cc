#include "image/image_json.h"

#include <gtest/gtest.h>

namespace seawall::image {
namespace {

const std::string kDigest = "sha256:" + std::string(64, 'a');

std::string entry(const std::string& more) {
  return R"({"digest":")" + kDigest + "\"" + more + "}";
}

Result<ManifestOrIndex> manifest(const std::string& json, const std::string& type = "") {
  return parse_manifest(json, type, Limits{});
}

TEST(Manifest, ShapesAndTypes) {
  std::string image = R"({"config":)" + entry("") + R"(,"layers":[)" + entry(R"(,"size":7)") + "]}";
  ASSERT_TRUE(manifest(image).ok());
  EXPECT_EQ(manifest(image)->manifest->layers[0].size, 7u);
  EXPECT_TRUE(manifest(R"({"manifests":[]})")->index.has_value());
  EXPECT_FALSE(manifest(R"({"manifests":[]})", "application/vnd.oci.image.manifest.v1+json").ok());
  EXPECT_FALSE(manifest(image, "application/vnd.oci.image.index.v1+json").ok());
  EXPECT_EQ(
      manifest("{}", "application/vnd.docker.distribution.manifest.v1+prettyjws").error().code(),
      Code::kUnsupported);
  EXPECT_FALSE(manifest("{}").ok());
  EXPECT_FALSE(manifest(R"({"config":)" + entry(R"(,"size":-1)") + R"(,"layers":[]})").ok());
}

TEST(Manifest, Bounds) {
  Limits limits;
  limits.image_layers = 2;
  std::string three = R"({"config":)" + entry("") + R"(,"layers":[)" + entry("") + "," + entry("") +
                      "," + entry("") + "]}";
  EXPECT_EQ(parse_manifest(three, "", limits).error().code(), Code::kLimit);
  limits.manifest_bytes = 10;
  EXPECT_EQ(parse_manifest(three, "", limits).error().code(), Code::kLimit);
}

TEST(Config, HistoryGoesWithLayers) {
  Image image;
  image.layers.resize(2);
  Diagnostics diagnostics;
  Status parsed = parse_config(
      R"({"os":"linux","architecture":"amd64","variant":"v2","created":"2024-01-01T00:00:00Z",
          "config":{"User":"1000","WorkingDir":"/w","Cmd":["a"],"Entrypoint":["b"],"Env":["A=1",2],
                    "ExposedPorts":{"80/tcp":{}},"Volumes":{"/v":{}}},
          "rootfs":{"diff_ids":["sha256:1","sha256:2"]},
          "history":[{"created_by":"ADD"},{"created_by":"ENV","empty_layer":true},{"created_by":"RUN"}]})",
      Limits{}, image, diagnostics);
  ASSERT_TRUE(parsed.ok());
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_EQ(image.layers[0].created_by, "ADD");
  EXPECT_EQ(image.layers[1].created_by, "RUN");
  EXPECT_EQ(image.layers[1].diff_id, "sha256:2");
  EXPECT_EQ(image.env, std::vector<std::string>{"A=1"});
  EXPECT_EQ(image.exposed_ports, std::vector<std::string>{"80/tcp"});
  EXPECT_EQ(image.user, "1000");
}

TEST(Config, CountsThatDisagreeAreRemarks) {
  Image image;
  image.layers.resize(2);
  Diagnostics diagnostics;
  ASSERT_TRUE(parse_config(R"({"rootfs":{"diff_ids":["sha256:1"]},"history":[{"created_by":"x"}]})",
                           Limits{}, image, diagnostics)
                  .ok());
  ASSERT_EQ(diagnostics.size(), 2u);
  EXPECT_EQ(image.layers[0].diff_id, "");
  EXPECT_EQ(image.layers[0].created_by, "");
  EXPECT_FALSE(diagnostics[0].incomplete);
  // Layers that nobody gives us are content that was not read.
  image.layers.clear();
  diagnostics.clear();
  ASSERT_TRUE(
      parse_config(R"({"rootfs":{"diff_ids":["sha256:1"]}})", Limits{}, image, diagnostics).ok());
  EXPECT_TRUE(image.layers.empty());
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_TRUE(diagnostics[0].incomplete);
}

TEST(Config, OddValuesAreEmpty) {
  Image image;
  Diagnostics diagnostics;
  EXPECT_TRUE(parse_config(R"({"config":null,"rootfs":[],"history":{},"os":7})", Limits{}, image,
                           diagnostics)
                  .ok());
  EXPECT_FALSE(parse_config("[]", Limits{}, image, diagnostics).ok());
  EXPECT_FALSE(
      parse_config(std::string(1000, '[') + std::string(1000, ']'), Limits{}, image, diagnostics)
          .ok());
}

TEST(Layers, OddOnesAreNamed) {
  Image image;
  for (const char* type :
       {"application/vnd.oci.image.layer.v1.tar+zstd",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
        "application/vnd.oci.image.layer.nondistributable.v1.tar",
        "application/vnd.oci.image.layer.v1.tar+gzip+encrypted", "application/vnd.in-toto+json"}) {
    Descriptor descriptor;
    descriptor.media_type = type;
    image.layers.push_back(make_layer(descriptor));
  }
  EXPECT_FALSE(image.layers[0].foreign);
  EXPECT_TRUE(image.layers[1].foreign);
  EXPECT_TRUE(image.layers[2].foreign);
  Diagnostics diagnostics;
  note_odd_layers(image, diagnostics);
  ASSERT_EQ(diagnostics.size(), 4u);
  EXPECT_TRUE(diagnostics[0].incomplete);
}

TEST(Index, PassesArtifactsOver) {
  std::string json =
      R"({"manifests":[)" + entry(R"(,"platform":{"os":"unknown","architecture":"unknown"})") +
      "," +
      entry(
          R"(,"platform":{"os":"linux","architecture":"amd64"},"annotations":{"vnd.docker.reference.type":"attestation-manifest"})") +
      "," + entry(R"(,"artifactType":"application/x-sbom")") + "," + entry(R"(,"size":5)") + "]}";
  Result<ManifestOrIndex> parsed = manifest(json);
  ASSERT_TRUE(parsed.ok()) << parsed.error().message();
  Result<const Descriptor*> chosen = choose_platform(*parsed->index, {.architecture = "amd64"});
  ASSERT_TRUE(chosen.ok());
  EXPECT_EQ((*chosen)->size, 5u);
}

}  // namespace
}  // namespace seawall::image
