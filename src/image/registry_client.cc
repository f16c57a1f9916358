// Who gets to see credentials. A registry answers 401 and names a token server of its choice (the
// realm). A registry that lies would name its own machine and collect the passwords meant for
// another. So credentials are sent
//   - to the registry itself (Basic), never along a redirect;
//   - to a realm with the registry's own origin;
//   - to the realms that well-known registries are known to use (auth.docker.io for docker.io);
//   - to any other realm only those credentials that are configured for the realm's own host.
// Otherwise the token is asked for anonymously, which is all that public images need, and should
// that not suffice the error says what was withheld and how to allow it.
#include "image/registry_client.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "doc/parse.h"
#include "net/redirect.h"
#include "net/resume.h"
#include "net/url.h"

namespace seawall::image {
namespace {

constexpr uint64_t kTokenBytes = 1 << 20;
constexpr const char* kManifestTypes =
    "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
    "application/vnd.docker.distribution.manifest.list.v2+json, "
    "application/vnd.docker.distribution.manifest.v2+json";

struct KnownRealm {
  std::string_view registry, realm_origin;
};
constexpr std::array<KnownRealm, 3> kKnownRealms = {{
    {"docker.io", "https://auth.docker.io:443"},
    {"registry.gitlab.com", "https://gitlab.com:443"},
    {"docker.elastic.co", "https://docker-auth.elastic.co:443"},
}};

std::string basic(const Credentials& credentials) {
  return "Basic " + base64_encode(credentials.username + ":" + credentials.password);
}

std::string media_type_of(const net::HttpResponse& response) {
  std::string_view type = response.headers.get("Content-Type");
  return to_lower(trim(type.substr(0, type.find(';'))));
}

// "host" or "host:port", as credentials are filed.
std::string credential_host(const net::Url& url) {
  bool usual = url.port == (url.scheme == "https" ? 443 : 80);
  return usual ? url.host : fmt::format("{}:{}", url.host, url.port);
}

// The registry's own words: {"errors":[{"code","message"}]}; for a person.
std::string error_text(const std::string& body) {
  Limits limits;
  limits.document_bytes = kTokenBytes;
  Result<doc::Document> document = doc::parse_json(body, limits, false);
  if (!document.ok()) return "";
  for (const doc::Node& error : document->root()["errors"].items()) {
    std::string_view message = error.text("message");
    if (message.empty()) message = error.text("code");
    if (!message.empty()) return ": " + printable(message, 300);
  }
  return "";
}

std::string token_of(const std::string& body) {
  Limits limits;
  limits.document_bytes = kTokenBytes;
  Result<doc::Document> document = doc::parse_json(body, limits, false);
  if (!document.ok()) return "";
  std::string_view token = document->root().text("token");
  if (token.empty()) token = document->root().text("access_token");
  bool sane = std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  return sane ? std::string(token) : "";
}

Code code_of_status(int status) {
  if (status == 404) return Code::kNotFound;
  if (status == 401 || status == 403) return Code::kDenied;
  return status == 429 || status >= 500 ? Code::kUnavailable : Code::kInvalid;
}

const net::HttpResponse& response_of(const net::HttpResponse& response) {
  return response;
}
const net::HttpResponse& response_of(const net::HttpStream& stream) {
  return stream.response;
}

}  // namespace

net::HttpRequest RegistryClient::request(const std::string& path) const {
  net::HttpRequest request;
  request.url = place_.base + "/v2/" + place_.repository + "/" + path;
  request.allow_plain_http = place_.insecure;
  request.insecure_tls = place_.insecure;
  return request;
}

template <typename Answer>
Result<Answer> RegistryClient::authorized(
    net::HttpRequest request, const std::function<Result<Answer>(const net::HttpRequest&)>& send) {
  for (int attempt = 0;; ++attempt) {
    std::string used;
    {
      std::lock_guard lock(mutex_);
      used = authorization_;
    }
    if (!used.empty()) request.headers.set("Authorization", used);
    Answer answer = TRY(send(request));
    const net::HttpResponse& response = response_of(answer);
    if (response.status != 401 || attempt == 2) return answer;
    // A host behind a redirect has no say in who we are.
    net::Url asked = TRY(net::parse_url(request.url));
    net::Url answered = TRY(net::parse_url(response.url));
    if (asked.origin() != answered.origin()) return answer;
    TRY(authorize(response, used));
    std::lock_guard lock(mutex_);
    if (authorization_ == used) return answer;  // there is nothing else to try
  }
}

Status RegistryClient::authorize(const net::HttpResponse& response, const std::string& used) {
  std::lock_guard lock(mutex_);
  if (authorization_ != used) return {};  // another thread was faster
  for (const std::string& header : response.headers.all("WWW-Authenticate")) {
    for (const Challenge& challenge : parse_challenges(header)) {
      if (challenge.scheme == "bearer") {
        authorization_ = "Bearer " + TRY(bearer_token(challenge));
        return {};
      }
      if (challenge.scheme != "basic") continue;
      Credentials credentials = credentials_(place_.name);
      if (credentials.password.empty()) continue;
      authorization_ = basic(credentials);
      return {};
    }
  }
  return {};
}

Result<Credentials> RegistryClient::credentials_for_realm(const std::string& realm) {
  net::Url registry = TRY(net::parse_url(place_.base));
  net::Url url = TRY(net::parse_url(realm).context("token realm of {}", place_.name));
  if (registry.scheme == "https" && url.scheme != "https")
    return Error::make(Code::kDenied, "{} names a token realm without TLS ({}): refused",
                       place_.name, net::shown_url(realm));
  bool own = url.origin() == registry.origin();
  for (const KnownRealm& known : kKnownRealms)
    own |= known.registry == place_.name && known.realm_origin == url.origin();
  if (own) return credentials_(place_.name);
  Credentials of_realm = credentials_(credential_host(url));
  if (of_realm.empty() && !credentials_(place_.name).empty()) {
    std::lock_guard lock(withheld_mutex_);
    withheld_ = fmt::format(
        "; the credentials for {0} were not sent to {1}, another host that it names as its token "
        "server: to allow it, add an entry for {1} to Docker's config.json",
        place_.name, credential_host(url));
  }
  return of_realm;
}

Result<std::string> RegistryClient::bearer_token(const Challenge& challenge) {
  Credentials own = credentials_(place_.name);
  if (!own.registry_token.empty()) return own.registry_token;
  std::string realm = challenge.parameter("realm");
  Credentials credentials = TRY(credentials_for_realm(realm));
  // We ask for what we need, whatever scope the registry would like us to have.
  std::string scope = "repository:" + place_.repository + ":pull";
  return request_token(realm, challenge.parameter("service"), scope, credentials);
}

Result<std::string> RegistryClient::request_token(const std::string& realm,
                                                  const std::string& service,
                                                  const std::string& scope,
                                                  const Credentials& credentials) {
  net::HttpRequest request;
  request.allow_plain_http = place_.insecure;
  request.insecure_tls = place_.insecure;
  std::string form = "service=" + percent_encode(service) + "&scope=" + percent_encode(scope);
  if (!credentials.identity_token.empty()) {
    request.method = "POST";
    request.url = realm;
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.body = "grant_type=refresh_token&client_id=seawall&" + form +
                   "&refresh_token=" + percent_encode(credentials.identity_token);
  } else {
    request.url = realm + (realm.find('?') == std::string::npos ? "?" : "&") + form;
    if (!credentials.password.empty()) {
      request.url += "&account=" + percent_encode(credentials.username);
      request.headers.add("Authorization", basic(credentials));
    }
  }
  net::HttpResponse response = TRY(http_.fetch(request, kTokenBytes));
  if (!response.ok()) return refused(response, "token for " + place_.repository);
  std::string token = token_of(response.body);
  if (token.empty())
    return Error::make(Code::kInvalid, "{} did not answer with a token", net::shown_url(realm));
  return token;
}

Error RegistryClient::refused(const net::HttpResponse& response, const std::string& what) {
  std::string remedy;
  if (response.status == 401 || response.status == 403) {
    std::lock_guard lock(withheld_mutex_);
    remedy = fmt::format(" (does it exist? is this account allowed to pull it? docker login {})",
                         place_.name) +
             withheld_;
  }
  if (response.status == 429)
    remedy = " (the registry limits how often it is asked: log in, use a mirror, or wait)";
  return Error::make(code_of_status(response.status), "{} answers {} for {}{}{}", place_.name,
                     response.status, what, error_text(response.body), remedy);
}

Result<RegistryClient::ManifestAnswer> RegistryClient::manifest(const std::string& tag_or_digest) {
  net::HttpRequest get = request("manifests/" + tag_or_digest);
  get.headers.add("Accept", kManifestTypes);
  net::HttpResponse response =
      TRY(authorized<net::HttpResponse>(get, [this](const net::HttpRequest& each) {
        return http_.fetch(each, limits_.manifest_bytes);
      }));
  if (response.status != 200)
    return refused(response, fmt::format("{}:{}", place_.repository, tag_or_digest));
  ManifestAnswer out;
  out.media_type = media_type_of(response);
  Result<Digest> asked = parse_digest(tag_or_digest);
  const std::string& stated = response.headers.get("Docker-Content-Digest");
  if (asked.ok()) {
    out.digest = *asked;
  } else if (!stated.empty()) {
    out.digest = TRY(parse_digest(stated).context("{}", place_.name));
  } else {
    out.digest = TRY(parse_digest(sha256_oci(response.body)));
  }
  TRY(verify_digest(response.body, out.digest).context("manifest of {}", place_.repository));
  out.text = std::move(response.body);
  return out;
}

Result<net::HttpStream> RegistryClient::blob(const Digest& digest, uint64_t size, uint64_t offset) {
  net::HttpRequest get = request("blobs/" + digest.text());
  net::add_range(get, offset);
  net::HttpStream stream = TRY(authorized<net::HttpStream>(
      get, [this](const net::HttpRequest& each) { return http_.open(each); }));
  if (stream.response.status != 200 && stream.response.status != 206) {
    if (Result<std::string> body = archive::read_all(*stream.body, 64 << 10); body.ok())
      stream.response.body = *std::move(body);
    return refused(stream.response, digest.text());
  }
  std::optional<uint64_t> length = stream.response.content_length();
  uint64_t expected = size - (stream.response.status == 206 ? offset : 0);
  if (size > 0 && length && *length != expected)
    return Error::make(Code::kInvalid, "{} announces {} bytes for {}, its manifest says {}",
                       place_.name, *length, digest.text(), expected);
  return stream;
}

}  // namespace seawall::image
