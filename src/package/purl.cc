// A purl is read from right to left: what follows the last "#" is the subpath, what follows the
// last "?" the qualifiers, what follows the last "@" the version; the rest is type, namespace and
// name between slashes. Separators are looked for before anything is percent-decoded, so an encoded
// separator is always data. Two spellings need more than that:
//  - "pkg:npm/@scope/name": an "@" that begins a segment with more segments behind it is no version
//    separator (npm's scopes are often written without the %40);
//  - "pkg:opam/git@3/16.1": a version may hold bare slashes.
// Reading and building share normalise_purl(), hence format(parse(x)) is a fixed point.
#include "package/purl.h"

#include <algorithm>

#include "base/text.h"
#include "package/purl_types.h"

namespace seawall::package {

namespace {

constexpr size_t kMaxPurl = 64u << 10;

bool is_type(std::string_view text) {
  return !text.empty() && is_alpha(text[0]) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || c == '.' || c == '-';
  });
}

bool is_qualifier_key(std::string_view text) {
  return !text.empty() && is_alpha(text[0]) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || c == '.' || c == '-' || c == '_';
  });
}

Result<std::string> decode(std::string_view text, std::string_view what) {
  std::optional<std::string> decoded = percent_decode(text);
  if (!decoded) return Error::make(Code::kInvalid, "malformed percent-encoding in the {}", what);
  if (!is_valid_utf8(*decoded)) return Error::make(Code::kInvalid, "the {} is not UTF-8", what);
  return *std::move(decoded);
}

// Decodes segment by segment: a slash that comes out of the decoding is an error.
Result<std::string> decode_segments(std::string_view text, std::string_view what) {
  std::string out;
  for (std::string_view segment : split(text, '/')) {
    std::string decoded = TRY(decode(segment, what));
    if (decoded.empty()) continue;
    if (decoded.find('/') != std::string::npos)
      return Error::make(Code::kInvalid, "an encoded slash in the {}", what);
    if (!out.empty()) out += '/';
    out += decoded;
  }
  return out;
}

std::string_view strip_slashes(std::string_view text) {
  while (text.starts_with('/')) text.remove_prefix(1);
  while (text.ends_with('/')) text.remove_suffix(1);
  return text;
}

// "a//b/" becomes "a/b"; with `dots`, "." and ".." go as well.
std::string clean_path(std::string_view path, bool dots) {
  std::string out;
  for (std::string_view segment : split(path, '/')) {
    if (segment.empty() || (dots && (segment == "." || segment == ".."))) continue;
    if (!out.empty()) out += '/';
    out += segment;
  }
  return out;
}

// Takes what follows the last `separator` off `rest`; empty when there is none.
std::string_view take_after_last(std::string_view& rest, char separator) {
  size_t at = rest.rfind(separator);
  if (at == std::string_view::npos) return {};
  std::string_view taken = rest.substr(at + 1);
  rest = rest.substr(0, at);
  return taken;
}

std::string_view take_version(std::string_view& rest) {
  size_t at = rest.rfind('@');
  if (at == std::string_view::npos) return {};
  bool begins_segment = at == 0 || rest[at - 1] == '/';
  std::string_view after = rest.substr(at + 1);
  if (begins_segment && after.find('/') != std::string_view::npos) return {};
  rest = rest.substr(0, at);
  return after;
}

Status parse_qualifiers(std::string_view text, std::map<std::string, std::string>& out) {
  for (std::string_view pair : split(text, '&')) {
    if (pair.empty()) continue;
    size_t equals = pair.find('=');
    std::string_view key = pair.substr(0, equals);
    if (!is_qualifier_key(key))
      return Error::make(Code::kInvalid, "bad qualifier key \"{}\"", printable(key, 64));
    if (equals == std::string_view::npos || equals + 1 == pair.size()) continue;
    std::string value = TRY(decode(pair.substr(equals + 1), "qualifiers"));
    if (!out.emplace(to_lower(key), std::move(value)).second)
      return Error::make(Code::kInvalid, "the qualifier {} is given twice", printable(key, 64));
  }
  return {};
}

