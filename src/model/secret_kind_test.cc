#include "model/secret_kind.h"

#include <gmock/gmock.h>

#include <string>

namespace seawall::model {
namespace {

// Put together here, so that no scanner takes this file for a leak.
std::string many(char c, size_t count) {
  return std::string(count, c);
}

TEST(SecretKind, KnowsCredentialsByTheirForm) {
  struct Case {
    std::string text;
    const char* kind;
  };
  const Case cases[] = {
      {"id=AKIA" + many('Q', 16), "aws-access-key-id"},
      {"AWS_SECRET_ACCESS_KEY=" + many('a', 40), "aws-secret-access-key"},
      {"-----BEGIN "
       "RSA PRIVATE KEY-----\nMII",
       "private-key"},
      {"-----BEGIN "
       "PRIVATE KEY-----",
       "private-key"},
      {"-----BEGIN "
       "PGP PRIVATE KEY BLOCK-----",
       "private-key"},
      {"ghp_" + many('a', 36), "github-token"},
      {"github_pat_" + many('1', 22) + "_" + many('b', 59), "github-token"},
      {"glpat-" + many('x', 20), "gitlab-token"},
      {"xoxb-"
       "1234567890-" +
           many('a', 24),
       "slack-token"},
      {"https://hooks.slack.com/services/T0/B0/" + many('a', 40), "slack-webhook"},
      {"AIza" + many('b', 35), "google-api-key"},
      {"{\"type\": \"service_account\"}", "google-service-account"},
      {"sk_live_" + many('4', 24), "stripe-key"},
      {"npm_" + many('c', 36), "npm-token"},
      {"eyJ" + many('a', 20) + ".eyJ" + many('b', 20) + "." + many('c', 43), "jwt"},
      {"postgres://user:"
       "hunter22@db.example:5432/x",
       "url-password"},
      {"{\"auths\":{\"r\":{\"auth\":\"" + many('a', 16) + "\"}}}", "docker-auth"},
      {"Authorization: Bearer " + many('t', 20), "authorization-header"},
      {std::string("\xff\xfe") + " ghp_" + many('a', 36), "github-token"},
  };
  for (const Case& c : cases) EXPECT_EQ(secret_kind(c.text), c.kind) << c.text;
}

TEST(SecretKind, OtherTextIsNone) {
  for (const char* text :
       {"", "password", "nginx:1.25", "https://example.com/a:b@c",
        "postgres://$(USER):$(PASS)@db/x", "postgres://user:${PASSWORD}@db",
        "http://{{ user }}:{{ pass }}@host", "AKIA", "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----", "sk_live", "eyJhbGciOi",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "host:5432,other:5432@zone"})
    EXPECT_EQ(secret_kind(text), "") << text;
}

TEST(SecretKind, LongTextsAreSearchedInTimeInProportion) {
  std::string text = many('a', 4u << 20);
  EXPECT_EQ(secret_kind(text), "");
  EXPECT_EQ(secret_kind(text + " ghp_" + many('a', 36)), "github-token");
}

}  // namespace
}  // namespace seawall::model
