// For the tests of Java archives: makes small zips in memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace seawall::package {

inline uint32_t crc32_for_test(std::string_view bytes) {
  uint32_t crc = ~0u;
  for (char c : bytes) {
    crc ^= static_cast<uint8_t>(c);
    for (int i = 0; i < 8; ++i) crc = (crc >> 1) ^ ((crc & 1) ? 0xEDB88320u : 0);
  }
  return ~crc;
}

using ZipFiles = std::vector<std::pair<std::string, std::string>>;

// A zip of stored entries.
inline std::string make_zip(const ZipFiles& files) {
  std::string out, directory;
  auto put = [](std::string& to, uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i));
  };
  for (const auto& [name, content] : files) {
    auto offset = static_cast<uint32_t>(out.size());
    std::string common;
    put(common, 10, 2);  // version needed
    put(common, 0, 2);   // flags
    put(common, 0, 2);   // stored
    put(common, 0, 4);   // time
    put(common, crc32_for_test(content), 4);
    put(common, static_cast<uint32_t>(content.size()), 4);
    put(common, static_cast<uint32_t>(content.size()), 4);
    put(common, static_cast<uint32_t>(name.size()), 2);
    put(common, 0, 2);  // extra
    out += "PK\x03\x04" + common + name + content;
    directory += "PK\x01\x02";
    put(directory, 20, 2);
    directory += common;
    put(directory, 0, 2);  // comment
    put(directory, 0, 2);  // disk
    put(directory, 0, 2);
    put(directory, 0, 4);
    put(directory, offset, 4);
    directory += name;
  }
  auto start = static_cast<uint32_t>(out.size());
  out += directory + "PK\x05\x06" + std::string(4, '\0');
  put(out, static_cast<uint32_t>(files.size()), 2);
  put(out, static_cast<uint32_t>(files.size()), 2);
  put(out, static_cast<uint32_t>(directory.size()), 4);
  put(out, start, 4);
  put(out, 0, 2);
  return out;
}

inline std::string make_pom_properties(std::string_view group, std::string_view artifact,
                                       std::string_view version) {
  return "#Generated\nversion=" + std::string(version) + "\ngroupId=" + std::string(group) +
         "\nartifactId=" + std::string(artifact) + "\n";
}

}  // namespace seawall::package
