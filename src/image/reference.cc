// The grammar, in short:
//
//   reference  := [domain "/"] path [":" tag] ["@" digest]
//   domain     := host [":" port]; host: dotted labels, or an IPv6 address in brackets
//   path       := component ("/" component)*
//   component  := [a-z0-9]+ (("." | "_" | "__" | "-"+) [a-z0-9]+)*
//   tag        := [A-Za-z0-9_][A-Za-z0-9_.-]{0,127}
//
// The first part is a domain when it holds "." or ":", is "localhost", or has capital letters (no
// path has); otherwise it belongs to the path and the domain is docker.io. A repository has at most
// 255 characters with its domain's. 64 bare hex digits are refused as a name: they are an image ID.
#include "image/reference.h"

#include <algorithm>

#include "base/text.h"
#include "image/digest.h"

namespace seawall::image {
namespace {

constexpr size_t kMaxReference = 1024;
constexpr size_t kMaxName = 255;

bool is_label(std::string_view label) {
  if (label.empty() || !is_alnum(label.front()) || !is_alnum(label.back())) return false;
  return std::all_of(label.begin(), label.end(), [](char c) { return is_alnum(c) || c == '-'; });
}

bool is_domain(std::string_view domain) {
  std::string_view host = domain;
  size_t colon = domain.rfind(':');
  if (!domain.empty() && domain.front() == '[') {
    size_t close = domain.find(']');
    if (close == std::string_view::npos || close < 3) return false;
    for (char c : domain.substr(1, close - 1))
      if (!is_digit(c) && !(to_lower(c) >= 'a' && to_lower(c) <= 'f') && c != ':') return false;
    if (close + 1 == domain.size()) return true;
    if (colon != close + 1) return false;
    host = {};
  } else if (colon != std::string_view::npos) {
    host = domain.substr(0, colon);
  }
  if (colon != std::string_view::npos && domain.back() != ']') {
    std::optional<uint64_t> port = parse_uint(domain.substr(colon + 1));
    if (!port || *port == 0 || *port > 65535) return false;
  }
  if (host.empty()) return domain.front() == '[';
  for (std::string_view label : split(host, '.'))
    if (!is_label(label)) return false;
  return true;
}

bool is_component(std::string_view text) {
  auto is_word = [](char c) { return is_digit(c) || is_lower(c); };
  size_t i = 0;
  while (i < text.size()) {
    size_t word = i;
    while (i < text.size() && is_word(text[i])) ++i;
    if (i == word) return false;
    if (i == text.size()) return true;
    size_t separator = i;
    while (i < text.size() && !is_word(text[i])) ++i;
    std::string_view between = text.substr(separator, i - separator);
    bool dashes = between.find_first_not_of('-') == std::string_view::npos;
    if (!dashes && between != "." && between != "_" && between != "__") return false;
  }
  return false;
}

bool is_tag(std::string_view tag) {
  if (tag.empty() || tag.size() > 128 || tag[0] == '.' || tag[0] == '-') return false;
  return std::all_of(tag.begin(), tag.end(),
                     [](char c) { return is_alnum(c) || c == '_' || c == '.' || c == '-'; });
}

bool is_domain_part(std::string_view first) {
  return first.find_first_of(".:") != std::string_view::npos || first == "localhost" ||
         std::any_of(first.begin(), first.end(), is_upper);
}

Error bad_name(std::string_view text, std::string_view why) {
  return Error::make(Code::kUsage, "\"{}\" is not an image name: {}", printable(text, 200), why);
}

// Takes "@digest" and ":tag" from the end of `rest`.
Status take_suffixes(std::string_view text, std::string_view& rest, Reference& out) {
  size_t at = rest.find('@');
  if (at != std::string_view::npos) {
    Result<Digest> digest = parse_digest(rest.substr(at + 1));
    if (!digest.ok()) return bad_name(text, digest.error().message());
    out.digest = digest->text();
    rest = rest.substr(0, at);
  }
  size_t colon = rest.rfind(':');
  size_t slash = rest.rfind('/');
  if (colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash)) {
    out.tag = rest.substr(colon + 1);
    if (!is_tag(out.tag)) return bad_name(text, "the tag has characters that tags may not have");
    rest = rest.substr(0, colon);
  }
  return {};
}

}  // namespace

std::string Reference::text() const {
  std::string out = registry + "/" + repository;
  if (!tag.empty()) out += ":" + tag;
  if (!digest.empty()) out += "@" + digest;
  return out;
}

std::string Reference::familiar() const {
  std::string out = text();
  if (registry != "docker.io") return out;
  out.erase(0, registry.size() + 1);
  if (out.substr(0, 8) == "library/") out.erase(0, 8);
  return out;
}

std::string Reference::api_host() const {
  return registry == "docker.io" ? "registry-1.docker.io" : registry;
}

Result<Reference> parse_reference(std::string_view text) {
  if (text.empty() || text.size() > kMaxReference)
    return bad_name(text, text.empty() ? "it is empty" : "it is too long");
  Reference out;
  std::string_view rest = text;
  TRY(take_suffixes(text, rest, out));
  std::optional<Halves> halves = split_once(rest, "/");
  if (halves && is_domain_part(halves->first)) {
    out.registry = to_lower(halves->first);
    // "Registry/app": only its capitals make it a domain.
    if (!is_domain_part(out.registry)) out.registry = halves->first;
    out.repository = halves->second;
    if (!is_domain(out.registry)) return bad_name(text, "the registry is not a host name");
  } else {
    out.registry = "docker.io";
    out.repository = rest;
  }
  if (out.registry == "index.docker.io" || out.registry == "registry-1.docker.io" ||
      out.registry == "registry.hub.docker.com")
    out.registry = "docker.io";
  for (std::string_view component : split(out.repository, '/'))
    if (!is_component(component))
      return bad_name(text, std::any_of(component.begin(), component.end(), is_upper)
                                ? "repositories are written in lower case"
                                : "the repository has characters that may not stand there");
  if (out.registry.size() + 1 + out.repository.size() > kMaxName)
    return bad_name(text, "it is longer than 255 characters");
  if (out.repository.size() == 64 && parse_digest("sha256:" + out.repository).ok())
    return bad_name(text, "64 hex digits are an image ID");
  if (out.registry == "docker.io" && out.repository.find('/') == std::string::npos)
    out.repository.insert(0, "library/");
  if (out.tag.empty() && out.digest.empty()) out.tag = "latest";
  return out;
}

bool same_image_name(std::string_view a, std::string_view b) {
  if (a == b) return true;
  Result<Reference> first = parse_reference(a);
  Result<Reference> second = parse_reference(b);
  return first.ok() && second.ok() && first->text() == second->text();
}

}  // namespace seawall::image
