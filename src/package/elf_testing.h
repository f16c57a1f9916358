// For tests: ELF files of a few segments, and what the executables' readers say of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "package/executable.h"

namespace seawall::package {

struct TestSegment {
  std::string content;
  uint32_t flags;  // PF_X 1, PF_W 2, PF_R 4
};

constexpr uint64_t kTestBase = 0x400000;  // address of a file's first byte
constexpr uint64_t kTestPage = 0x1000;    // each segment starts on one, the first on the second

inline std::string little_endian(uint64_t value, size_t size) {
  std::string out;
  for (size_t i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

// A 64-bit little-endian program, with Go's note if wanted.
inline std::string elf_for_test(const std::vector<TestSegment>& segments, bool go_note) {
  using namespace std::string_literals;
  std::string note = "\4\0\0\0\4\0\0\0\4\0\0\0Go\0\0abcd"s;
  size_t count = segments.size() + (go_note ? 1 : 0);
  std::string out =
      "\x7f"
      "ELF\2\1\1"s +
      std::string(9, '\0');
  out += little_endian(2, 2) + little_endian(62, 2) + little_endian(1, 4) + little_endian(0, 8) +
         little_endian(64, 8) + little_endian(0, 8) + little_endian(0, 4) + little_endian(64, 2) +
         little_endian(56, 2) + little_endian(count, 2) + std::string(6, '\0');
  auto header = [&](uint32_t type, uint32_t flags, uint64_t offset, uint64_t size) {
    out += little_endian(type, 4) + little_endian(flags, 4) + little_endian(offset, 8);
    for (int i = 0; i < 2; ++i) out += little_endian(kTestBase + offset, 8);
    for (int i = 0; i < 2; ++i) out += little_endian(size, 8);
    out += little_endian(kTestPage, 8);
  };
  uint64_t at = kTestPage;
  for (const TestSegment& segment : segments) {
    header(1, segment.flags, at, segment.content.size());
    at += (segment.content.size() + kTestPage - 1) / kTestPage * kTestPage;
  }
  if (go_note) header(4, 4, 64 + 56 * count, note.size());
  if (go_note) out += note;
  for (const TestSegment& segment : segments) {
    out.resize((out.size() + kTestPage - 1) / kTestPage * kTestPage);
    out += segment.content;
  }
  return out;
}

// In pieces of `piece` bytes, as a stream brings them.
inline Facts read_executable_for_test(std::string_view bytes, size_t piece = 1u << 20) {
  static const ReaderIndex index(kInstalled);
  Executables executables(index);
  Facts facts;
  executables.begin();
  for (size_t at = 0; at < bytes.size(); at += piece) executables.take(bytes.substr(at, piece));
  executables.finish("usr/bin/program", 0755, Limits{}, facts);
  return facts;
}

}  // namespace seawall::package
