// The escape sequences of string and bytes literals (cel-spec langdef.md, "String and Bytes
// Values").
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace seawall::cel {

// The value of a literal whose quotes and prefixes are taken off. In strings \x and octal escapes
// stand for code points, in bytes for octets; \u and \U are for strings only, and two surrogates
// one after the other are one code point. Line ends are "\n" however the source ends its lines.
// Nothing when an escape is unknown, too short, or no code point.
std::optional<std::string> unescape(std::string_view body, bool bytes);

// Line ends only, for raw literals.
std::string normalize_line_ends(std::string_view body);

}  // namespace seawall::cel
