#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <new>
#include <string>
#include <system_error>

#include "base/text.h"
#include "cli/verb.h"
#include "cli/version.h"

namespace {

using seawall::cli::Verb;

void print_help(std::FILE* to) {
  fmt::print(to,
             "seawall: Kubernetes security, from the first line of code to the running packet\n\n"
             "usage: seawall VERB [OPTIONS] ...\n\n");
  for (const Verb* verb : seawall::cli::verbs())
    fmt::print(to, "  {:<10} {}\n", verb->name, verb->description);
  fmt::print(to,
             "\n'seawall VERB --help' tells the rest. Exit codes: 0 clean, 1 findings at or "
             "over the gate,\n2 usage or unreadable input, 3 nothing over the gate but "
             "something could not be judged.\n");
}

const Verb* find_verb(std::string_view name) {
  for (const Verb* verb : seawall::cli::verbs())
    if (verb->name == name) return verb;
  return nullptr;
}

// fmt throws when what it prints to is full or gone, and memory may end: an error like any other.
seawall::Result<int> run(const Verb& verb, int argc, char** argv) {
  using seawall::Code;
  using seawall::Error;
  try {
    return verb.run(argc, argv);
  } catch (const std::bad_alloc&) {
    return Error(Code::kLimit, "out of memory");
  } catch (const std::system_error& error) {
    return Error::make(Code::kIo, "{}", error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that goes away ends the write with an error, not the process without a word.
  (void)std::signal(SIGPIPE, SIG_IGN);
  std::string name = argc > 1 ? argv[1] : "";
  if (name.empty() || name == "--help" || name == "-h" || name == "help") {
    print_help(name.empty() ? stderr : stdout);
    return name.empty() ? seawall::cli::kUsage : seawall::cli::kClean;
  }
  if (name == "--version") {
    fmt::print("seawall {}\n", seawall::cli::kVersion);
    return seawall::cli::kClean;
  }
  const Verb* verb = find_verb(name);
  if (!verb) {
    fmt::print(stderr, "seawall: no verb '{}'\n\n", seawall::printable(name, 100));
    print_help(stderr);
    return seawall::cli::kUsage;
  }
  std::string full = "seawall " + name;
  argv[1] = full.data();
  seawall::Result<int> code = run(*verb, argc - 1, argv + 1);
  if (!code) {
    fmt::print(stderr, "seawall {}: {}\n", name, seawall::printable(code.error().message()));
    return seawall::cli::kUsage;
  }
  if (std::fflush(stdout) != 0) {
    fmt::print(stderr, "seawall {}: cannot write to standard output\n", name);
    return seawall::cli::kUsage;
  }
  return *code;
}
