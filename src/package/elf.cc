#include "package/elf.h"

namespace seawall::package {

namespace {

constexpr uint64_t kLoad = 1, kNote = 4;      // p_type
constexpr uint64_t kExecute = 1, kWrite = 2;  // p_flags
constexpr uint64_t kMostBytes = 1ull << 48;   // larger offsets are lies, and would overflow
constexpr uint64_t kGoBuildId = 4;            // type of the note named "Go"

// Notes: sizes of name and content, type, then both, padded to four bytes.
bool has_go_note(const ElfHead& head, std::string_view notes) {
  while (notes.size() >= 12) {
    uint64_t name = (head.number(notes, 0, 4) + 3) / 4 * 4;
    uint64_t content = (head.number(notes, 4, 4) + 3) / 4 * 4;
    if (head.number(notes, 8, 4) == kGoBuildId && notes.substr(12).starts_with("Go")) return true;
    if (12 + name + content > notes.size()) return false;
    notes.remove_prefix(12 + name + content);
  }
  return false;
}

void add_segment(ElfHead& head, std::string_view bytes, size_t at) {
  size_t word = head.wide ? 8 : 4;
  auto field = [&](size_t narrow, size_t wide, size_t size) {
    return head.number(bytes, at + (head.wide ? wide : narrow), size);
  };
  uint64_t type = field(0, 0, 4);
  uint64_t flags = field(24, 4, 4);
  ElfSegment segment{field(4, 8, word), field(16, 32, word), field(8, 16, word),
                     (flags & kWrite) != 0, (flags & kExecute) != 0};
  if (segment.offset > kMostBytes || segment.size > kMostBytes) return;
  if (type == kLoad) head.segments.push_back(segment);
  if (type == kNote && segment.offset < bytes.size() &&
      has_go_note(head, bytes.substr(segment.offset, segment.size)))
    head.go = true;
}

}  // namespace

uint64_t ElfHead::number(std::string_view bytes, size_t at, size_t size) const {
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i)
    value = (value << 8) | static_cast<unsigned char>(bytes[at + (big_endian ? i : size - 1 - i)]);
  return value;
}

std::optional<uint64_t> ElfHead::offset_of(uint64_t address) const {
  for (const ElfSegment& segment : segments)
    if (address >= segment.address && address - segment.address < segment.size)
      return segment.offset + (address - segment.address);
  return std::nullopt;
}

std::optional<ElfHead> parse_elf_head(std::string_view bytes) {
  if (bytes.size() < 52 || !bytes.starts_with("\x7f"
                                              "ELF"))
    return std::nullopt;
  ElfHead head;
  head.wide = bytes[4] == 2;
  head.big_endian = bytes[5] == 2;
  if (head.wide && bytes.size() < 64) return std::nullopt;
  uint64_t table = head.wide ? head.number(bytes, 32, 8) : head.number(bytes, 28, 4);
  uint64_t entry = head.number(bytes, head.wide ? 54 : 42, 2);
  uint64_t count = head.number(bytes, head.wide ? 56 : 44, 2);
  if (entry < (head.wide ? 56u : 32u) || table > bytes.size() ||
      count * entry > bytes.size() - table)
    return std::nullopt;
  for (uint64_t i = 0; i < count; ++i) add_segment(head, bytes, table + i * entry);
  return head;
}

}  // namespace seawall::package
