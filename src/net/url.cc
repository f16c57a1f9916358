#include "net/url.h"

#include <curl/curl.h>

#include <memory>

#include "base/text.h"

namespace seawall::net {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, FreeUrl>;

constexpr size_t kMaxUrl = 16 << 10;

std::string part(CURLU* url, CURLUPart what, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, what, &text, flags) != CURLUE_OK) return "";
  std::string out(text);
  curl_free(text);
  return out;
}

Error bad_url(std::string_view text, std::string_view why) {
  // Passwords and signatures stay out of messages: what could be one is left away.
  text = text.substr(0, text.find_first_of("?#"));
  if (size_t at = text.rfind('@'); at != std::string_view::npos) text.remove_prefix(at + 1);
  return Error::make(Code::kUsage, "\"{}\" is not a usable URL: {}", printable(text, 300), why);
}

Result<Url> read_parts(CURLU* url, std::string_view text) {
  Url out;
  out.scheme = to_lower(part(url, CURLUPART_SCHEME));
  if (out.scheme != "http" && out.scheme != "https")
    return bad_url(text, "only http and https are spoken");
  if (!part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty())
    return Error::make(Code::kUsage, "a URL of {} carries a user name or password",
                       printable(part(url, CURLUPART_HOST), 200));
  out.host = to_lower(part(url, CURLUPART_HOST));
  if (out.host.empty()) return bad_url(text, "it has no host");
  out.port =
      static_cast<uint16_t>(parse_uint(part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT)).value_or(0));
  if (out.port == 0) return bad_url(text, "it has no port");
  out.path = part(url, CURLUPART_PATH);
  std::string query = part(url, CURLUPART_QUERY);
  if (!query.empty()) out.path += "?" + query;
  return out;
}

bool has_controls(std::string_view text) {
  for (char c : text)
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return true;
  return false;
}

Status set_text(CURLU* url, std::string_view text) {
  if (text.size() > kMaxUrl) return bad_url(text.substr(0, 100), "it is too long");
  if (has_controls(text)) return bad_url(text, "it has white space or control characters");
  CURLUcode code = curl_url_set(url, CURLUPART_URL, std::string(text).c_str(), 0);
  if (code != CURLUE_OK) return bad_url(text, curl_url_strerror(code));
  return {};
}

}  // namespace

std::string Url::text() const {
  bool usual = port == (scheme == "https" ? 443 : 80);
  return scheme + "://" + host + (usual ? "" : fmt::format(":{}", port)) + path;
}

std::string Url::origin() const {
  return fmt::format("{}://{}:{}", scheme, host, port);
}

bool Url::is_loopback() const {
  std::string_view name = host;
  if (name == "localhost" || name == "[::1]") return true;
  if (name.size() > 10 && name.substr(name.size() - 10) == ".localhost") return true;
  std::vector<std::string_view> parts = split(name, '.');
  if (parts.size() != 4 || parts[0] != "127") return false;
  for (std::string_view each : parts) {
    std::optional<uint64_t> number = parse_uint(each);
    if (!number || *number > 255) return false;
  }
  return true;
}

Result<Url> parse_url(std::string_view text) {
  UrlHandle url(curl_url());
  CHECK(url != nullptr);
  TRY(set_text(url.get(), text));
  return read_parts(url.get(), text);
}

Result<Url> resolve_url(const Url& base, std::string_view location) {
  UrlHandle url(curl_url());
  CHECK(url != nullptr);
  TRY(set_text(url.get(), base.text()));
  TRY(set_text(url.get(), location));
  return read_parts(url.get(), location);
}

}  // namespace seawall::net
