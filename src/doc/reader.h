// What the readers of this folder share: how they name a place in an error, and how they remark.
// For this folder only.
#pragma once

#include "base/diagnostic.h"
#include "base/result.h"
#include "doc/builder.h"

namespace seawall::doc {

// "line:column: message"; only the message when the line is not known.
template <typename... Args>
Error error_at(Code code, Position at, fmt::format_string<Args...> format, Args&&... args) {
  std::string message = fmt::format(format, std::forward<Args>(args)...);
  if (at.line == 0) return {code, std::move(message)};
  return {code, fmt::format("{}:{}: {}", at.line, at.column, message)};
}

// The error as a diagnostic (incomplete): a "line:column: " in front becomes its line.
Diagnostic as_diagnostic(const Error& error);

// One remark for each of the first repeated keys, and one for the number of the others.
void remark_repeated(const Builder& build, Diagnostics* remarks);

// The character at the front of `text` for an error: `'x'`, `0x1b`, "the end".
std::string shown_character(std::string_view text);

}  // namespace seawall::doc
