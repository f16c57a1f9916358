#include "image/registry_place.h"

#include <utility>

#include "base/text.h"
#include "net/url.h"

namespace seawall::image {
namespace {

constexpr uint64_t kProbeBytes = 1 << 20;

// Whether a registry (or anything that speaks HTTP properly) answers there.
bool answers(net::HttpClient& http, const std::string& base, bool insecure) {
  net::HttpRequest probe;
  probe.url = base + "/v2/";
  probe.allow_plain_http = insecure;
  probe.insecure_tls = insecure;
  probe.retry = false;
  Result<net::HttpResponse> response = http.fetch(probe, kProbeBytes);
  // 400 is what servers say to plain HTTP on a TLS port.
  if (response.ok()) return response->status != 400;
  // It is there, and does not want to or cannot prove who it is: not a reason to try without TLS.
  return response.error().code() == Code::kDenied;
}

}  // namespace

Result<Mirror> parse_mirror(const std::string& text) {
  Mirror out;
  std::string_view rest = text;
  if (std::optional<Halves> halves = split_once(rest, "://")) {
    out.scheme = to_lower(halves->first);
    rest = halves->second;
  }
  size_t slash = rest.find('/');
  out.host = rest.substr(0, slash);
  if (slash != std::string_view::npos) out.prefix = rest.substr(slash + 1);
  while (!out.prefix.empty() && out.prefix.back() == '/') out.prefix.pop_back();
  if (!out.prefix.empty()) out.prefix += '/';
  bool good_scheme = out.scheme.empty() || out.scheme == "http" || out.scheme == "https";
  if (!good_scheme || !net::parse_url("https://" + out.host + "/").ok())
    return Error::make(Code::kUsage, "\"{}\" is no mirror: give HOST[:PORT][/PREFIX]",
                       printable(text, 200));
  return out;
}

Result<std::vector<RegistryPlace>> registry_places(const Reference& reference,
                                                   const OpenOptions& options) {
  std::vector<RegistryPlace> out;
  auto mirror = options.mirrors.find(reference.registry);
  if (mirror != options.mirrors.end()) {
    Mirror parsed = TRY(parse_mirror(mirror->second));
    out.push_back(
        {.base = parsed.scheme.empty() ? parsed.host : parsed.scheme + "://" + parsed.host,
         .name = parsed.host,
         .repository = parsed.prefix + reference.repository,
         .insecure = options.insecure});
  }
  out.push_back({.base = reference.api_host(),
                 .name = reference.registry,
                 .repository = reference.repository,
                 .insecure = options.insecure});
  return out;
}

void choose_transport(net::HttpClient& http, RegistryPlace& place) {
  if (place.base.find("://") != std::string::npos) return;
  std::string secure = "https://" + place.base;
  std::string plain = "http://" + place.base;
  Result<net::Url> url = net::parse_url(plain + "/");
  bool local = url.ok() && url->is_loopback();
  if (local) {
    bool use_plain = answers(http, plain, place.insecure) || !answers(http, secure, place.insecure);
    place.base = use_plain ? plain : secure;
  } else {
    bool use_secure = !place.insecure || answers(http, secure, true) || !answers(http, plain, true);
    place.base = use_secure ? secure : plain;
  }
}

}  // namespace seawall::image
