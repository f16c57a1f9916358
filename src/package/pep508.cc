#include "package/pep508.h"

#include <array>

#include "base/text.h"

namespace seawall::package {

namespace {

constexpr std::array<std::string_view, 8> kOperators = {
    "===", "==", "~=", "!=", "<=", ">=", "<", ">"};

// Reads the text from the left.
class Cursor {
 public:
  explicit Cursor(std::string_view rest) : rest_(rest) {}

  void skip_blanks() {
    while (!rest_.empty() && is_space(rest_[0])) rest_.remove_prefix(1);
  }
  bool take(std::string_view text) {
    skip_blanks();
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  bool at_end() {
    skip_blanks();
    return rest_.empty();
  }
  // Letters, digits and "-_." with a letter or digit at both ends; empty when there is none.
  std::string_view identifier() {
    skip_blanks();
    size_t end = 0;
    while (end < rest_.size() &&
           (is_alnum(rest_[end]) || rest_[end] == '-' || rest_[end] == '_' || rest_[end] == '.'))
      ++end;
    while (end > 0 && !is_alnum(rest_[end - 1])) --end;
    if (end == 0 || !is_alnum(rest_[0])) return {};
    return cut(end);
  }
  // Everything up to one of `stops`.
  std::string_view until(std::string_view stops) {
    return cut(std::min(rest_.find_first_of(stops), rest_.size()));
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view cut(size_t end) {
    std::string_view piece = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return piece;
  }
  std::string_view rest_;
};

Status read_extras(Cursor& cursor) {
  if (!cursor.take("[")) return {};
  if (cursor.take("]")) return {};
  do {
    if (cursor.identifier().empty()) return Error(Code::kInvalid, "an extra's name is expected");
  } while (cursor.take(","));
  if (!cursor.take("]")) return Error(Code::kInvalid, "']' is expected behind the extras");
  return {};
}

size_t digits(std::string_view text) {
  size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  return count;
}

// "2.8.*" with one star at the end and local versions ("1.0+cpu") are for == and != only, and "~="
// needs two numbers to know which one may grow.
bool is_clause(std::string_view operation, std::string_view version) {
  if (operation == "===") return true;
  bool equality = operation == "==" || operation == "!=";
  bool local = version.find('+') != std::string_view::npos;
  if (equality && version.ends_with(".*") && !local) version.remove_suffix(2);
  if (!is_python_version(version)) return false;
  if (equality) return true;
  if (local) return false;
  if (operation != "~=") return true;
  std::string_view release = version.substr(version.find('!') + 1);
  if (release.starts_with('v') || release.starts_with('V')) release.remove_prefix(1);
  size_t first = digits(release);
  return first + 1 < release.size() && release[first] == '.' && is_digit(release[first + 1]);
}

Status read_clauses(Cursor& cursor, Requirement& out) {
  while (true) {
    std::string_view operation;
    for (std::string_view candidate : kOperators) {
      if (!cursor.take(candidate)) continue;
      operation = candidate;
      break;
    }
    if (operation.empty()) {
      if (cursor.take("=")) return Error(Code::kInvalid, "'=' is no operator");
      return Error(Code::kInvalid, "a version operator is expected");
    }
    cursor.skip_blanks();
    std::string_view version = cursor.until(" \t,;)");
    for (char c : version)
      if (!is_alnum(c) && std::string_view(".*+!-_").find(c) == std::string_view::npos)
        return Error::make(Code::kInvalid, "'{}' is no version", printable(version, 60));
    if (version.empty()) return Error(Code::kInvalid, "a version is expected");
    if (!out.specifier.empty()) out.specifier += ',';
    out.specifier += operation;
    out.specifier += version;
    if (!is_clause(operation, version)) {
      out.odd = true;
    } else if (operation == "===" || (operation == "==" && version.back() != '*')) {
      out.pin = version;
    }
    if (!cursor.take(",")) return {};
    if (cursor.at_end()) return {};  // setuptools and Poetry take a comma at the end
  }
}

Status read_versions(Cursor& cursor, Requirement& out) {
  bool parentheses = cursor.take("(");
  if (parentheses && cursor.take(")")) return {};
  if (cursor.at_end() || cursor.rest()[0] == ';') return {};
  TRY(read_clauses(cursor, out));
  if (parentheses && !cursor.take(")")) return Error(Code::kInvalid, "')' is expected");
  return {};
}

bool take_digits(std::string_view& text) {
  size_t count = digits(text);
  text.remove_prefix(count);
  return count > 0;
}

// "[-_.]? WORD [-_.]? N?" of a pre, post or development release.
bool take_phase(std::string_view& text, std::initializer_list<std::string_view> words) {
  std::string_view rest = text;
  if (!rest.empty() && std::string_view("-_.").find(rest[0]) != std::string_view::npos)
    rest.remove_prefix(1);
  for (std::string_view word : words) {
    if (rest.size() < word.size() || !equals_ignoring_case(rest.substr(0, word.size()), word))
      continue;
    rest.remove_prefix(word.size());
    if (rest.size() > 1 && std::string_view("-_.").find(rest[0]) != std::string_view::npos &&
        is_digit(rest[1]))
      rest.remove_prefix(1);
    take_digits(rest);
    text = rest;
    return true;
  }
  return false;
}

bool is_local_label(std::string_view text) {
  bool word = false;
  for (char c : text) {
    if (is_alnum(c)) {
      word = true;
    } else if ((c == '.' || c == '-' || c == '_') && word) {
      word = false;
    } else {
      return false;
    }
  }
  return word;
}

}  // namespace

Result<Requirement> parse_requirement(std::string_view text) {
  Cursor cursor(text);
  Requirement out;
  out.name = cursor.identifier();
  if (out.name.empty()) return Error(Code::kInvalid, "a package name is expected");
  TRY(read_extras(cursor));
  if (cursor.take("@")) {
    cursor.skip_blanks();
    out.url = cursor.until(" \t");
    if (out.url.empty()) return Error(Code::kInvalid, "a URL is expected behind '@'");
  } else {
    TRY(read_versions(cursor, out));
  }
  if (cursor.take(";")) {
    out.marker = trim(cursor.rest());
  } else if (!cursor.at_end()) {
    return Error::make(Code::kInvalid, "'{}' is not expected here", printable(cursor.rest(), 60));
  }
  return out;
}

Package& add_requirement(Listing& listing, const Requirement& requirement, uint32_t line,
                         Scope scope) {
  if (!requirement.pin.empty()) return listing.add(requirement.name, requirement.pin, line, scope);
  if (!requirement.url.empty()) {
    std::optional<PythonSource> source = parse_python_source(requirement.url);
    std::string_view version =
        source && !source->version.empty() ? source->version : requirement.url;
    Package& package = listing.add(requirement.name, version, line, scope);
    package.range = !source || source->range;
    return package;
  }
  if (requirement.odd)
    listing.remark(
        line, fmt::format("'{}' is no version specifier", printable(requirement.specifier, 100)));
  return listing.add_range(requirement.name, requirement.specifier, line, scope);
}

std::string normalised_python_name(std::string_view name) {
  std::string out;
  for (char c : name) {
    bool separator = c == '-' || c == '_' || c == '.';
    if (!separator) {
      out += to_lower(c);
    } else if (out.empty() || out.back() != '-') {
      out += '-';
    }
  }
  return out;
}

bool is_python_version(std::string_view text) {
  if (text.starts_with('v') || text.starts_with('V')) text.remove_prefix(1);
  size_t epoch = digits(text);
  if (epoch > 0 && epoch < text.size() && text[epoch] == '!') text.remove_prefix(epoch + 1);
  if (!take_digits(text)) return false;
  while (text.size() > 1 && text[0] == '.' && is_digit(text[1])) {
    text.remove_prefix(1);
    take_digits(text);
  }
  take_phase(text, {"alpha", "beta", "preview", "pre", "rc", "a", "b", "c"});
  if (text.size() > 1 && text[0] == '-' && is_digit(text[1])) {
    text.remove_prefix(1);
    take_digits(text);
  } else {
    take_phase(text, {"post", "rev", "r"});
  }
  take_phase(text, {"dev"});
  return text.empty() || (text[0] == '+' && is_local_label(text.substr(1)));
}

std::optional<PythonFile> parse_python_file(std::string_view path_or_url) {
  std::string_view path = path_or_url.substr(0, path_or_url.find_first_of("?#"));
  std::string_view file = path.substr(path.rfind('/') + 1);
  std::optional<std::string> decoded = percent_decode(file);
  std::string name = decoded ? *decoded : std::string(file);
  if (name.ends_with(".whl")) {
    std::vector<std::string_view> parts = split(name, '-');
    if (parts.size() < 5 || !is_python_version(parts[1])) return std::nullopt;
    return PythonFile{std::string(parts[0]), std::string(parts[1])};
  }
  for (std::string_view suffix : {".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz"}) {
    if (!name.ends_with(suffix)) continue;
    std::string_view base = std::string_view(name).substr(0, name.size() - suffix.size());
    for (size_t dash = base.rfind('-'); dash != std::string_view::npos && dash > 0;
         dash = base.rfind('-', dash - 1))
      if (is_python_version(base.substr(dash + 1)))
        return PythonFile{std::string(base.substr(0, dash)), std::string(base.substr(dash + 1))};
  }
  return std::nullopt;
}

std::optional<PythonSource> parse_python_source(std::string_view url) {
  PythonSource out;
  if (std::optional<PythonFile> file = parse_python_file(url)) {
    out = {file->name, file->version, false};
  } else {
    std::string_view path = url.substr(0, url.find('#'));
    size_t authority = path.find("//");
    size_t start = authority == std::string_view::npos ? 0 : path.find('/', authority + 2);
    size_t at = start == std::string_view::npos ? start : path.rfind('@');
    if (at != std::string_view::npos && at > start) out.version = path.substr(at + 1);
  }
  if (size_t egg = url.find("#egg=");
      egg != std::string_view::npos || url.find("&egg=") != std::string_view::npos) {
    if (egg == std::string_view::npos) egg = url.find("&egg=");
    Cursor cursor(url.substr(egg + 5));
    std::string_view name = cursor.identifier();
    if (!name.empty()) out.name = name;
  }
  if (out.name.empty()) return std::nullopt;
  return out;
}

}  // namespace seawall::package
