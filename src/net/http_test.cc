#include "net/http.h"

#include <gtest/gtest.h>

namespace seawall::net {
namespace {

TEST(Headers, NamesCompareWithoutCase) {
  Headers headers{{"Content-Type", "a"}, {"X", "1"}, {"x", "2"}};
  EXPECT_EQ(headers.get("content-type"), "a");
  EXPECT_EQ(headers.get("absent"), "");
  EXPECT_EQ(headers.all("X"), (std::vector<std::string>{"1", "2"}));
  headers.set("x", "3");
  EXPECT_EQ(headers.all("X"), std::vector<std::string>{"3"});
  headers.remove("CONTENT-TYPE");
  EXPECT_FALSE(headers.has("Content-Type"));
}

TEST(HttpResponse, ContentLength) {
  HttpResponse response;
  EXPECT_FALSE(response.content_length().has_value());
  response.headers = {{"Content-Length", " 12 "}};
  EXPECT_EQ(response.content_length(), 12u);
  response.headers = {{"Content-Length", "-1"}};
  EXPECT_FALSE(response.content_length().has_value());
}

}  // namespace
}  // namespace seawall::net