Status parse_name(std::string_view path, Purl& purl) {
  path = strip_slashes(path);
  if (path.empty()) return Error(Code::kInvalid, "a purl needs a name");
  if (name_holds_path(purl.type)) {
    std::string_view host = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), host.size() + 1));
    purl.name_space = TRY(decode_segments(host, "namespace"));
    purl.name = TRY(decode_segments(path, "name"));
    return {};
  }
  std::string_view name = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
  purl.name = TRY(decode(name, "name"));
  path.remove_suffix(name.size());
  purl.name_space = TRY(decode_segments(path, "namespace"));
  return {};
}

}  // namespace

Result<Purl> parse_purl(std::string_view text) {
  if (text.size() > kMaxPurl) return Error(Code::kLimit, "the purl is longer than 64 KiB");
  Purl purl;
  std::string_view rest = text;
  purl.subpath = TRY(decode_segments(take_after_last(rest, '#'), "subpath"));
  TRY(parse_qualifiers(take_after_last(rest, '?'), purl.qualifiers));

  std::optional<Halves> scheme = split_once(rest, ":");
  if (!scheme || !equals_ignoring_case(scheme->first, "pkg"))
    return Error(Code::kInvalid, "a purl begins with \"pkg:\"");
  rest = scheme->second;
  while (rest.starts_with('/')) rest.remove_prefix(1);
  std::optional<Halves> type = split_once(rest, "/");
  if (!type) return Error(Code::kInvalid, "a purl needs a type and a name");
  purl.type = to_lower(type->first);
  rest = type->second;

  purl.version = TRY(decode(take_version(rest), "version"));
  TRY(parse_name(rest, purl));
  return normalise_purl(std::move(purl));
}

Result<Purl> normalise_purl(Purl purl) {
  if (!is_type(purl.type))
    return Error::make(Code::kInvalid, "bad purl type \"{}\"", printable(purl.type, 64));
  purl.type = to_lower(purl.type);
  purl.name_space = clean_path(purl.name_space, false);
  purl.name = name_holds_path(purl.type) ? clean_path(purl.name, false)
                                         : std::string(strip_slashes(purl.name));
  purl.subpath = clean_path(purl.subpath, true);
  if (purl.name.empty()) return Error(Code::kInvalid, "a purl needs a name");

  std::map<std::string, std::string> qualifiers;
  for (auto& [key, value] : purl.qualifiers) {
    if (!is_qualifier_key(key))
      return Error::make(Code::kInvalid, "bad qualifier key \"{}\"", printable(key, 64));
    if (value.empty()) continue;
    if (!qualifiers.emplace(to_lower(key), std::move(value)).second)
      return Error::make(Code::kInvalid, "the qualifier {} is given twice", printable(key, 64));
  }
  purl.qualifiers = std::move(qualifiers);

  normalise_by_type(purl);
  TRY(check_by_type(purl));
  return purl;
}

std::string format_purl(const Purl& purl) {
  // Slashes stay between segments and are encoded elsewhere; the colon is never encoded.
  std::string out = "pkg:" + purl.type + "/";
  if (!purl.name_space.empty()) out += percent_encode(purl.name_space, ":/") + "/";
  out += percent_encode(purl.name, name_holds_path(purl.type) ? ":/" : ":");
  if (!purl.version.empty()) out += "@" + percent_encode(purl.version, ":");
  char separator = '?';
  for (const auto& [key, value] : purl.qualifiers) {
    out += separator;
    out += key + "=" + percent_encode(value, ":");
    separator = '&';
  }
  if (!purl.subpath.empty()) out += "#" + percent_encode(purl.subpath, ":/");
  return out;
}

}  // namespace seawall::package
