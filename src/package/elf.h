// The head of an ELF file: what its program headers say of the bytes that follow. Specification:
// System V ABI, chapters 4 and 5 ("ELF Header", "Program Header"); elf(5).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace seawall::package {

struct ElfSegment {  // PT_LOAD: bytes of the file that become memory
  uint64_t offset = 0, size = 0, address = 0;
  bool writable = false, executable = false;
  uint64_t end() const { return offset + size; }
};

struct ElfHead {
  bool wide = true;  // 64 bits
  bool big_endian = false;
  bool go = false;                   // it carries the note with Go's build ID
  std::vector<ElfSegment> segments;  // in the order of the program headers

  // An unsigned number of `size` bytes (at most 8) in the file's order, which must be there.
  uint64_t number(std::string_view bytes, size_t at, size_t size) const;
  // Where the file holds what is at an address of memory.
  std::optional<uint64_t> offset_of(uint64_t address) const;
};

// The first bytes of a file within which its head lies, as linkers write it.
constexpr size_t kElfHeadBytes = 4096;

// Of a file's first bytes; nothing when they are no ELF file's or the program headers are
// elsewhere.
std::optional<ElfHead> parse_elf_head(std::string_view bytes);

}  // namespace seawall::package
