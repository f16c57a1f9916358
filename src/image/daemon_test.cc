#include "image/daemon.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "image/test_bolt.h"
#include "image/test_images.h"
#include "net/test_server.h"

namespace seawall::image {
namespace {

using net::TestServer;

// Sets an environment variable for the time of a test.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    ::setenv(name, value.c_str(), 1);
  }
  ~Environment() { ::unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
};

std::string saved_image(const TestImage& image, const std::string& tar) {
  std::string layer = "blobs/sha256/" + to_hex(sha256(tar));
  std::string config = "blobs/sha256/" + image.config_digest.substr(7);
  return test_tar(
      {{layer, tar},
       {config, image.config},
       {"manifest.json",
        fmt::format(R"([{{"Config":"{}","RepoTags":null,"Layers":["{}"]}}])", config, layer)}});
}

TEST(Daemon, ReadsAnImageThroughTheSocket) {
  std::string tar = test_tar({{"etc/os-release", "ID=test\n"}});
  TestImage image = test_image({tar}, false);
  std::string socket = test_path("docker.sock");
  TestServer server(
      [&](const TestServer::Request& request, TestServer::Wire& wire) {
        if (request.path == "/images/team/app:1/json")
          return (void)wire.send(TestServer::answer(
              200,
              fmt::format(R"({{"Id":"{}","RepoTags":["team/app:1"],"RepoDigests":["team/app@x"]}})",
                          image.config_digest)));
        if (request.path == "/images/" + image.config_digest + "/get")
          return (void)wire.send(TestServer::answer(200, saved_image(image, tar)));
        wire.send(TestServer::answer(404, R"({"message":"no such image"})"));
      },
      socket);
  Environment host("DOCKER_HOST", "unix://" + socket);
  auto opened = open_image("docker:team/app:1", OpenOptions{});
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  EXPECT_EQ((*opened)->image().repo_tags, std::vector<std::string>{"team/app:1"});
  EXPECT_EQ((*opened)->image().layers[0].digest, sha256_oci(tar));
  EXPECT_EQ((*opened)->read_order(), std::vector<size_t>{0});
  CollectingVisitor visitor;
  Status walked = (*opened)->walk_layer(0, visitor, Limits{});
  ASSERT_TRUE(walked.ok()) << walked.error().message();
  EXPECT_EQ(visitor.files["etc/os-release"], "ID=test\n");
  // The daemon comes before registries.
  EXPECT_TRUE(open_image("team/app:1", OpenOptions{}).ok());
  EXPECT_EQ(open_image("docker:team/other", OpenOptions{}).error().code(), Code::kNotFound);
}

TEST(Daemon, SaysWhatIsMissing) {
  Daemon daemon{"Docker", "SEAWALL_TEST_HOST", {test_path("absent.sock")}};
  EXPECT_EQ(open_daemon_image(daemon, "app", {}).error().code(), Code::kNotFound);
  EXPECT_FALSE(daemon_recognises(daemon, "app"));
  Environment host("SEAWALL_TEST_HOST", "tcp://127.0.0.1:2375");
  EXPECT_EQ(find_socket(daemon).error().code(), Code::kUnsupported);
}

TEST(Containerd, ByNameAndDigest) {
  std::string tar = test_tar({{"etc/os-release", "ID=test\n"}});
  TestImage image = test_image({tar});
  std::string root = test_path("containerd");
  for (const auto& [digest, bytes] : image.blobs)
    write_test_file(root + "/io.containerd.content.v1.content/blobs/sha256/" + digest.substr(7),
                    bytes);
  write_test_file(root + "/io.containerd.metadata.v1.bolt/meta.db",
                  containerd_database("docker.io/library/app:1", image.manifest_digest));
  Environment where("CONTAINERD_ROOT", root);
  Environment docker("DOCKER_HOST", "unix:///nowhere");
  Environment podman("CONTAINER_HOST", "unix:///nowhere");
  for (const std::string& target : {std::string("containerd:app:1"),
                                    "containerd:" + image.manifest_digest, std::string("app:1")}) {
    auto opened = open_image(target, OpenOptions{});
    ASSERT_TRUE(opened.ok()) << target << ": " << opened.error().message();
    CollectingVisitor visitor;
    EXPECT_TRUE((*opened)->walk_layer(0, visitor, Limits{}).ok());
    EXPECT_TRUE((*opened)->verify_layer(0).ok());
    EXPECT_EQ(visitor.files["etc/os-release"], "ID=test\n");
  }
  EXPECT_EQ(open_image("containerd:app:2", OpenOptions{}).error().code(), Code::kNotFound);
}

}  // namespace
}  // namespace seawall::image
