// The pull side of the OCI distribution protocol. Sources: OCI distribution-spec v1.1; the
// distribution project's token authentication (Bearer realm, service, scope; OAuth2 refresh).
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/limits.h"
#include "image/auth_challenge.h"
#include "image/digest.h"
#include "image/docker_config.h"
#include "image/image_json.h"
#include "net/http.h"

namespace seawall::image {

// Credentials configured for a host ("gitlab.example.com", "registry:5000").
using CredentialFinder = std::function<Credentials(const std::string& host)>;

struct RegistryPlace {
  std::string base;        // "https://registry-1.docker.io", without a slash at the end
  std::string name;        // the registry as credentials know it: "docker.io"
  std::string repository;  // "library/alpine"
  bool insecure = false;   // plain HTTP and unverified TLS were asked for
};

// Methods may be called from several threads at once.
class RegistryClient {
 public:
  // `http` must outlive the client.
  RegistryClient(net::HttpClient& http, RegistryPlace place, CredentialFinder credentials,
                 const Limits& limits)
      : http_(http),
        place_(std::move(place)),
        credentials_(std::move(credentials)),
        limits_(limits) {}

  struct ManifestAnswer {
    std::string text, media_type;
    Digest digest;
  };
  // By tag or digest; verified by the digest asked for, else by the one the registry states.
  // kNotFound, kDenied (with what to do), kMismatch, kLimit, kUnavailable.
  Result<ManifestAnswer> manifest(const std::string& tag_or_digest);
  // A blob from byte `offset` on. `size`: what the manifest says, 0 when it does not; an answer
  // that announces another length is kInvalid. The bytes are not verified here.
  Result<net::HttpStream> blob(const Digest& digest, uint64_t size, uint64_t offset);

  const RegistryPlace& place() const { return place_; }

 private:
  template <typename Answer>
  Result<Answer> authorized(net::HttpRequest request,
                            const std::function<Result<Answer>(const net::HttpRequest&)>& send);
  net::HttpRequest request(const std::string& path) const;
  // Gets proof of identity as `response` (a 401) asks for it, unless another thread did already.
  Status authorize(const net::HttpResponse& response, const std::string& used);
  Result<std::string> bearer_token(const Challenge& challenge);
  Result<std::string> request_token(const std::string& realm, const std::string& service,
                                    const std::string& scope, const Credentials& credentials);
  // The credentials that may be shown to a token server.
  Result<Credentials> credentials_for_realm(const std::string& realm);
  Error refused(const net::HttpResponse& response, const std::string& what);

  net::HttpClient& http_;
  RegistryPlace place_;
  CredentialFinder credentials_;
  Limits limits_;
  std::mutex mutex_;           // of authorization_; held while a token is fetched
  std::string authorization_;  // value of the header; "" before the first challenge
  std::mutex withheld_mutex_;
  std::string withheld_;  // why credentials were not sent
};

}  // namespace seawall::image
