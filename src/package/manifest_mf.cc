#include "package/manifest_mf.h"

#include "base/text.h"
#include "package/unicode.h"

namespace seawall::package {

namespace {

constexpr size_t kMaxValue = 64 << 10;
constexpr size_t kMaxAttributes = 10'000;  // OSGi bundles have dozens

// The next line without its end (CR, LF or CRLF); `rest` moves behind it.
std::string_view take_line(std::string_view& rest) {
  size_t end = rest.find_first_of("\r\n");
  std::string_view line = rest.substr(0, end);
  if (end == std::string_view::npos) {
    rest = {};
  } else {
    bool pair = rest[end] == '\r' && end + 1 < rest.size() && rest[end + 1] == '\n';
    rest.remove_prefix(end + (pair ? 2 : 1));
  }
  return line;
}

void put_attribute(Manifest& manifest, std::string_view line, bool main_section) {
  size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return;
  if (manifest.attributes.size() >= kMaxAttributes) return;
  std::string name = to_lower(trim(line.substr(0, colon)));
  std::string value = to_valid_utf8(trim(line.substr(colon + 1, kMaxValue)));
  if (main_section) {
    manifest.attributes[std::move(name)] = std::move(value);
  } else {
    manifest.attributes.emplace(std::move(name), std::move(value));
  }
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// "\uXXXX" at `at` (behind the u): the character, and `at` moves behind it.
std::string unicode_escape(std::string_view text, size_t& at) {
  uint32_t code = 0;
  size_t end = at;
  while (end < text.size() && end < at + 4 && hex_value(text[end]) >= 0)
    code = code * 16 + static_cast<uint32_t>(hex_value(text[end++]));
  if (end != at + 4) return "u";
  at = end;
  std::string out;
  append_utf8(out, code);
  return out;
}

std::string unescape(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    char c = text[i++];
    if (c != '\\' || i == text.size()) {
      out += c;
      continue;
    }
    c = text[i++];
    switch (c) {
      case 't':
        out += '\t';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 'f':
        out += '\f';
        break;
      case 'u':
        out += unicode_escape(text, i);
        break;
      default:
        out += c;
    }
  }
  return out;
}

bool ends_in_odd_backslashes(std::string_view line) {
  size_t count = 0;
  while (count < line.size() && line[line.size() - 1 - count] == '\\') ++count;
  return count % 2 == 1;
}

std::string_view trim_left(std::string_view text) {
  while (!text.empty() && is_space(text[0])) text.remove_prefix(1);
  return text;
}

// The first "=", ":" or blank that no backslash escapes.
size_t separator_of(std::string_view line) {
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '=' || line[i] == ':' || is_space(line[i])) {
      return i;
    }
  }
  return line.size();
}

}  // namespace

std::string_view Manifest::get(std::string_view lower_case_name) const {
  auto it = attributes.find(lower_case_name);
  return it == attributes.end() ? std::string_view{} : std::string_view(it->second);
}

Manifest parse_manifest(std::string_view text) {
  Manifest manifest;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  bool main_section = true;
  bool seen_any = false;
  std::string line;
  while (!text.empty() || !line.empty()) {
    std::string_view next = take_line(text);
    if (next.starts_with(' ') && !line.empty()) {
      if (line.size() < 2 * kMaxValue) line += next.substr(1);
      continue;
    }
    if (!line.empty()) put_attribute(manifest, line, main_section);
    seen_any = seen_any || !line.empty();
    if (next.empty() && seen_any) main_section = false;
    line = next;
  }
  return manifest;
}

std::map<std::string, std::string, std::less<>> parse_properties(std::string_view text) {
  std::map<std::string, std::string, std::less<>> out;
  while (!text.empty()) {
    std::string_view next = trim_left(take_line(text));
    if (next.empty() || next[0] == '#' || next[0] == '!') continue;
    std::string line(next);
    while (ends_in_odd_backslashes(next) && !text.empty()) {
      line.pop_back();
      next = trim_left(take_line(text));
      line += next;
    }
    size_t end = separator_of(line);
    std::string_view value = trim_left(std::string_view(line).substr(end));
    if (!value.empty() && (value[0] == '=' || value[0] == ':')) value = trim_left(value.substr(1));
    out[to_valid_utf8(unescape(std::string_view(line).substr(0, end)))] =
        to_valid_utf8(unescape(value));
  }
  return out;
}

std::vector<std::string> header_clauses(std::string_view header) {
  std::vector<std::string> out;
  std::string clause;
  bool quoted = false;
  bool parameters = false;
  auto finish = [&] {
    std::string_view trimmed = trim(clause);
    if (!trimmed.empty()) out.emplace_back(trimmed);
    clause.clear();
    parameters = false;
  };
  for (char c : header) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      finish();
    } else if (c == ';' && !quoted) {
      parameters = true;
    } else if (!parameters) {
      clause += c;
    }
  }
  finish();
  return out;
}

}  // namespace seawall::package
