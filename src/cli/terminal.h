// What a terminal can show, and the line that shows how far a long step is.
#pragma once

#include <cstdint>
#include <memory>

#include "base/progress.h"

namespace seawall::cli {

struct Terminal {
  bool is_terminal = false;
  bool colour = false;   // a terminal, and NO_COLOR not set, TERM not "dumb"
  unsigned width = 160;  // for files and pipes too
};

Terminal terminal_of(int fd);

// Draws on standard error when that is a terminal, from the second second on; else silent.
// Functions may be called from any thread.
std::unique_ptr<Progress> make_progress(bool quiet);

}  // namespace seawall::cli
