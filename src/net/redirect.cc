#include "net/redirect.h"

#include "base/text.h"
#include "net/url.h"

namespace seawall::net {
namespace {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

void drop_private_headers(HttpRequest& request) {
  for (const char* name : {"Authorization", "Proxy-Authorization", "Cookie"})
    request.headers.remove(name);
  for (const std::string& name : request.private_headers) request.headers.remove(name);
}

}  // namespace

std::string shown_url(const std::string& url) {
  return printable(std::string_view(url).substr(0, url.find('?')), 300);
}

Status check_transport(const HttpRequest& request) {
  if (!request.unix_socket.empty()) return {};
  Url url = TRY(parse_url(request.url));
  if (url.scheme == "https" || request.allow_plain_http || url.is_loopback()) return {};
  return Error::make(Code::kDenied,
                     "{}: plain HTTP is used only for this machine; use https, or allow it with "
                     "--insecure",
                     shown_url(request.url));
}

Result<std::optional<HttpRequest>> next_hop(const HttpRequest& request,
                                            const HttpResponse& response) {
  const std::string& location = response.headers.get("Location");
  if (!is_redirect(response.status) || location.empty()) return std::optional<HttpRequest>();
  if (!request.unix_socket.empty())
    return Error::make(Code::kDenied, "the service behind {} redirects elsewhere",
                       request.unix_socket);
  Url from = TRY(parse_url(request.url));
  Url to = TRY(resolve_url(from, location).context("redirect of {}", shown_url(request.url)));
  if (from.scheme == "https" && to.scheme == "http")
    return Error::make(Code::kDenied, "{} redirects from https to plain http ({}): refused",
                       shown_url(request.url), shown_url(to.text()));
  HttpRequest next = request;
  next.url = to.text();
  if (from.origin() != to.origin()) drop_private_headers(next);
  bool becomes_get = response.status == 303 || (response.status <= 302 && request.method == "POST");
  if (becomes_get && request.method != "HEAD") {
    next.method = "GET";
    next.body.clear();
    next.headers.remove("Content-Type");
  }
  // A body (a password, a token) goes where it was meant to go, and nowhere else.
  if (!next.body.empty() && from.origin() != to.origin())
    return Error::make(Code::kDenied, "{} redirects a POST to another host ({}): refused",
                       shown_url(request.url), to.host);
  return std::optional<HttpRequest>(std::move(next));
}

}  // namespace seawall::net
