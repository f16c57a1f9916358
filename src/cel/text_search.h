// Searching and cutting UTF-8 text by code points. Every search takes time linear in the lengths.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "cel/memory.h"

namespace seawall::cel {

constexpr size_t kNotFound = std::string_view::npos;

// Byte offsets; `from`: where the search begins. An empty `part` is found there.
size_t find_text(std::string_view text, std::string_view part, size_t from = 0);
// The last place at or before `from`. Long texts need `memory`: `failed` when there is no room.
size_t find_last_text(std::string_view text, std::string_view part, size_t from, Memory& memory,
                      bool& failed);

// The number of code points.
size_t character_count(std::string_view text);
// The size of the code point that begins at `at`.
size_t character_size(std::string_view text, size_t at);
// The byte offset of the code point with a number: text.size() for the one after the last, nothing
// beyond and for negative numbers.
std::optional<size_t> byte_offset(std::string_view text, int64_t character);
// Whether a code point is white space (Unicode's White_Space).
bool is_white_space(char32_t c);
char32_t decode_character(std::string_view text, size_t at);

}  // namespace seawall::cel
