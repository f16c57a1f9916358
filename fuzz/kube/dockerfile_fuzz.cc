// Lines are those of the file, and pipes join commands that there are.
#include <algorithm>
#include <cstdint>

#include "base/result.h"
#include "kube/dockerfile.h"
#include "kube/shell_words.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall::kube;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto lines = std::count(text.begin(), text.end(), '\n') + 1;
  seawall::Diagnostics remarks;
  auto file = parse_dockerfile(text, "Dockerfile", seawall::Limits{}, remarks);
  if (file.ok())
    for (const auto& instruction : file->document.root()["instructions"].items()) {
      CHECK(*instruction["line"].as_int() <= lines);
      for (const auto& command : instruction["commands"].items())
        CHECK(*command["line"].as_int() <= lines);
    }
  auto commands = shell_commands(text);
  CHECK(commands.size() <= kMaxShellCommands);
  for (const ShellCommand& command : commands) {
    CHECK(command.offset <= text.size());
    CHECK(command.piped_to < static_cast<int>(commands.size()));
    CHECK(command.piped_from < static_cast<int>(commands.size()));
  }
  return 0;
}
