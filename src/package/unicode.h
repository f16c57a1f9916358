// Characters as UTF-8, and text files in the encodings that editors on Windows leave behind.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace seawall::package {

// Adds a character; surrogates and what lies beyond Unicode become U+FFFD.
void append_utf8(std::string& out, uint32_t code);

// The text as UTF-8: a byte order mark (UTF-8, UTF-16, UTF-32) is obeyed and dropped; without one,
// UTF-16 is told by NULs in every second byte. Malformed parts become U+FFFD.
std::string utf8_from_any(std::string_view bytes);

}  // namespace seawall::package
