// Percent escapes by the part of the URL they stand in, as Go's net/url has them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seawall::cel {

enum class UrlPart : uint8_t { kPath, kHost, kZone, kUserInfo, kQuery, kFragment };

// May stand unescaped. Go's table: not quite RFC 3986, brackets and quotes pass in hosts.
bool is_plain(char c, UrlPart part);
// kInvalid: `invalid URL escape "%zz"`, `invalid character " " in host name`.
Result<void> check_escapes(std::string_view text, UrlPart part);
// What passed check_escapes(); bytes, not always UTF-8.
std::string unescape(std::string_view text, UrlPart part);
std::string escape(std::string_view text, UrlPart part);

}  // namespace seawall::cel
