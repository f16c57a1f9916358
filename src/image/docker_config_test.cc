#include "image/docker_config.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"
#include "base/text.h"

namespace seawall::image {
namespace {

struct Asked {
  std::string name, server;
};

struct World {
  std::vector<Asked> asked;
  Diagnostics remarks;
  Result<HelperAnswer> answer = HelperAnswer{"helper", "secret"};

  Credentials find(const std::string& config, const std::string& registry,
                   const std::string& repository = "") {
    auto helper = [this](const std::string& name, const std::string& server) {
      asked.push_back({name, server});
      return answer;
    };
    Result<Credentials> found = find_credentials(config, registry, repository, helper, remarks);
    EXPECT_TRUE(found.ok());
    return found.ok() ? *found : Credentials{};
  }
};

std::string auth(const std::string& key, const std::string& pair) {
  return "\"" + key + R"(":{"auth":")" + base64_encode(pair) + "\"}";
}

TEST(DockerConfig, AuthsInAllForms) {
  World world;
  std::string config = R"({"auths":{)" + auth("https://index.docker.io/v1/", "hub:p") + "," +
                       auth("https://registry.example.com/v2/", "ex:a:b") + "," +
                       auth("localhost:5000", std::string("lo:z\0\0", 6)) + "," +
                       R"("ghcr.io":{"username":"u","password":"w"},)" +
                       R"("reg.io":{"identitytoken":"idt"},"tok.io":{"registrytoken":"rt"}}})";
  EXPECT_EQ(world.find(config, "docker.io", "library/alpine").username, "hub");
  EXPECT_EQ(world.find(config, "registry.example.com").password, "a:b");
  EXPECT_EQ(world.find(config, "localhost:5000").password, "z");
  EXPECT_EQ(world.find(config, "ghcr.io").password, "w");
  EXPECT_EQ(world.find(config, "reg.io").identity_token, "idt");
  EXPECT_EQ(world.find(config, "tok.io").registry_token, "rt");
  for (const char* other : {"example.com", "evil-registry.example.com", "localhost", "io",
                            "registry.example.com.evil.test", "localhost:50000"})
    EXPECT_TRUE(world.find(config, other).empty()) << other;
}

TEST(DockerConfig, LongestPrefixWins) {
  World world;
  std::string config = R"({"auths":{)" + auth("quay.io", "all:p") + "," +
                       auth("quay.io/team", "team:p") + "," + auth("quay.io/team/app", "app:p") +
                       "}}";
  EXPECT_EQ(world.find(config, "quay.io", "team/app").username, "app");
  EXPECT_EQ(world.find(config, "quay.io", "team/other").username, "team");
  EXPECT_EQ(world.find(config, "quay.io", "teams/app").username, "all");
  EXPECT_EQ(world.find(config, "quay.io").username, "all");
}

TEST(DockerConfig, Helpers) {
  World world;
  std::string config = R"({"credsStore":"store","credHelpers":{"gcr.io":"gcloud"},"auths":{)" +
                       auth("quay.io", "plain:p") + R"(,"gcr.io":{}}})";
  EXPECT_EQ(world.find(config, "gcr.io").username, "helper");
  EXPECT_EQ(world.asked.back().name, "gcloud");
  EXPECT_EQ(world.asked.back().server, "gcr.io");
  EXPECT_EQ(world.find(config, "docker.io").password, "secret");
  EXPECT_EQ(world.asked.back().name, "store");
  EXPECT_EQ(world.asked.back().server, "https://index.docker.io/v1/");
  world.answer = HelperAnswer{"<token>", "idt"};
  EXPECT_EQ(world.find(config, "docker.io").identity_token, "idt");
  world.answer = Error::make(Code::kNotFound, "knows none");
  EXPECT_EQ(world.find(config, "quay.io").username, "plain");
  EXPECT_TRUE(world.remarks.empty());
  world.answer = Error::make(Code::kUnavailable, "broken");
  EXPECT_EQ(world.find(config, "quay.io").username, "plain");
  EXPECT_EQ(world.remarks.size(), 1u);
}

TEST(DockerConfig, FilesInOrderAndBadOnesAreRemarks) {
  std::string folder = test_folder() + "seawall-docker-config";
  ASSERT_TRUE(make_directories(folder).ok());
  ASSERT_TRUE(write_file_atomically(folder + "/config.json", "not json, maybe a password").ok());
  Diagnostics remarks;
  EXPECT_TRUE(load_credentials(folder, "quay.io", "", remarks).empty());
  ASSERT_EQ(remarks.size(), 1u);
  EXPECT_EQ(remarks[0].message.find("password"), std::string::npos);
  EXPECT_FALSE(remarks[0].incomplete);
  EXPECT_EQ(credential_files("/x/auth.json"), std::vector<std::string>{"/x/auth.json"});
}

}  // namespace
}  // namespace seawall::image
