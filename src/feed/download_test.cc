#include "feed/download.h"

#include <gtest/gtest.h>

#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

// Serves `body` under `etag`; breaks off after `break_after` bytes of an answer.
class FlakyServer : public Fetcher {
 public:
  Result<FetchResponse> get(const FetchRequest& request, FetchSink& sink) override {
    last = request;
    FetchResponse response{.size = body.size(), .etag = etag, .last_modified = ""};
    if (!etag.empty() && request.if_none_match == etag) {
      response.not_modified = true;
      return response;
    }
    if (request.if_range == etag && request.offset <= body.size()) response.offset = request.offset;
    TRY(sink.begin(response));
    std::string_view rest = std::string_view(body).substr(response.offset);
    TRY(sink.data(rest.substr(0, break_after)));
    if (rest.size() > break_after) return Error(Code::kUnavailable, "connection reset");
    return response;
  }
  std::string body = "0123456789", etag = "\"1\"";
  size_t break_after = 100;
  FetchRequest last;
};

Result<Download> fetch(FlakyServer& server, const std::string& folder, std::string have = "") {
  return download(server, {.url = "u", .if_none_match = std::move(have)}, folder, "npm.zip",
                  no_progress());
}

TEST(Download, Whole) {
  FlakyServer server;
  std::string folder = fresh_folder("d") + "/downloads";
  Download done = fetch(server, folder).value();
  EXPECT_EQ(read_file(done.path, 100).value(), server.body);
  EXPECT_EQ(done.fetched, 10u);
  EXPECT_FALSE(file_exists(done.path + ".part.etag"));
  EXPECT_TRUE(fetch(server, folder, "\"1\"").value().not_modified);
}

TEST(Download, GoesOnWhereItStopped) {
  FlakyServer server;
  server.break_after = 4;
  std::string folder = fresh_folder("d");
  EXPECT_EQ(fetch(server, folder).error().code(), Code::kUnavailable);
  EXPECT_EQ(fetch(server, folder).error().code(), Code::kUnavailable);
  Download done = fetch(server, folder).value();
  EXPECT_EQ(server.last.offset, 8u);
  EXPECT_EQ(done.fetched, 2u);
  EXPECT_EQ(read_file(done.path, 100).value(), server.body);
}

TEST(Download, BeginsAnewWhenTheResourceChanged) {
  FlakyServer server;
  server.break_after = 4;
  std::string folder = fresh_folder("d");
  EXPECT_FALSE(fetch(server, folder).ok());
  server.body = "abcdefghijkl";
  server.etag = "\"2\"";
  server.break_after = 100;
  EXPECT_EQ(read_file(fetch(server, folder).value().path, 100).value(), server.body);
}

TEST(Download, WithoutAStrongEtagNothingIsContinued) {
  FlakyServer server;
  server.etag = "W/\"1\"";
  server.break_after = 4;
  std::string folder = fresh_folder("d");
  EXPECT_FALSE(fetch(server, folder).ok());
  EXPECT_FALSE(fetch(server, folder).ok());
  EXPECT_EQ(server.last.offset, 0u);
}

}  // namespace
}  // namespace seawall::feed
