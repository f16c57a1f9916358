// The frame of the HTML report: one file that loads nothing. A content security policy allows the
// page's own style, the one script below by its hash, and nothing else: even if something slipped
// through the escaping, it would not run.
#pragma once

#include <string>
#include <string_view>

namespace seawall::report {

// The whole page. `title` is text and is escaped here; `body` is markup.
std::string html_page(std::string_view title, std::string_view body);

}  // namespace seawall::report
