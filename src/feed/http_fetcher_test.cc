#include "feed/http_fetcher.h"

#include <gtest/gtest.h>

#include <deque>

#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

// Answers that were put in, in order; remembers the requests.
class FakeClient : public net::HttpClient {
 public:
  struct Answer {
    int status = 200;
    std::vector<net::Header> headers;
    std::string body;
    bool breaks = false;  // after the body
  };
  Result<net::HttpResponse> fetch(const net::HttpRequest&, uint64_t) override {
    return Error(Code::kUnsupported, "not used");
  }
  Result<net::HttpStream> open(const net::HttpRequest& request) override {
    requests.push_back(request);
    Answer answer = std::move(answers.front());
    answers.pop_front();
    net::HttpStream stream;
    stream.response.status = answer.status;
    stream.response.url = request.url;
    for (net::Header& header : answer.headers)
      stream.response.headers.add(std::move(header.name), std::move(header.value));
    stream.body = std::make_unique<Body>(std::move(answer.body), answer.breaks);
    return stream;
  }
  std::deque<Answer> answers;
  std::vector<net::HttpRequest> requests;

 private:
  class Body : public archive::ByteSource {
   public:
    Body(std::string bytes, bool breaks) : bytes_(std::move(bytes)), breaks_(breaks) {}
    Result<std::string_view> read() override {
      if (!std::exchange(given_, true) && !bytes_.empty()) return std::string_view(bytes_);
      if (breaks_) return Error(Code::kUnavailable, "connection reset");
      return std::string_view();
    }

   private:
    std::string bytes_;
    bool breaks_;
    bool given_ = false;
  };
};

Result<FetchedText> get(FakeClient& client, FetchRequest request) {
  request.url = "https://mirror.example/npm/all.zip";
  request.limit = 100;
  return fetch_text(*http_fetcher(client), request);
}

TEST(HttpFetcher, PlainAnswer) {
  FakeClient client;
  client.answers = {
      {200, {{"ETag", "\"1\""}, {"Last-Modified", "then"}, {"Content-Length", "5"}}, "hello"}};
  FetchedText text = get(client, {}).value();
  EXPECT_EQ(text.text, "hello");
  EXPECT_EQ(text.response.etag, "\"1\"");
  EXPECT_EQ(text.response.last_modified, "then");
  EXPECT_EQ(text.response.size, 5u);
}

TEST(HttpFetcher, ConditionalHeaders) {
  FakeClient client;
  client.answers = {{304, {{"ETag", "\"1\""}}, ""}, {304, {}, ""}};
  EXPECT_TRUE(
      get(client, {.if_none_match = "\"1\"", .if_modified_since = "then"})->response.not_modified);
  EXPECT_EQ(client.requests[0].headers.get("If-None-Match"), "\"1\"");
  EXPECT_FALSE(client.requests[0].headers.has("If-Modified-Since"));
  ASSERT_TRUE(get(client, {.if_modified_since = "then"}).ok());
  EXPECT_EQ(client.requests[1].headers.get("If-Modified-Since"), "then");
}

TEST(HttpFetcher, Statuses) {
  for (auto [status, code] : {std::pair{404, Code::kNotFound},
                              {410, Code::kNotFound},
                              {403, Code::kDenied},
                              {503, Code::kUnavailable},
                              {400, Code::kInvalid}}) {
    FakeClient client;
    client.answers = {{status, {}, "page"}};
    EXPECT_EQ(get(client, {}).error().code(), code) << status;
  }
}

TEST(HttpFetcher, ABrokenBodyIsContinued) {
  FakeClient client;
  client.answers = {{200, {{"ETag", "\"1\""}}, "hel", true},
                    {206, {{"ETag", "\"1\""}, {"Content-Range", "bytes 3-4/5"}}, "lo"}};
  class Sink : public FetchSink {
   public:
    Status begin(const FetchResponse& response) override {
      text.resize(response.offset);
      return {};
    }
    Status data(std::string_view bytes) override {
      text += bytes;
      return {};
    }
    std::string text;
  } sink;
  ASSERT_TRUE(http_fetcher(client)->get({.url = "https://m.example/x", .limit = 100}, sink).ok());
  EXPECT_EQ(sink.text, "hello");
  EXPECT_EQ(client.requests[1].headers.get("Range"), "bytes=3-");
  EXPECT_EQ(client.requests[1].headers.get("If-Range"), "\"1\"");
}

TEST(HttpFetcher, WithoutAStrongEtagABreakIsAnError) {
  FakeClient client;
  client.answers = {{200, {{"ETag", "W/\"1\""}}, "hel", true}};
  EXPECT_EQ(get(client, {}).error().code(), Code::kUnavailable);
}

TEST(HttpFetcher, AServerThatLies) {
  FakeClient client;
  client.answers = {{206, {{"Content-Range", "bytes 0-4/5"}}, "hello"},
                    {200, {{"Content-Length", "1000"}}, "x"},
                    {200, {}, std::string(200, 'x')},
                    {416, {}, ""},
                    {200, {}, "whole"}};
  EXPECT_EQ(get(client, {.offset = 3, .if_range = "\"1\""}).error().code(), Code::kInvalid);
  EXPECT_EQ(get(client, {}).error().code(), Code::kLimit);
  EXPECT_EQ(get(client, {}).error().code(), Code::kLimit);
  EXPECT_EQ(get(client, {.offset = 90, .if_range = "\"1\""})->text, "whole");
}

TEST(HttpFetcher, OtherUrlsAreFiles) {
  FakeClient client;
  std::string folder = fresh_folder("f");
  put_file(folder + "/x", "file");
  EXPECT_EQ(fetch_text(*http_fetcher(client), {.url = folder + "/x", .limit = 10})->text, "file");
  EXPECT_TRUE(client.requests.empty());
}

}  // namespace
}  // namespace seawall::feed
