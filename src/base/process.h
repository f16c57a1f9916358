// Runs another program on untrusted input: no shell, an environment of its own, bounded in time,
// memory and output, and without network unless asked for.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace seawall {

struct ProcessOptions {
  std::string program;                   // a path with a slash
  std::vector<std::string> arguments;    // without the program's name
  std::vector<std::string> environment;  // all of it: "NAME=value"
  std::string folder;                    // to run in; empty: this one's
  bool network = false;  // false: in a network namespace of its own, which has no way out
  std::chrono::milliseconds timeout{60'000};
  uint64_t output_bytes = 64u << 20;          // of standard output
  uint64_t error_bytes = 64u << 10;           // of standard error that is kept; the rest is dropped
  uint64_t memory_bytes = uint64_t{2} << 30;  // data segment and writable mappings
};

struct ProcessOutput {
  int status = 0;  // exit status; -1 when a signal ended it
  int signal = 0;
  std::string output, error;
};

// Waits for the end; whatever the program started in its process group is then ended too. Standard
// input is empty. kNotFound: no such program; kLimit: ended for its time or output; kDenied: the
// machine does not allow a namespace without network; kIo. Safe to call from several threads.
Result<ProcessOutput> run_process(const ProcessOptions& options);

// Whether this machine allows `network = false`.
bool can_run_without_network();

// The first program of that name in $PATH, relative folders of which are passed over: they may lie
// in what is scanned. Empty when there is none.
std::string find_program(const std::string& name);

}  // namespace seawall
