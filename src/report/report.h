// Reports: one file `NAME_report.cc` per output format, listed by the generated table. A format is
// a pure function from an Assessment to bytes; formats know nothing of terminals but the width and
// colour they are told.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "posture/assessment.h"

namespace seawall::report {

struct Style {
  std::string_view tool_version;  // "0.1.0"
  bool colour = false;
  unsigned width = 100;       // columns of the terminal
  bool all_packages = false;  // list the packages too, not only findings
  bool all_findings = false;  // list every place of a check, and all controls of frameworks
};

struct Format {
  std::string_view name;         // "table", "json", "sarif", "cyclonedx", "html" ...
  std::string_view description;  // one line for --help
  std::string_view media_type;
  std::string (*render)(const posture::Assessment& assessment, const Style& style);
};

// All formats, by name.
std::span<const Format* const> formats();
const Format* find_format(std::string_view name);

}  // namespace seawall::report
