// The simple commands of a shell script (POSIX.1-2017 XCU 2.9), as far as one can say without
// running it: words with quotes resolved and expansions left as written. For reading RUN
// instructions; no shell.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace seawall::kube {

struct ShellCommand {
  // "apt-get"; without the folder when that is one of the usual (/bin, /usr/local/sbin ...). Empty
  // for assignments alone.
  std::string name;
  std::vector<std::string> arguments;
  std::vector<std::string> assignments;  // A=b in front of it
  int piped_from = -1, piped_to = -1;    // numbers of commands, -1: none
  bool sudo = false;                     // run by sudo or doas, whose own words are left out
  size_t offset = 0;                     // of its first word in the script (of the outer one, for
                                         // what `sh -c` and $(...) run)
};

constexpr size_t kMaxShellCommands = 10'000;  // of one script; the rest is left out

// In the order they stand; those of $(...), `...` and sh -c '...' come behind the command they are
// a word of. Redirections, comments and here-documents are passed over, as are the reserved words
// of compound commands. `time`, `exec`, `command`, `env`, `nohup` and `nice` in front are left out.
// Text that is no shell at all gives some commands or none, in linear time.
std::vector<ShellCommand> shell_commands(std::string_view script);

}  // namespace seawall::kube
