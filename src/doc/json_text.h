// Numbers and strings as JSON writes them (RFC 8259 sections 6 and 7). For this folder only.
#pragma once

#include <cstdint>
#include <string_view>

#include "doc/builder.h"

namespace seawall::doc {

enum class NumberFault { kNone, kSyntax, kRange };

// Reads the number at the front of `text` and gives it to `build`; `length` becomes what it took.
// An integer beyond 64 bits becomes a double; a magnitude beyond double is kRange.
NumberFault read_json_number(std::string_view text, size_t& length, Builder& build, Position at);

// Undoes the escapes of `quoted` (the text between the quotes) into `out`, which holds at least
// quoted.size() bytes. Returns how many bytes were written; SIZE_MAX, and the offset of the fault
// in `fault`, on a bad escape. A lone surrogate becomes U+FFFD and sets `replaced`.
size_t unescape_json(std::string_view quoted, char* out, size_t& fault, bool& replaced);

// Writes `code_point` (a Unicode scalar value) as UTF-8; returns its 1 to 4 bytes.
size_t put_utf8(uint32_t code_point, char* out);

}  // namespace seawall::doc
