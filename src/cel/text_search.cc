#include "cel/text_search.h"

#include <algorithm>
#include <cstring>

namespace seawall::cel {

size_t find_text(std::string_view text, std::string_view part, size_t from) {
  if (from > text.size()) return kNotFound;
  if (part.empty()) return from;
  // memmem() is linear whatever the part looks like, std::string_view::find() is not.
  const void* found = memmem(text.data() + from, text.size() - from, part.data(), part.size());
  return found ? static_cast<size_t>(static_cast<const char*>(found) - text.data()) : kNotFound;
}

// The last place is the first one in the reversed texts.
size_t find_last_text(std::string_view text, std::string_view part, size_t from, Memory& memory,
                      bool& failed) {
  failed = false;
  if (part.size() > text.size()) return kNotFound;
  from = std::min(from, text.size() - part.size());
  text = text.substr(0, from + part.size());
  constexpr size_t kFew = 1 << 16;  // comparisons
  if (part.size() <= kFew / (text.size() + 1)) return text.rfind(part);
  char* reversed_text = memory.allocate<char>(text.size() + 1);
  char* reversed_part = memory.allocate<char>(part.size() + 1);
  failed = reversed_text == nullptr || reversed_part == nullptr;
  if (failed) return kNotFound;
  std::reverse_copy(text.begin(), text.end(), reversed_text);
  std::reverse_copy(part.begin(), part.end(), reversed_part);
  size_t found = find_text({reversed_text, text.size()}, {reversed_part, part.size()});
  return found == kNotFound ? kNotFound : text.size() - part.size() - found;
}

size_t character_count(std::string_view text) {
  size_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
  return count;
}

size_t character_size(std::string_view text, size_t at) {
  size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  return end - at;
}

std::optional<size_t> byte_offset(std::string_view text, int64_t character) {
  if (character < 0 || static_cast<uint64_t>(character) > text.size()) return std::nullopt;
  size_t at = 0;
  for (; character > 0; --character) {
    if (at == text.size()) return std::nullopt;
    at += character_size(text, at);
  }
  return at;
}

char32_t decode_character(std::string_view text, size_t at) {
  auto first = static_cast<unsigned char>(text[at]);
  size_t size = character_size(text, at);
  if (size == 1) return first;
  char32_t c = first & (0x7f >> size);
  for (size_t i = 1; i < size; ++i) c = c << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3f);
  return c;
}

bool is_white_space(char32_t c) {
  if (c <= ' ') return c == ' ' || (c >= '\t' && c <= '\r');
  return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
         c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

}  // namespace seawall::cel
