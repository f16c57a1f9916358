#include "doc/uri.h"

#include <vector>

#include "base/text.h"

namespace seawall::doc {

namespace {

// Length of "scheme:" at the front, 0 when there is none.
size_t scheme_length(std::string_view uri) {
  if (uri.empty() || !is_alpha(uri.front())) return 0;
  size_t at = 1;
  while (at < uri.size() &&
         (is_alnum(uri[at]) || uri[at] == '+' || uri[at] == '-' || uri[at] == '.'))
    ++at;
  return at < uri.size() && uri[at] == ':' ? at + 1 : 0;
}

// Where the path of `uri` begins: behind scheme and authority.
size_t path_start(std::string_view uri) {
  size_t scheme = scheme_length(uri);
  if (uri.substr(scheme, 2) != "//") return scheme;
  return std::min(uri.find_first_of("/?", scheme + 2), uri.size());
}

// RFC 3986 section 5.2.4.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  std::vector<std::string_view> pieces = split(path, '/');
  for (size_t i = 0; i < pieces.size(); ++i) {
    bool last = i + 1 == pieces.size();
    if (pieces[i] == "..") {
      if (kept.size() > 1) kept.pop_back();
      if (last) kept.emplace_back();
    } else if (pieces[i] != "." || last) {
      kept.push_back(pieces[i] == "." ? std::string_view{} : pieces[i]);
    }
  }
  std::string out;
  for (size_t i = 0; i < kept.size(); ++i) {
    if (i > 0) out += '/';
    out += kept[i];
  }
  return out;
}

}  // namespace

UriParts split_fragment(std::string_view uri) {
  size_t hash = uri.find('#');
  if (hash == uri.npos) return {uri, {}};
  return {uri.substr(0, hash), uri.substr(hash + 1)};
}

std::string resolve_uri(std::string_view base, std::string_view reference) {
  base = split_fragment(base).address;
  if (base.empty() || scheme_length(reference) != 0) return std::string(reference);
  if (reference.empty() || reference.front() == '#')
    return std::string(base) + std::string(reference);
  if (reference.starts_with("//"))
    return std::string(base.substr(0, scheme_length(base))) + std::string(reference);
  size_t start = path_start(base);
  std::string_view path = base.substr(start, base.find('?', start) - start);
  size_t path_end = reference.find_first_of("?#");
  std::string_view tail = path_end == reference.npos ? "" : reference.substr(path_end);
  std::string_view own = reference.substr(0, path_end);
  if (own.empty()) return std::string(base.substr(0, start + path.size())) + std::string(tail);
  std::string joined;
  bool authority = base.substr(scheme_length(base), 2) == "//";
  if (!own.starts_with('/'))
    joined = path.empty() && authority ? "/" : std::string(path.substr(0, path.rfind('/') + 1));
  joined += own;
  return std::string(base.substr(0, start)) + without_dots(joined) + std::string(tail);
}

}  // namespace seawall::doc
