// The lines of tests/cases/cel/NAME: "expression  =>  what becomes of it". A line that begins with
// "# " is a comment.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/file.h"
#include "base/text.h"

namespace seawall::cel {

struct Case {
  std::string expression, expected;
  uint32_t line = 0;
};

inline std::vector<Case> read_cases(const std::string& name) {
  Result<std::string> text =
      read_file(std::string(SEAWALL_SOURCE_DIR "/tests/cases/cel/") + name, 1 << 20);
  std::vector<Case> cases;
  if (!text) return cases;
  for_each_line(*text, [&](std::string_view line, uint32_t number) {
    std::optional<Halves> halves = split_once(line, "  =>  ");
    if (line.starts_with("# ") || !halves) return;
    cases.push_back({std::string(halves->first), std::string(halves->second), number});
  });
  return cases;
}

}  // namespace seawall::cel
