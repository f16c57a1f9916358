// The lines of a Dockerfile: parser directives, comments, continuation, here-documents (Dockerfile
// reference, "Parser directives", "Escape", "Here-Documents"). For this folder only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace seawall::kube {

struct Heredoc {
  std::string name;
  std::string content;  // lines with their ends, tabs stripped where <<- asks for it
  uint32_t line = 0;    // of its first line
  bool expand = true;   // false when the name was quoted
};

// One instruction with its continuation lines joined.
struct LogicalLine {
  std::string text;                                // no white space in front
  std::vector<std::pair<size_t, uint32_t>> parts;  // where in `text` which line of the file begins
  std::vector<Heredoc> heredocs;

  uint32_t line() const { return parts.front().second; }
  uint32_t line_at(size_t offset) const;
};

struct DockerfileLines {
  std::vector<LogicalLine> lines;
  char escape = '\\';
  std::string syntax;               // of the `# syntax=` directive
  uint32_t empty_continuation = 0;  // a line with an empty continuation; 0: none
};

// kInvalid "LINE: what is wrong" where BuildKit refuses the file.
Result<DockerfileLines> split_dockerfile(std::string_view text);

}  // namespace seawall::kube
