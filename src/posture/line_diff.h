// Two texts side by side as a unified diff, as `diff -u` and `git diff` print it, so that `patch`
// applies it.
#pragma once

#include <string>
#include <string_view>

namespace seawall::posture {

// Empty for equal texts. Lines keep their own breaks (CRLF too); a last line without one is marked.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace seawall::posture
