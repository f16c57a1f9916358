#include "net/resume.h"

#include <gtest/gtest.h>

#include "net/test_server.h"

namespace seawall::net {
namespace {

std::string pattern(size_t size) {
  std::string out(size, '\0');
  for (size_t i = 0; i < size; ++i) out[i] = static_cast<char>(i * 31 + i / 251);
  return out;
}

HttpOptions quick() {
  HttpOptions options;
  options.stall_time = std::chrono::milliseconds(300);
  options.sleep = [](std::chrono::milliseconds) {};
  return options;
}

// Reads the body of `server` through a resuming source.
Result<std::string> read_resuming(const TestServer& server) {
  HttpOptions options = quick();
  std::unique_ptr<HttpClient> client = TRY(make_http_client(options));
  auto open = [&](uint64_t offset) -> Result<HttpStream> {
    HttpRequest request;
    request.url = server.url("/blob");
    add_range(request, offset);
    HttpStream stream = TRY(client->open(request));
    if (!stream.response.ok())
      return Error::make(Code::kInvalid, "status {}", stream.response.status);
    return stream;
  };
  std::unique_ptr<archive::ByteSource> source = TRY(resuming_source(open, options));
  return archive::read_all(*source, 64 << 20);
}

// Sends `body` from the range on, but no more than `most` bytes of it at a time.
TestServer::Handler breaking_server(const std::string& body, size_t most, bool ranges) {
  return [=](const TestServer::Request& request, TestServer::Wire& wire) {
    size_t start = 0;
    std::string range = request.headers.get("Range");
    if (ranges && range.substr(0, 6) == "bytes=")
      start = static_cast<size_t>(*parse_uint(range.substr(6, range.size() - 7)));
    std::string head = start == 0
                           ? "HTTP/1.1 200 OK\r\n"
                           : fmt::format("HTTP/1.1 206 P\r\nContent-Range: bytes {}-{}/{}\r\n",
                                         start, body.size() - 1, body.size());
    wire.send(head + fmt::format("Content-Length: {}\r\n\r\n", body.size() - start));
    wire.send(body.substr(start, most));
  };
}

TEST(Resume, ContinuesByRange) {
  std::string body = pattern(5'000'000);
  TestServer server(breaking_server(body, 1'500'000, true));
  Result<std::string> read = read_resuming(server);
  ASSERT_TRUE(read.ok()) << read.error().message();
  EXPECT_TRUE(*read == body);
  EXPECT_EQ(server.log().size(), 4u);
}

TEST(Resume, ServerWithoutRanges) {
  std::string body = pattern(3'000'000);
  std::atomic<int> count = 0;
  TestServer server([&](const TestServer::Request& request, TestServer::Wire& wire) {
    breaking_server(body, count++ == 0 ? 2'000'000 : body.size(), false)(request, wire);
  });
  Result<std::string> read = read_resuming(server);
  ASSERT_TRUE(read.ok()) << read.error().message();
  EXPECT_TRUE(*read == body);
}

TEST(Resume, TinyStepsAreGivenUp) {
  TestServer server(breaking_server(pattern(100'000), 10, true));
  EXPECT_EQ(read_resuming(server).error().code(), Code::kUnavailable);
  EXPECT_EQ(server.log().size(), 5u);
}

TEST(Resume, WrongRange) {
  std::atomic<int> count = 0;
  TestServer server([&](const TestServer::Request&, TestServer::Wire& wire) {
    if (count++ == 0) return (void)wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n12345");
    wire.send("HTTP/1.1 206 P\r\nContent-Range: bytes 9-99/100\r\nContent-Length: 91\r\n\r\nx");
  });
  EXPECT_EQ(read_resuming(server).error().code(), Code::kInvalid);
}

}  // namespace
}  // namespace seawall::net
