// The command line: one file `NAME_verb.cc` per verb, listed by the generated table.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace seawall::cli {

// Exit codes of every verb (docs/cli.md).
enum Exit : int {
  kClean = 0,
  kFindings = 1,    // something at or over the gate
  kUsage = 2,       // wrong words, or input that cannot be read
  kIncomplete = 3,  // nothing over the gate, but something could not be judged
};

struct Verb {
  std::string_view name;         // "scan"
  std::string_view description;  // one line
  // Parses the verb's own words (argv[0] is "seawall NAME") and does it. Returns the exit code;
  // an error is printed by main and means kUsage.
  Result<int> (*run)(int argc, char** argv);
};

std::span<const Verb* const> verbs();

// Parses argv into `app`; false when that was all there is to do (help, or wrong words, which are
// explained on standard error), with the exit code in `code`.
bool parse(CLI::App& app, int argc, char** argv, int& code);

// Makes a list option take one value each time it is given. Without it, it would take all words
// that follow, TARGETs too. Returns the option.
CLI::Option* repeatable(CLI::Option* option);

}  // namespace seawall::cli
