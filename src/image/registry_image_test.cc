// Pulling from registries, honest and otherwise.
#include "image/registry_image.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "base/file.h"
#include "image/test_images.h"
#include "net/test_server.h"

namespace seawall::image {
namespace {

using net::TestServer;

constexpr const char* kManifestType =
    "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n";

std::string layer_tar() {
  return test_tar({{"etc/os-release", "ID=test\n"}, {"big", std::string(300'000, 'b')}});
}

// An honest answer; what is not known is 404.
std::string serve(const TestImage& image, const TestServer::Request& request) {
  if (request.path == "/v2/") return TestServer::answer(200, "{}");
  if (request.path == "/v2/team/app/manifests/1")
    return TestServer::answer(
        200, image.manifest,
        std::string(kManifestType) + "Docker-Content-Digest: " + image.manifest_digest + "\r\n");
  size_t at = request.path.find("sha256:");
  auto found =
      at == std::string::npos ? image.blobs.end() : image.blobs.find(request.path.substr(at));
  if (found == image.blobs.end()) return TestServer::answer(404, R"({"errors":[{"code":"X"}]})");
  return TestServer::answer(
      200, found->second,
      request.path.find("/manifests/") != std::string::npos ? kManifestType : "");
}

struct Fixture {
  TestImage image = test_image({layer_tar()});
  OpenOptions options;
  net::HttpOptions http;
  std::vector<std::chrono::milliseconds> pauses;

  Fixture() {
    options.docker_config = write_test_file(test_path("no-credentials.json"), "{}");
    http.stall_time = std::chrono::milliseconds(300);
    http.sleep = [this](std::chrono::milliseconds pause) { pauses.push_back(pause); };
    http.random = [] { return 0.0; };
  }

  void credentials_for(const std::string& host) {
    options.docker_config =
        write_test_file(test_path("config.json"), R"({"auths":{")" + host + R"(":{"auth":")" +
                                                      base64_encode("me:secret") + R"("}}})");
  }

  Result<std::map<std::string, std::string>> pull(const std::string& host) {
    return pull_reference(host + "/team/app:1");
  }
  Result<std::map<std::string, std::string>> pull_reference(const std::string& reference) {
    std::unique_ptr<OpenImage> opened = TRY(open_registry_image(reference, options, http));
    diagnostics = opened->diagnostics();
    CollectingVisitor visitor;
    for (size_t i = 0; i < opened->image().layers.size(); ++i)
      TRY(opened->walk_layer(i, visitor, Limits{}));
    return visitor.files;
  }
  Diagnostics diagnostics;
};

void expect_pulled(const Result<std::map<std::string, std::string>>& files) {
  ASSERT_TRUE(files.ok()) << files.error().message();
  EXPECT_EQ(files->at("etc/os-release"), "ID=test\n");
  EXPECT_EQ(files->at("big").size(), 300'000u);
}

void expect_error(const Result<std::map<std::string, std::string>>& files, Code code,
                  const std::string& words) {
  ASSERT_FALSE(files.ok());
  EXPECT_EQ(files.error().code(), code) << files.error().message();
  EXPECT_NE(files.error().message().find(words), std::string::npos) << files.error().message();
}

TEST(Registry, Pulls) {
  Fixture f;
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    wire.send(serve(f.image, request));
  });
  expect_pulled(f.pull(server.host()));
  expect_pulled(f.pull_reference(server.host() + "/team/app@" + f.image.manifest_digest));
  expect_pulled(f.pull_reference(server.host() + "/team/app:other@" + f.image.manifest_digest));
  EXPECT_TRUE(f.pauses.empty());
  auto opened = open_registry_image(server.host() + "/team/app:1", f.options, f.http);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ((*opened)->image().digest, f.image.manifest_digest);
  EXPECT_EQ((*opened)->image().repo_digests[0],
            server.host() + "/team/app@" + f.image.manifest_digest);
  EXPECT_EQ((*opened)->image().layers[0].created_by, "step 1");
}

TEST(Registry, ThroughOpenImage) {
  Fixture f;
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    wire.send(serve(f.image, request));
  });
  f.options.retries = 0;
  EXPECT_TRUE(open_image("registry:" + server.host() + "/team/app:1", f.options).ok());
  EXPECT_TRUE(open_image("docker://" + server.host() + "/team/app:1", f.options).ok());
  auto absent = open_image("registry:" + server.host() + "/team/app:2", f.options);
  EXPECT_EQ(absent.error().code(), Code::kNotFound) << absent.error().message();
}

