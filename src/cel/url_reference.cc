#include "cel/url_reference.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cel/ip_address.h"
#include "cel/library_support.h"
#include "cel/url_escape.h"

namespace seawall::cel {

namespace {

constexpr size_t kMostParameters = 10'000;

Error fail(std::string message) {
  return Error(Code::kInvalid, std::move(message));
}

// "" or ":" and digits.
bool is_port(std::string_view text) {
  if (text.empty()) return true;
  return text[0] == ':' && std::all_of(text.begin() + 1, text.end(), is_digit);
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == 0x7f;
}

bool is_user_info_char(char c) {
  return is_alnum(c) || std::string_view("-._:~!$&'()*+,;=%@").find(c) != std::string_view::npos;
}

// Takes "scheme:" off; an empty scheme when there is none.
Result<std::string_view> take_scheme(std::string_view& rest) {
  for (size_t i = 0; i < rest.size(); ++i) {
    char c = rest[i];
    if (is_alpha(c)) continue;
    if (c == ':' && i == 0) return fail("missing protocol scheme");
    if (c == ':') {
      std::string_view scheme = rest.substr(0, i);
      rest.remove_prefix(i + 1);
      return scheme;
    }
    bool is_later = is_digit(c) || c == '+' || c == '-' || c == '.';
    if (!is_later || i == 0) break;
  }
  return std::string_view();
}

Error wrong_port(std::string_view port) {
  return fail(fmt::format("invalid port {} after host", quoted(port)));
}

// "[fe80::1%25en0]:80": an IPv6 address, in which a zone may be escaped.
Result<void> check_bracketed_host(std::string_view host) {
  size_t end = host.rfind(']');
  if (end == std::string_view::npos) return fail("missing ']' in host");
  std::string_view port = host.substr(end + 1);
  if (!is_port(port)) return wrong_port(port);
  std::string_view name = host.substr(1, end - 1);
  size_t zone = std::min(name.find("%25"), name.size());
  TRY(check_escapes(name.substr(0, zone), UrlPart::kHost));
  TRY(check_escapes(name.substr(zone), UrlPart::kZone));
  std::string unescaped = unescape(name, UrlPart::kHost);
  Result<ParsedAddress> address = parse_ip_address(unescaped);
  if (!address) return fail("invalid host: " + address.error().message());
  if (!address->address.is_v6) return fail("invalid IP-literal");
  return {};
}

Result<void> check_host(std::string_view host, std::string_view scheme) {
  size_t bracket = host.rfind('[');
  if (bracket == 0) return check_bracketed_host(host);
  if (bracket != std::string_view::npos) return fail("invalid IP-literal");
  // Lists of hosts, "a:1,b:2", are tolerated where the web does not reach.
  bool is_web = equals_ignoring_case(scheme, "http") || equals_ignoring_case(scheme, "https");
  size_t colon = is_web ? host.find(':') : host.rfind(':');
  if (colon != std::string_view::npos && !is_port(host.substr(colon)))
    return wrong_port(host.substr(colon));
  return check_escapes(host, UrlPart::kHost);
}

Result<void> take_authority(std::string_view authority, UrlReference& url) {
  size_t at = authority.rfind('@');
  url.has_user = at != std::string_view::npos;
  url.host = url.has_user ? authority.substr(at + 1) : authority;
  TRY(check_host(url.host, url.scheme));
  if (!url.has_user) return {};
  url.user_info = authority.substr(0, at);
  if (!std::all_of(url.user_info.begin(), url.user_info.end(), is_user_info_char))
    return fail("net/url: invalid userinfo");
  return check_escapes(url.user_info, UrlPart::kUserInfo);
}

Result<UrlReference> parse(std::string_view text, bool via_request) {
  if (std::any_of(text.begin(), text.end(), is_control))
    return fail("net/url: invalid control character in URL");
  if (text.empty() && via_request) return fail("empty url");
  UrlReference url;
  if (text == "*") {
    url.path = text;
    return url;
  }
  std::string_view rest = text;
  url.scheme = TRY(take_scheme(rest));
  if (size_t mark = rest.find('?'); mark != std::string_view::npos) {
    url.has_query = true;
    url.query = rest.substr(mark + 1);
    rest = rest.substr(0, mark);
  }
  bool has_scheme = !url.scheme.empty();
  if (!rest.starts_with('/')) {
    if (!has_scheme) return fail("invalid URI for request");
    url.opaque = rest;
    return url;
  }
  bool may_have_host = has_scheme || (!via_request && !rest.starts_with("///"));
  if (may_have_host && rest.starts_with("//")) {
    size_t end = std::min(rest.find('/', 2), rest.size());
    TRY(take_authority(rest.substr(2, end - 2), url));
    rest.remove_prefix(end);
  } else {
    url.omits_host = has_scheme;
  }
  url.path = rest;
  TRY(check_escapes(url.path, UrlPart::kPath));
  return url;
}

Error parse_error(std::string_view text, const Error& error) {
  return fail(fmt::format("parse {}: {}", quoted(text), error.message()));
}

bool is_valid_escaping(std::string_view text, UrlPart part) {
  constexpr std::string_view kAlso = "!$&'()*+,;=:@[]%";  // RFC 3986, pchar; and brackets
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return is_plain(c, part) || kAlso.find(c) != std::string_view::npos;
  });
}

