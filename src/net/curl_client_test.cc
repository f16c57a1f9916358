// The client against servers that misbehave.
#include <gtest/gtest.h>

#include "net/test_server.h"

namespace seawall::net {
namespace {

using std::chrono::milliseconds;

struct World {
  std::vector<milliseconds> pauses;
  HttpOptions options() {
    HttpOptions options;
    options.stall_time = milliseconds(300);
    options.fetch_time = milliseconds(5000);
    options.sleep = [this](milliseconds pause) { pauses.push_back(pause); };
    options.random = [] { return 0.0; };
    return options;
  }
  std::unique_ptr<HttpClient> client() { return make_http_client(options()).value(); }
};

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  return request;
}

TEST(CurlClient, FetchesWithHeadersBothWays) {
  TestServer server([](const TestServer::Request& request, TestServer::Wire& wire) {
    wire.send(TestServer::answer(request.headers.get("If-None-Match") == "\"e\"" ? 304 : 200, "",
                                 "ETag: \"e\"\r\n"));
  });
  World world;
  auto client = world.client();
  HttpRequest request = get(server.url("/x?y"));
  Result<HttpResponse> response = client->fetch(request, 100);
  ASSERT_TRUE(response.ok()) << response.error().message();
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->headers.get("etag"), "\"e\"");
  request.headers.add("If-None-Match", "\"e\"");
  EXPECT_EQ(client->fetch(request, 100)->status, 304);
  EXPECT_EQ(server.log()[0], "GET /x?y");
}

TEST(CurlClient, PostAndHead) {
  TestServer server([](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.method == "HEAD") {
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    } else {
      wire.send(TestServer::answer(200, request.body));
    }
  });
  World world;
  auto client = world.client();
  HttpRequest request = get(server.url("/"));
  request.method = "HEAD";
  EXPECT_EQ(client->fetch(request, 10)->content_length(), 1000000u);
  request.method = "POST";
  request.body = "a=b";
  EXPECT_EQ(client->fetch(request, 10)->body, "a=b");
}

TEST(CurlClient, StreamsALargeBody) {
  const std::string block(1 << 20, 'b');
  TestServer server([&](const TestServer::Request&, TestServer::Wire& wire) {
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 20971520\r\n\r\n");
    for (int i = 0; i < 20; ++i) wire.send(block);
  });
  World world;
  auto client = world.client();
  Result<HttpStream> stream = client->open(get(server.url("/")));
  ASSERT_TRUE(stream.ok());
  size_t total = 0;
  size_t largest = 0;
  while (true) {
    Result<std::string_view> chunk = stream->body->read();
    ASSERT_TRUE(chunk.ok()) << chunk.error().message();
    if (chunk->empty()) break;
    total += chunk->size();
    largest = std::max(largest, chunk->size());
  }
  EXPECT_EQ(total, 20u << 20);
  EXPECT_LE(largest, 2u << 20);
  EXPECT_TRUE(stream->body->read()->empty());
}

TEST(CurlClient, BoundsTheBody) {
  TestServer server([](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.path == "/stated") {
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
    } else {
      wire.send("HTTP/1.1 200 OK\r\n\r\n");
    }
    while (wire.send(std::string(65536, 'x'))) {
    }
  });
  World world;
  auto client = world.client();
  EXPECT_EQ(client->fetch(get(server.url("/stated")), 1000).error().code(), Code::kLimit);
  EXPECT_EQ(client->fetch(get(server.url("/endless")), 1 << 20).error().code(), Code::kLimit);
}

