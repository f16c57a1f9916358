#include "cli/verb.h"

#include <CLI/CLI.hpp>

#include "base/text.h"

namespace seawall::cli {

bool parse(CLI::App& app, int argc, char** argv, int& code) {
  try {
    app.parse(argc, argv);
    return true;
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    code = kClean;
  } catch (const CLI::CallForAllHelp&) {
    fmt::print("{}", app.help("", CLI::AppFormatMode::All));
    code = kClean;
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "{}: {}\nTry '{} --help'.\n", app.get_name(), printable(error.what()),
               app.get_name());
    code = kUsage;
  }
  return false;
}

CLI::Option* repeatable(CLI::Option* option) {
  return option->take_all()->expected(1)->allow_extra_args(false);
}

}  // namespace seawall::cli