std::string escaped_anew(std::string_view text, UrlPart part) {
  if (is_valid_escaping(text, part)) return std::string(text);
  return escape(unescape(text, part), part);
}

struct HostParts {
  std::string name, port;
};

HostParts split_host(const UrlReference& url) {
  HostParts parts{host_and_port(url), ""};
  size_t colon = parts.name.rfind(':');
  if (colon != std::string::npos && is_port(std::string_view(parts.name).substr(colon))) {
    parts.port = parts.name.substr(colon + 1);
    parts.name.resize(colon);
  }
  if (parts.name.starts_with('[') && parts.name.ends_with(']') && parts.name.size() > 1)
    parts.name = parts.name.substr(1, parts.name.size() - 2);
  return parts;
}

std::string user_text(const UrlReference& url) {
  auto canonical = [](std::string_view text) {
    return escape(unescape(text, UrlPart::kUserInfo), UrlPart::kUserInfo);
  };
  size_t colon = url.user_info.find(':');
  if (colon == std::string_view::npos) return canonical(url.user_info);
  return canonical(url.user_info.substr(0, colon)) + ":" +
         canonical(url.user_info.substr(colon + 1));
}

std::string authority_text(const UrlReference& url) {
  if (url.scheme.empty() && url.host.empty() && !url.has_user) return "";
  if (url.omits_host && url.host.empty() && !url.has_user) return "";
  std::string text = url.host.empty() && url.path.empty() && !url.has_user ? "" : "//";
  if (url.has_user) text += user_text(url) + "@";
  return text + escape(unescape(url.host, UrlPart::kHost), UrlPart::kHost);
}

}  // namespace

Result<UrlReference> parse_request_uri(std::string_view text) {
  Result<UrlReference> url = parse(text, true);
  if (!url) return parse_error(text, url.error());
  return url;
}

Result<UrlReference> parse_url(std::string_view text) {
  size_t mark = std::min(text.find('#'), text.size());
  std::string_view before = text.substr(0, mark);
  Result<UrlReference> url = parse(before, false);
  if (!url) return parse_error(before, url.error());
  if (mark < text.size()) url->fragment = text.substr(mark + 1);
  Result<void> checked = check_escapes(url->fragment, UrlPart::kFragment);
  if (!checked) return parse_error(text, checked.error());
  return url;
}

std::string host_and_port(const UrlReference& url) {
  return to_valid_utf8(unescape(url.host, UrlPart::kHost));
}
std::string host_name(const UrlReference& url) {
  return split_host(url).name;
}
std::string port(const UrlReference& url) {
  return split_host(url).port;
}
std::string lower_scheme(const UrlReference& url) {
  return to_lower(url.scheme);
}
std::string escaped_path(const UrlReference& url) {
  return escaped_anew(url.path, UrlPart::kPath);
}

std::string to_text(const UrlReference& url) {
  std::string text = url.scheme.empty() ? "" : lower_scheme(url) + ":";
  if (!url.opaque.empty())
    text += url.opaque;
  else
    text += authority_text(url) + escaped_path(url);
  if (url.has_query) text += fmt::format("?{}", url.query);
  if (!url.fragment.empty()) text += "#" + escaped_anew(url.fragment, UrlPart::kFragment);
  return to_valid_utf8(text);
}

std::vector<std::pair<std::string, std::string>> query_parameters(const UrlReference& url) {
  std::vector<std::pair<std::string, std::string>> parameters;
  auto separators = static_cast<size_t>(std::count(url.query.begin(), url.query.end(), '&'));
  if (separators >= kMostParameters) return parameters;
  for (std::string_view each : split(url.query, '&')) {
    if (each.empty() || each.find(';') != std::string_view::npos) continue;
    size_t equals = std::min(each.find('='), each.size());
    std::string_view key = each.substr(0, equals);
    std::string_view value = each.substr(std::min(equals + 1, each.size()));
    if (!check_escapes(key, UrlPart::kQuery) || !check_escapes(value, UrlPart::kQuery)) continue;
    parameters.emplace_back(to_valid_utf8(unescape(key, UrlPart::kQuery)),
                            to_valid_utf8(unescape(value, UrlPart::kQuery)));
  }
  return parameters;
}

}  // namespace seawall::cel