TEST(Registry, IndexByPlatform) {
  Fixture f;
  TestImage arm = test_image({test_tar({{"etc/os-release", "ID=arm\n"}})}, true, "arm64");
  auto entry = [](const TestImage& image, const std::string& arch, const std::string& more = "") {
    return fmt::format(
        R"({{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{}","size":{},)"
        R"("platform":{{"os":"{}","architecture":"{}"}}{}}})",
        image.manifest_digest, image.manifest.size(), arch == "unknown" ? arch : "linux", arch,
        more);
  };
  std::string inner = R"({"schemaVersion":2,"manifests":[)" + entry(f.image, "unknown") + "," +
                      entry(arm, "arm64") + "," + entry(f.image, "amd64") + "]}";
  f.image.blobs[sha256_oci(inner)] = inner;
  for (const auto& [digest, bytes] : arm.blobs) f.image.blobs[digest] = bytes;
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.path == "/v2/team/app/manifests/multi")
      return (void)wire.send(TestServer::answer(
          200, inner, "Content-Type: application/vnd.oci.image.index.v1+json\r\n"));
    wire.send(serve(f.image, request));
  });
  f.options.platform.architecture = "arm64";
  auto files = f.pull_reference(server.host() + "/team/app:multi");
  ASSERT_TRUE(files.ok()) << files.error().message();
  EXPECT_EQ(files->at("etc/os-release"), "ID=arm\n");
  f.options.platform.architecture = "riscv64";
  expect_error(f.pull_reference(server.host() + "/team/app:multi"), Code::kNotFound,
               "linux/arm64, linux/amd64");
}

TEST(Registry, WrongBlobDigestOrLength) {
  Fixture f;
  std::string wrong = f.image.blobs[f.image.layer_digests[0]];
  wrong[1000] = '!';
  std::string mode;
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.path.find(f.image.layer_digests[0]) == std::string::npos)
      return (void)wire.send(serve(f.image, request));
    if (mode == "changed") return (void)wire.send(TestServer::answer(200, wrong));
    if (mode == "longer") return (void)wire.send(TestServer::answer(200, wrong + "x"));
    wire.send("HTTP/1.1 200 OK\r\n\r\n");  // until the connection closes
    if (mode == "endless") {
      wire.send(f.image.blobs[f.image.layer_digests[0]]);
      while (wire.send(std::string(65536, '\0'))) {
      }
    }
    wire.send(wrong.substr(0, 1000));
  });
  mode = "changed";
  expect_error(f.pull(server.host()), Code::kMismatch, "digest mismatch");
  mode = "longer";
  expect_error(f.pull(server.host()), Code::kInvalid, "announces");
  mode = "endless";
  expect_error(f.pull(server.host()), Code::kMismatch, "larger than");
  mode = "shorter";
  expect_error(f.pull(server.host()), Code::kTruncated, "");
}

TEST(Registry, WrongManifests) {
  Fixture f;
  std::string manifest;
  std::string headers;
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.path == "/v2/team/app/manifests/1")
      return (void)wire.send(TestServer::answer(200, manifest, headers));
    wire.send(serve(f.image, request));
  });
  struct Case {
    std::string manifest, headers;
    Code code;
  };
  const std::vector<Case> cases = {
      {f.image.manifest, "Docker-Content-Digest: sha256:" + std::string(64, '0') + "\r\n",
       Code::kMismatch},
      {"<html>", "", Code::kInvalid},
      {"", "", Code::kTruncated},
      {"[]", "", Code::kInvalid},
      {std::string(10'000, '['), "", Code::kLimit},
      {R"({"schemaVersion":1,"fsLayers":[]})", "", Code::kUnsupported},
      {R"({"schemaVersion":2,"layers":[],"manifests":[]})", "", Code::kInvalid},
      {R"({"schemaVersion":2,"config":{"digest":"sha256:zz"},"layers":[]})", "", Code::kInvalid},
      {R"({"schemaVersion":2,"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json",)"
       R"("digest":"sha256:)" +
           std::string(64, 'a') + R"("},"layers":[]})",
       "", Code::kUnsupported},
      {std::string(9 << 20, ' '), "", Code::kLimit},
  };
  for (const Case& each : cases) {
    manifest = each.manifest;
    headers = each.headers;
    auto files = f.pull(server.host());
    ASSERT_FALSE(files.ok());
    EXPECT_EQ(files.error().code(), each.code)
        << manifest.substr(0, 60) << ": " << files.error().message();
  }
}

TEST(Registry, IndexLoopEnds) {
  Fixture f;
  // An index cannot name itself by digest, but a chain can be as long as its author likes.
  std::string at = f.image.manifest_digest;
  for (int i = 0; i < 8; ++i) {
    std::string index = fmt::format(R"({{"schemaVersion":2,"manifests":[{{"digest":"{}","size":1,)"
                                    R"("mediaType":"application/vnd.oci.image.index.v1+json"}}]}})",
                                    at);
    at = sha256_oci(index);
    f.image.blobs[at] = index;
  }
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    std::string answer = serve(f.image, request);
    wire.send(replace_all(answer, "vnd.oci.image.manifest.v1+json\r\n", "x\r\n"));
  });
  auto files = f.pull_reference(server.host() + "/team/app@" + at);
  expect_error(files, Code::kLimit, "nested");
}