TEST(CurlClient, BoundsTheHeaders) {
  TestServer server([](const TestServer::Request& request, TestServer::Wire& wire) {
    wire.send("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 1'000'000; ++i) {
      std::string value = request.path == "/long" ? std::string(50'000, 'v') : "v";
      if (!wire.send(fmt::format("X-{}: {}\r\n", i, value))) return;
    }
  });
  World world;
  auto client = world.client();
  EXPECT_EQ(client->fetch(get(server.url("/many")), 1000).error().code(), Code::kLimit);
  EXPECT_EQ(client->fetch(get(server.url("/long")), 1000).error().code(), Code::kLimit);
}

TEST(CurlClient, StalledServerIsLeft) {
  TestServer server([](const TestServer::Request& request, TestServer::Wire& wire) {
    if (request.path != "/headers") wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab");
    wire.stall();
  });
  World world;
  auto client = world.client();
  for (const char* path : {"/headers", "/body"}) {
    Result<HttpResponse> response = client->fetch(get(server.url(path)), 1000);
    ASSERT_FALSE(response.ok());
    EXPECT_EQ(response.error().code(), Code::kUnavailable);
    EXPECT_NE(response.error().message().find("stalled"), std::string::npos);
  }
  EXPECT_EQ(world.pauses.size(), 2u);  // a stall is tried again once only
}

TEST(CurlClient, SlowDripIsAStall) {
  TestServer server([](const TestServer::Request&, TestServer::Wire& wire) {
    wire.send("HTTP/1.1 200 OK\r\n\r\n");
    while (wire.send("x")) std::this_thread::sleep_for(milliseconds(10));
  });
  World world;
  HttpOptions options = world.options();
  options.retries = 0;
  auto client = make_http_client(options).value();
  EXPECT_EQ(client->fetch(get(server.url("/")), 1 << 20).error().code(), Code::kUnavailable);
}

TEST(CurlClient, SlowReaderIsNoStall) {
  TestServer server([](const TestServer::Request&, TestServer::Wire& wire) {
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n");
    wire.send(std::string(4'000'000, 'x'));
  });
  World world;
  auto client = world.client();
  Result<HttpStream> stream = client->open(get(server.url("/")));
  ASSERT_TRUE(stream.ok());
  std::this_thread::sleep_for(milliseconds(700));
  size_t total = 0;
  while (true) {
    Result<std::string_view> chunk = stream->body->read();
    ASSERT_TRUE(chunk.ok()) << chunk.error().message();
    if (chunk->empty()) break;
    total += chunk->size();
  }
  EXPECT_EQ(total, 4'000'000u);
}

TEST(CurlClient, ShortBodyIsUnavailable) {
  TestServer server([](const TestServer::Request&, TestServer::Wire& wire) {
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
  });
  World world;
  auto client = world.client();
  EXPECT_EQ(client->fetch(get(server.url("/")), 1000).error().code(), Code::kUnavailable);
  EXPECT_EQ(world.pauses.size(), 4u);
}

TEST(CurlClient, RetriesAndObeysRetryAfter) {
  std::atomic<int> count = 0;
  TestServer server([&](const TestServer::Request&, TestServer::Wire& wire) {
    int now = count++;
    if (now == 0) return (void)wire.send(TestServer::answer(503, "busy"));
    if (now == 1) return (void)wire.send(TestServer::answer(429, "", "Retry-After: 7\r\n"));
    wire.send(TestServer::answer(200, "good"));
  });
  World world;
  auto client = world.client();
  EXPECT_EQ(client->fetch(get(server.url("/")), 1000)->body, "good");
  EXPECT_EQ(world.pauses, (std::vector<milliseconds>{milliseconds(250), milliseconds(7000)}));
  count = 1;
  HttpRequest once = get(server.url("/"));
  once.retry = false;
  EXPECT_EQ(client->fetch(once, 1000)->status, 429);
}

TEST(CurlClient, LongRetryAfterEndsTheAttempts) {
  TestServer server([&](const TestServer::Request&, TestServer::Wire& wire) {
    wire.send(TestServer::answer(429, "", "Retry-After: 86400\r\n"));
  });
  World world;
  EXPECT_EQ(world.client()->fetch(get(server.url("/")), 1000)->status, 429);
  EXPECT_TRUE(world.pauses.empty());
}

TEST(CurlClient, RedirectDropsCredentials) {
  TestServer other([](const TestServer::Request&, TestServer::Wire& wire) {
    wire.send(TestServer::answer(200, "other"));
  });
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    std::string to = request.path == "/a" ? "/b" : other.url("/blob");
    wire.send(TestServer::answer(307, "", "Location: " + to + "\r\n"));
  });
  World world;
  auto client = world.client();
  HttpRequest request = get(server.url("/a"));
  request.headers.add("Authorization", "Basic c2VjcmV0");
  Result<HttpResponse> response = client->fetch(request, 1000);
  ASSERT_TRUE(response.ok()) << response.error().message();
  EXPECT_EQ(response->body, "other");
  EXPECT_EQ(response->url, other.url("/blob"));
  EXPECT_EQ(server.credentials().size(), 2u);
  EXPECT_TRUE(other.credentials().empty());
}

