// Text from outside inside Markdown (CommonMark with GitHub's tables): it shows as it is, and is
// never markup, HTML, a link or a mention.
#pragma once

#include <string>
#include <string_view>

namespace seawall::report {

// One line of plain text; line breaks become spaces.
std::string markdown_escape(std::string_view text);
// A code span; safe in a table cell too. Empty for empty text.
std::string markdown_code(std::string_view text);

}  // namespace seawall::report