TEST(Registry, TokenAndBasic) {
  Fixture f;
  std::string scheme;
  std::string host;
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.path.substr(0, 7) == "/token?")
      return (void)wire.send(TestServer::answer(200, R"({"token":"t1","expires_in":300})"));
    std::string expected = scheme == "bearer" ? "Bearer t1" : "Basic bWU6c2VjcmV0";
    if (request.headers.get("Authorization") == expected)
      return (void)wire.send(serve(f.image, request));
    std::string challenge =
        scheme == "bearer"
            ? fmt::format(R"(Bearer realm="http://{}/token",service="reg, istry",scope="x")", host)
            : R"(Basic realm="Registry")";
    wire.send(TestServer::answer(401, "", "WWW-Authenticate: " + challenge + "\r\n"));
  });
  host = server.host();
  f.credentials_for(host);
  scheme = "bearer";
  expect_pulled(f.pull(host));
  ASSERT_FALSE(server.credentials().empty());
  EXPECT_EQ(server.credentials()[0],
            "/token?service=reg%2C%20istry&scope=repository%3Ateam%2Fapp%3Apull&account=me: "
            "Basic bWU6c2VjcmV0");
  scheme = "basic";
  expect_pulled(f.pull(host));
  f.options.docker_config = write_test_file(test_path("none.json"), "{}");
  expect_error(f.pull(host), Code::kDenied, "docker login");
}

TEST(Registry, TokenRealmElsewhereGetsNoCredentials) {
  Fixture f;
  bool anonymous_suffices = true;
  TestServer realm([](const TestServer::Request&, TestServer::Wire& wire) {
    wire.send(TestServer::answer(200, R"({"access_token":"anonymous"})"));
  });
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    if (anonymous_suffices && request.headers.get("Authorization") == "Bearer anonymous")
      return (void)wire.send(serve(f.image, request));
    wire.send(TestServer::answer(
        401, "", fmt::format("WWW-Authenticate: Bearer realm=\"{}\"\r\n", realm.url("/token"))));
  });
  f.credentials_for(server.host());
  expect_pulled(f.pull(server.host()));
  anonymous_suffices = false;
  expect_error(f.pull(server.host()), Code::kDenied, "were not sent to " + realm.host());
  EXPECT_TRUE(realm.credentials().empty());
  EXPECT_FALSE(realm.log().empty());
  // What is configured for that host may go there.
  f.credentials_for(realm.host());
  (void)f.pull(server.host());
  EXPECT_FALSE(realm.credentials().empty());
}

TEST(Registry, IdentityTokenIsPostedToTheRegistrysOwnRealmOnly) {
  Fixture f;
  std::string body;
  TestServer elsewhere([](const TestServer::Request&, TestServer::Wire& wire) {
    wire.send(TestServer::answer(200, "{}"));
  });
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.method == "POST") {
      body = request.body;
      return (void)wire.send(
          TestServer::answer(307, "", "Location: " + elsewhere.url("/steal") + "\r\n"));
    }
    wire.send(TestServer::answer(
        401, "",
        fmt::format("WWW-Authenticate: Bearer realm=\"http://{}/token\",service=s\r\n",
                    request.headers.get("Host"))));
  });
  f.options.docker_config =
      write_test_file(test_path("identity.json"),
                      R"({"auths":{")" + server.host() + R"(":{"identitytoken":"refresh me"}}})");
  EXPECT_FALSE(f.pull(server.host()).ok());
  EXPECT_NE(body.find("refresh_token=refresh%20me"), std::string::npos) << body;
  EXPECT_TRUE(elsewhere.log().empty());
}

TEST(Registry, BlobRedirectDropsCredentials) {
  Fixture f;
  TestServer storage([&](const TestServer::Request& request, TestServer::Wire& wire) {
    wire.send(serve(f.image, request));
  });
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.headers.get("Authorization").empty())
      return (void)wire.send(
          TestServer::answer(401, "", "WWW-Authenticate: Basic realm=\"r\"\r\n"));
    if (request.path.find("/blobs/") != std::string::npos)
      return (void)wire.send(
          TestServer::answer(307, "", "Location: " + storage.url(request.path) + "\r\n"));
    wire.send(serve(f.image, request));
  });
  f.credentials_for(server.host());
  expect_pulled(f.pull(server.host()));
  EXPECT_TRUE(storage.credentials().empty());
  EXPECT_EQ(storage.log().size(), 2u);
}

