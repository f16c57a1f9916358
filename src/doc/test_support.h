// For the tests of this folder: data cases, and whether two trees say the same.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "doc/json_writer.h"
#include "doc/parse.h"

namespace seawall::doc {

inline std::string read_case(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline std::filesystem::path case_folder() {
  return std::filesystem::path(SEAWALL_SOURCE_DIR) / "tests/cases/doc";
}

// As JSON data: 1 equals 1.0, and members have no order.
inline bool same(const Node& a, const Node& b) {
  if (a.is_number() && b.is_number())
    return a.as_int() && b.as_int() ? a.as_int() == b.as_int() : a.as_double() == b.as_double();
  if (a.kind() != b.kind() || a.size() != b.size()) return false;
  switch (a.kind()) {
    case Kind::kBool:
      return a.as_bool() == b.as_bool();
    case Kind::kString:
      return a.as_string() == b.as_string();
    case Kind::kArray:
      for (size_t i = 0; i < a.size(); ++i)
        if (!same(a.items()[i], b.items()[i])) return false;
      return true;
    case Kind::kObject:
      for (const Member& member : a.members()) {
        const Node* other = b.find(member.key);
        if (other == nullptr || !same(member.value, *other)) return false;
      }
      return true;
    default:
      return true;
  }
}

}  // namespace seawall::doc
