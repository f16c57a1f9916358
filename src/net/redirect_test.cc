#include "net/redirect.h"

#include <gtest/gtest.h>

namespace seawall::net {
namespace {

HttpRequest request_to(const std::string& url, const std::string& method = "GET") {
  HttpRequest request;
  request.method = method;
  request.url = url;
  request.headers = {
      {"Authorization", "Bearer t"}, {"Cookie", "c"}, {"X-Key", "k"}, {"Accept", "a"}};
  request.private_headers = {"X-Key"};
  return request;
}

HttpResponse redirect_to(const std::string& location, int status = 307) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"location", location}};
  return response;
}

HttpRequest hop(const HttpRequest& request, const HttpResponse& response) {
  Result<std::optional<HttpRequest>> next = next_hop(request, response);
  EXPECT_TRUE(next.ok() && next->has_value());
  return next.ok() && next->has_value() ? **next : HttpRequest{};
}

TEST(Redirect, CredentialsStayWithTheirOrigin) {
  HttpRequest request = request_to("https://a.example/x");
  EXPECT_TRUE(hop(request, redirect_to("/y")).headers.has("authorization"));
  EXPECT_TRUE(hop(request, redirect_to("https://A.example:443/y")).headers.has("x-key"));
  for (const char* other : {"https://b.example/y", "https://a.example:8443/y", "//b.example/",
                            "https://a.example.evil.test/"}) {
    HttpRequest next = hop(request, redirect_to(other));
    EXPECT_FALSE(next.headers.has("Authorization")) << other;
    EXPECT_FALSE(next.headers.has("Cookie")) << other;
    EXPECT_FALSE(next.headers.has("X-Key")) << other;
    EXPECT_TRUE(next.headers.has("Accept")) << other;
  }
}

TEST(Redirect, NeverToPlainHttp) {
  Result<std::optional<HttpRequest>> next =
      next_hop(request_to("https://a.example/x"), redirect_to("http://a.example/x"));
  ASSERT_FALSE(next.ok());
  EXPECT_EQ(next.error().code(), Code::kDenied);
}

TEST(Redirect, Methods) {
  HttpRequest post = request_to("https://a.example/x", "POST");
  post.body = "secret";
  EXPECT_EQ(hop(post, redirect_to("/y", 302)).method, "GET");
  EXPECT_EQ(hop(post, redirect_to("/y", 302)).body, "");
  EXPECT_EQ(hop(post, redirect_to("/y", 307)).body, "secret");
  EXPECT_FALSE(next_hop(post, redirect_to("https://b.example/y", 307)).ok());
  EXPECT_EQ(hop(request_to("https://a.example/x", "HEAD"), redirect_to("/y", 303)).method, "HEAD");
}

TEST(Redirect, NotARedirect) {
  EXPECT_FALSE(next_hop(request_to("https://a/"), redirect_to("/y", 200))->has_value());
  EXPECT_FALSE(next_hop(request_to("https://a/"), redirect_to("/y", 304))->has_value());
  EXPECT_FALSE(next_hop(request_to("https://a/"), redirect_to("", 302))->has_value());
}

TEST(Redirect, SocketsDoNotRedirect) {
  HttpRequest request = request_to("http://docker/x");
  request.unix_socket = "/run/docker.sock";
  EXPECT_FALSE(next_hop(request, redirect_to("http://other/")).ok());
}

TEST(Redirect, PlainHttpOnlyToThisMachine) {
  EXPECT_TRUE(check_transport(request_to("http://127.0.0.1:5000/")).ok());
  EXPECT_TRUE(check_transport(request_to("https://a.example/")).ok());
  HttpRequest request = request_to("http://a.example/");
  EXPECT_EQ(check_transport(request).error().code(), Code::kDenied);
  request.allow_plain_http = true;
  EXPECT_TRUE(check_transport(request).ok());
}

TEST(Redirect, ShownWithoutQuery) {
  EXPECT_EQ(shown_url("https://a/b?X-Amz-Signature=s"), "https://a/b");
}

}  // namespace
}  // namespace seawall::net