TEST(CurlClient, RedirectLoopEnds) {
  TestServer server([](const TestServer::Request&, TestServer::Wire& wire) {
    wire.send(TestServer::answer(302, "", "Location: /again\r\n"));
  });
  World world;
  Result<HttpResponse> response = world.client()->fetch(get(server.url("/")), 1000);
  EXPECT_EQ(response.error().code(), Code::kLimit);
  EXPECT_EQ(server.log().size(), 11u);
}

TEST(CurlClient, RefusesForeignSchemesAndPlainHttp) {
  TestServer server([](const TestServer::Request& request, TestServer::Wire& wire) {
    std::string to = request.path == "/file" ? "file:///etc/passwd" : "http://registry.invalid/";
    wire.send(TestServer::answer(302, "", "Location: " + to + "\r\n"));
  });
  World world;
  auto client = world.client();
  EXPECT_EQ(client->fetch(get(server.url("/file")), 1000).error().code(), Code::kUsage);
  EXPECT_EQ(client->fetch(get(server.url("/plain")), 1000).error().code(), Code::kDenied);
  EXPECT_EQ(client->fetch(get("http://registry.invalid/"), 1000).error().code(), Code::kDenied);
}

TEST(CurlClient, NotHttpAndNotTls) {
  TestServer server(
      [](const TestServer::Request&, TestServer::Wire& wire) { wire.send("220 smtp ready\r\n"); });
  World world;
  auto client = world.client();
  EXPECT_EQ(client->fetch(get(server.url("/")), 1000).error().code(), Code::kInvalid);
  EXPECT_FALSE(client->fetch(get("https://" + server.host() + "/"), 1000).ok());
}

TEST(CurlClient, NobodyListening) {
  uint16_t port = 0;
  {
    TestServer server([](const TestServer::Request&, TestServer::Wire&) {});
    port = server.port();
  }
  World world;
  Result<HttpResponse> response =
      world.client()->fetch(get(fmt::format("http://127.0.0.1:{}/", port)), 1000);
  EXPECT_EQ(response.error().code(), Code::kUnavailable);
  EXPECT_EQ(world.pauses.size(), 1u);
}

TEST(CurlClient, HeaderInjectionIsRefused) {
  World world;
  HttpRequest request = get("http://127.0.0.1:1/");
  request.headers.add("X", "a\r\nHost: evil");
  EXPECT_EQ(world.client()->fetch(request, 10).error().code(), Code::kUsage);
}

TEST(CurlClient, UnixSocket) {
  std::string path = testing::TempDir() + fmt::format("seawall-{}.sock", ::getpid());
  TestServer server(
      [](const TestServer::Request& request, TestServer::Wire& wire) {
        wire.send(TestServer::answer(200, request.headers.get("Host") + request.path));
      },
      path);
  World world;
  HttpRequest request = get("http://docker/images/json");
  request.unix_socket = path;
  Result<HttpResponse> response = world.client()->fetch(request, 1000);
  ASSERT_TRUE(response.ok()) << response.error().message();
  EXPECT_EQ(response->body, "docker/images/json");
  ::unlink(path.c_str());
}

TEST(CurlClient, BadCaFile) {
  HttpOptions options;
  options.ca_file = "/etc/hostname";
  EXPECT_EQ(make_http_client(options).error().code(), Code::kInvalid);
}

}  // namespace
}  // namespace seawall::net
