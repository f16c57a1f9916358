#include "report/report.h"

namespace seawall::report {

const Format* find_format(std::string_view name) {
  for (const Format* format : formats())
    if (format->name == name) return format;
  return nullptr;
}

}  // namespace seawall::report