TEST(Registry, StorageThatAsksForCredentialsGetsNone) {
  Fixture f;
  TestServer storage([&](const TestServer::Request&, TestServer::Wire& wire) {
    wire.send(TestServer::answer(401, "", "WWW-Authenticate: Basic realm=\"r\"\r\n"));
  });
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.path.find("/blobs/") != std::string::npos)
      return (void)wire.send(
          TestServer::answer(307, "", "Location: " + storage.url(request.path) + "\r\n"));
    wire.send(serve(f.image, request));
  });
  f.credentials_for(server.host());
  expect_error(f.pull(server.host()), Code::kDenied, "");
  EXPECT_TRUE(storage.credentials().empty());
  EXPECT_TRUE(server.credentials().empty());
}

TEST(Registry, BrokenBlobIsResumed) {
  Fixture f;
  std::string blob = f.image.blobs[f.image.layer_digests[0]];
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.path.find(f.image.layer_digests[0]) == std::string::npos)
      return (void)wire.send(serve(f.image, request));
    std::string range = request.headers.get("Range");
    size_t start = range.empty() ? 0 : *parse_uint(range.substr(6, range.size() - 7));
    std::string head = range.empty()
                           ? "HTTP/1.1 200 OK\r\n"
                           : fmt::format("HTTP/1.1 206 P\r\nContent-Range: bytes {}-{}/{}\r\n",
                                         start, blob.size() - 1, blob.size());
    wire.send(head + fmt::format("Content-Length: {}\r\n\r\n", blob.size() - start));
    wire.send(blob.substr(start, 100'000));
  });
  expect_pulled(f.pull(server.host()));
  EXPECT_EQ(f.pauses.size(), 3u);
}

TEST(Registry, LayersInParallelShareOneToken) {
  Fixture f;
  std::vector<std::string> tars;
  for (char c = 'a'; c < 'g'; ++c)
    tars.push_back(test_tar({{std::string(1, c), std::string(50'000, c)}}));
  f.image = test_image(tars);
  std::string host;
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.path.substr(0, 7) == "/token?")
      return (void)wire.send(TestServer::answer(200, R"({"token":"t"})"));
    if (!request.headers.get("Authorization").empty())
      return (void)wire.send(serve(f.image, request));
    wire.send(TestServer::answer(
        401, "", "WWW-Authenticate: Bearer realm=\"http://" + host + "/token\"\r\n"));
  });
  host = server.host();
  auto opened = open_registry_image(host + "/team/app:1", f.options, f.http);
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (size_t i = 0; i < tars.size(); ++i)
    threads.emplace_back([&, i] {
      CollectingVisitor visitor;
      good += (*opened)->walk_layer(i, visitor, Limits{}).ok() && visitor.files.size() == 1;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 6);
  std::vector<std::string> log = server.log();
  EXPECT_EQ(std::count_if(
                log.begin(), log.end(),
                [](const std::string& line) { return line.find("/token") != std::string::npos; }),
            1);
}

TEST(Registry, BusyAndStalling) {
  Fixture f;
  std::atomic<int> count = 0;
  TestServer busy([&](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.path.find("/manifests/") != std::string::npos && count++ < 2)
      return (void)wire.send(TestServer::answer(429, "", "Retry-After: 3\r\n"));
    wire.send(serve(f.image, request));
  });
  expect_pulled(f.pull(busy.host()));
  EXPECT_EQ(f.pauses, (std::vector<std::chrono::milliseconds>(2, std::chrono::seconds(3))));
  TestServer stalling([&](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.path == "/v2/") return (void)wire.send(TestServer::answer(200, ""));
    wire.stall();
  });
  expect_error(f.pull(stalling.host()), Code::kUnavailable, "stalled");
}

TEST(Registry, MirrorFirst) {
  Fixture f;
  bool mirror_works = true;
  TestServer mirror([&](const TestServer::Request& request, TestServer::Wire& wire) {
    TestServer::Request inner = request;
    inner.path = replace_all(request.path, "/v2/proxy/team/", "/v2/team/");
    wire.send(mirror_works ? serve(f.image, inner) : TestServer::answer(404, ""));
  });
  TestServer origin([&](const TestServer::Request& request, TestServer::Wire& wire) {
    wire.send(serve(f.image, request));
  });
  f.options.mirrors[origin.host()] = mirror.host() + "/proxy/";
  expect_pulled(f.pull(origin.host()));
  EXPECT_TRUE(origin.log().empty());
  EXPECT_TRUE(f.diagnostics.empty());
  mirror_works = false;
  expect_pulled(f.pull(origin.host()));
  ASSERT_EQ(f.diagnostics.size(), 1u);
  EXPECT_FALSE(f.diagnostics[0].incomplete);
}

}  // namespace
}  // namespace seawall::image
