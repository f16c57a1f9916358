// CommonMark lets every ASCII punctuation character be escaped by a backslash, which also breaks
// GitHub's automatic links. Its mentions (@name) are made after that, so "@" is followed by a
// zero-width space. `<`, `>` and `&` become entities, for renderers that pass HTML through.
#include "report/markdown_text.h"

#include <algorithm>

#include "base/text.h"

namespace seawall::report {
namespace {

// Line breaks as spaces before printable() would show them as escapes.
std::string one_line(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return printable(out, out.size() * 6 + 1);
}

}  // namespace

std::string markdown_escape(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_{}[]()#+-.!|~:/=^$\"'";
  std::string out;
  for (char c : one_line(text)) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '@') {
      out += "@\u200b";
    } else {
      if (kMarkup.find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string markdown_code(std::string_view text) {
  std::string content = one_line(text);
  if (content.empty()) return "";
  size_t longest = 0, run = 0;
  for (char c : content) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  std::string fence(longest + 1, '`');
  bool pad = content.front() == '`' || content.back() == '`' || content.front() == ' ';
  std::string space = pad ? " " : "";
  return fence + space + replace_all(content, "|", "\\|") + space + fence;
}

}  // namespace seawall::report
