// Dockerfile instructions as plain data; dockerfile.cc makes the tree of them. For this folder
// only.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "kube/dockerfile_lines.h"
#include "kube/shell_words.h"

namespace seawall::kube {

struct Pair {
  std::string name, value;
  bool has_value = true;
};

struct Instruction {
  std::string keyword;  // upper case
  uint32_t line = 0;
  int stage = -1;
  std::string text, form = "shell";
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> flags;
  std::vector<ShellCommand> commands;
  std::vector<uint32_t> command_lines;  // of `commands`
  std::vector<Pair> pairs;
  std::vector<std::string> sources;
  std::string destination;
  std::vector<Heredoc> heredocs;
  std::string user;
  std::vector<std::string> variables;
  bool onbuild = false;
};

struct Stage {
  std::string name, base, platform, user;
  bool base_is_stage = false, base_known = true;
  std::vector<std::string> shell = {"/bin/sh", "-c"};
  std::vector<size_t> instructions;
};

struct ParsedDockerfile {
  std::vector<Stage> stages;
  std::vector<Instruction> instructions;
  char escape = '\\';
  std::string syntax;
};

// One instruction by itself: keyword, flags, arguments. kInvalid "LINE: ..." where BuildKit refuses
// it. `known` is false for a keyword that is none.
Result<Instruction> parse_instruction(const LogicalLine& line, char escape, bool& known);

// All of them, with stages, users, values of build arguments.
Result<ParsedDockerfile> parse_instructions(DockerfileLines lines, const std::string& path,
                                            Diagnostics& remarks);

}  // namespace seawall::kube
