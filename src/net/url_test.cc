#include "net/url.h"

#include <gtest/gtest.h>

namespace seawall::net {
namespace {

TEST(Url, Parts) {
  Result<Url> url = parse_url("HTTPS://Example.com/v2/a%20b?x=1&y#frag");
  ASSERT_TRUE(url.ok());
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "example.com");
  EXPECT_EQ(url->port, 443);
  EXPECT_EQ(url->path, "/v2/a%20b?x=1&y");
  EXPECT_EQ(url->text(), "https://example.com/v2/a%20b?x=1&y");
  EXPECT_EQ(url->origin(), "https://example.com:443");
  EXPECT_EQ(parse_url("http://[::1]:5000/")->text(), "http://[::1]:5000/");
}

TEST(Url, Refused) {
  for (const char* text :
       {"", "example.com", "ftp://example.com/", "file:///etc/passwd", "http://", "//host/path",
        "http://user:secret@host/", "http://user@host/", "http://host:99999/", "http://ho st/",
        "http://host/\r\nX: y", "gopher://127.0.0.1:6379/_x"})
    EXPECT_FALSE(parse_url(text).ok()) << text;
  // A password does not end up in the message.
  for (const char* text : {"http://u:secret@h/", "http://u:secret@h:99999/", "ftp://u:secret@h/",
                           "https://u:se?cret@h/ x", "https://h /x?signature=secret"})
    EXPECT_EQ(parse_url(text).error().message().find("secret"), std::string::npos) << text;
}

TEST(Url, Loopback) {
  for (const char* text : {"http://localhost/", "http://a.localhost/", "http://127.0.0.1:1/",
                           "http://127.9.9.9/", "http://[::1]/"})
    EXPECT_TRUE(parse_url(text)->is_loopback()) << text;
  for (const char* text : {"http://localhost.example.com/", "http://128.0.0.1/",
                           "http://127.0.0.1.nip.io/", "http://[::2]/", "http://xlocalhost/"})
    EXPECT_FALSE(parse_url(text)->is_loopback()) << text;
}

TEST(Url, Resolve) {
  Url base = *parse_url("https://host:8443/a/b?q");
  EXPECT_EQ(resolve_url(base, "/c")->text(), "https://host:8443/c");
  EXPECT_EQ(resolve_url(base, "c?d")->text(), "https://host:8443/a/c?d");
  EXPECT_EQ(resolve_url(base, "//other/x")->text(), "https://other/x");
  EXPECT_EQ(resolve_url(base, "http://other/")->text(), "http://other/");
  EXPECT_FALSE(resolve_url(base, "file:///etc/passwd").ok());
  EXPECT_FALSE(resolve_url(base, "https://me:pw@other/").ok());
}

}  // namespace
}  // namespace seawall::net
