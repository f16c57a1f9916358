// What could not be read, and what that means for the answer. A bad file is a Diagnostic, not the
// end of the scan; a diagnostic that may hide findings makes the report incomplete.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace seawall {

struct Diagnostic {
  Code code = Code::kInvalid;
  std::string path;     // file, layer or URL it is about; as found, print with printable()
  std::string message;  // one sentence for a person
  uint32_t line = 0;    // 1-based; 0: the whole file
  // The answer may lack findings because of this. False for remarks (a duplicate key, say).
  bool incomplete = true;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

}  // namespace seawall
