// pip's requirements files: requirements.txt and its variants.
//
// Lines are joined over a backslash at their end, comments start at "#" (at the front or behind a
// blank), and what is left is one of: an option ("-r other.txt", "--index-url ..."), an editable
// ("-e git+https://...#egg=name"), a URL or path of a package, or a dependency specifier (PEP 508)
// with options behind it ("--hash=sha256:..."). Files named by -r are read here when no reader
// would find them by their own name; -c pins what others leave open. Format: pip.pypa.io,
// "Requirements File Format".
#include <map>
#include <set>

#include "base/text.h"
#include "package/pep508.h"
#include "package/project_file.h"
#include "package/unicode.h"

namespace seawall::package {

namespace {

constexpr size_t kIncludeDepth = 16;
constexpr size_t kIncludes = 200;  // files read for one

struct LogicalLine {
  std::string text;
  uint32_t number;
};

// Lines joined and without comments; empty ones left out.
std::vector<LogicalLine> logical_lines(std::string_view text) {
  std::vector<LogicalLine> lines;
  std::string joined;
  uint32_t first = 0;
  auto finish = [&] {
    std::string_view line = joined;
    for (size_t hash = line.find('#'); hash != std::string_view::npos;
         hash = line.find('#', hash + 1)) {
      if (hash > 0 && !is_space(line[hash - 1])) continue;
      line = line.substr(0, hash);
      break;
    }
    line = trim(line);
    if (!line.empty()) lines.push_back({std::string(line), first});
    joined.clear();
    first = 0;
  };
  for_each_line(text, [&](std::string_view line, uint32_t number) {
    if (first == 0) first = number;
    bool comment = trim(line).starts_with('#');
    bool more = line.ends_with('\\') && !comment;
    if (more) line.remove_suffix(1);
    if (comment && !joined.empty()) joined += ' ';
    joined += line;
    if (!more) finish();
  });
  finish();
  return lines;
}

// The value of an option "-r x", "-rx", "--requirement x", "--requirement=x".
std::optional<std::string_view> option_value(std::string_view line, std::string_view brief,
                                             std::string_view full) {
  if (line.starts_with(full)) {
    std::string_view rest = line.substr(full.size());
    if (rest.starts_with('=') || rest.starts_with(' ') || rest.starts_with('\t'))
      return trim(rest.substr(1));
    return std::nullopt;
  }
  if (brief.empty() || !line.starts_with(brief) || line.starts_with("--")) return std::nullopt;
  std::string_view rest = trim(line.substr(brief.size()));
  if (rest.starts_with('=')) rest = trim(rest.substr(1));
  return rest;
}

// "a/b/../c.txt" without its dots; nothing when it leaves the project.
std::optional<std::string> normalised(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::string_view part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (parts.empty()) {
      return std::nullopt;
    } else {
      parts.pop_back();
    }
  }
  return fmt::format("{}", fmt::join(parts, "/"));
}

// What its patterns find, see below.
bool found_by_name(std::string_view path) {
  std::string_view folder = folder_of(path);
  std::string_view name = path.substr(folder.size());
  if (!name.ends_with(".txt") || name.starts_with("constraints")) return false;
  return name.find("requirements") != std::string_view::npos || folder == "requirements/" ||
         folder.ends_with("/requirements/");
}

// requirements-dev.txt, test_requirements.txt, requirements/docs.txt
Scope scope_of_path(std::string_view path) {
  std::string name = to_lower(path.substr(folder_of(path).size()));
  std::string word;
  for (char c : name) {
    if (is_alpha(c)) {
      word += c;
      continue;
    }
    if (word == "test" || word == "tests" || word == "testing") return Scope::kTest;
    if (word == "dev" || word == "develop" || word == "development") return Scope::kDevelopment;
    word.clear();
  }
  return Scope::kRuntime;
}

class Requirements {
 public:
  Requirements(const File& file, const Limits& limits, Facts& facts)
      : file_(file),
        facts_(facts),
        first_(facts.packages.size()),
        listing_("pypi", limits, facts) {}

  void read() {
    scope_ = scope_of_path(file_.path);
    read_text(file_.path, file_.content, 0);
    apply_constraints();
  }

 private:
  void read_text(std::string_view path, std::string_view bytes, size_t depth) {
    std::string text = utf8_from_any(bytes);
    for (const LogicalLine& line : logical_lines(text)) {
      size_t before = facts_.packages.size();
      size_t diagnostics = facts_.diagnostics.size();
      read_line(path, line, depth);
      if (path == file_.path) continue;
      for (size_t i = before; i < facts_.packages.size(); ++i)
        if (facts_.packages[i].path.empty()) facts_.packages[i].path = path;
      for (size_t i = diagnostics; i < facts_.diagnostics.size(); ++i)
        if (facts_.diagnostics[i].path.empty()) facts_.diagnostics[i].path = path;
    }
  }

  void read_line(std::string_view path, const LogicalLine& line, size_t depth) {
    std::string_view text = line.text;
    if (!text.starts_with('-')) return read_requirement(line);
    if (auto target = option_value(text, "-r", "--requirement"))
      return include(path, *target, line.number, depth);
    if (auto target = option_value(text, "-c", "--constraint"))
      return read_constraints(path, *target, line.number);
    if (auto target = option_value(text, "-e", "--editable"))
      return read_source({std::string(*target), line.number});
    // The rest (--index-url, --pre, ...) says where packages come from, not which.
  }

  void include(std::string_view path, std::string_view target, uint32_t line, size_t depth) {
    std::optional<std::string> name =
        normalised(fmt::format("{}{}", folder_of(path), unquoted(target)));
    if (name && found_by_name(*name)) return;
    std::optional<std::string_view> text;
    if (name && file_.siblings && depth < kIncludeDepth && included_.size() < kIncludes)
      text = file_.siblings->read(*name);
    if (!text) {
      listing_.problem(Code::kNotFound, line,
                       fmt::format("'{}' cannot be read here", printable(target, 200)));
      return;
    }
    if (included_.insert(*name).second) read_text(*included_.find(*name), *text, depth + 1);
  }

  // Constraints pin versions, but ask for nothing themselves.
  void read_constraints(std::string_view path, std::string_view target, uint32_t line) {
    std::optional<std::string> name =
        normalised(fmt::format("{}{}", folder_of(path), unquoted(target)));
    if (name && constraints_.contains(*name)) return;
    std::optional<std::string_view> bytes;
    if (name && file_.siblings && constraints_.size() < kIncludes)
      bytes = file_.siblings->read(*name);
    if (!bytes) {
      listing_.remark(
          line, fmt::format("the constraints '{}' cannot be read here", printable(target, 200)));
      return;
    }
    constraints_.insert(*std::move(name));
    std::string text = utf8_from_any(*bytes);
    for (const LogicalLine& one : logical_lines(text)) {
      Result<Requirement> requirement = parse_requirement(without_options(one.text));
      if (requirement.ok() && !requirement->pin.empty())
        pins_.emplace(normalised_python_name(requirement->name), requirement->pin);
    }
  }

  void apply_constraints() {
    for (size_t i = first_; i < facts_.packages.size(); ++i) {
      Package& package = facts_.packages[i];
      if (!package.range) continue;
      auto pin = pins_.find(normalised_python_name(package.name));
      if (pin == pins_.end()) continue;
      package.version = pin->second;
      package.range = false;
    }
  }

  static std::string_view unquoted(std::string_view text) {
    if (text.size() > 1 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0])
      text = text.substr(1, text.size() - 2);
    return text;
  }

  // The specifier without the options behind it.
  static std::string_view without_options(std::string_view text) {
    for (size_t at = text.find(" -"); at != std::string_view::npos; at = text.find(" -", at + 1))
      if (text.substr(at + 1).starts_with("--") || text.substr(at + 1).starts_with("-C"))
        return trim(text.substr(0, at));
    return text;
  }

  void read_requirement(const LogicalLine& line) {
    std::string_view text = without_options(line.text);
    if (is_source(text)) return read_source({std::string(text), line.number});
    Result<Requirement> requirement = parse_requirement(text);
    if (!requirement.ok()) {
      if (text.find("{{") != std::string_view::npos || text.find("{%") != std::string_view::npos) {
        listing_.problem(Code::kUnsupported, line.number, "a template is not filled in");
      } else {
        listing_.problem(Code::kInvalid, line.number,
                         fmt::format("'{}' is no requirement: {}", printable(text, 100),
                                     requirement.error().message()));
      }
      return;
    }
    Package& package = add_requirement(listing_, *requirement, line.number, scope_);
    package.direct = true;
    add_hashes(package, line.text);
  }

  static void add_hashes(Package& package, std::string_view line) {
    constexpr std::string_view kOption = "--hash";
    for (size_t at = line.find(kOption); at != std::string_view::npos;
         at = line.find(kOption, at + 1)) {
      std::string_view value = line.substr(at + kOption.size());
      if (!value.starts_with('=') && !value.starts_with(' ')) continue;
      value = trim(value.substr(1));
      std::optional<Halves> hash = split_once(value.substr(0, value.find_first_of(" \t")), ":");
      if (hash) add_digest(package, hash->first, hash->second);
    }
  }

  // A URL, a path, or the file of a package.
  static bool is_source(std::string_view text) {
    std::string_view word = text.substr(0, text.find_first_of(" \t;"));
    if (word.starts_with('.') || word.starts_with('/') || word.starts_with("~/")) return true;
    size_t scheme = word.find("://");
    if (scheme != std::string_view::npos && word.find('@') > scheme) return true;
    return parse_python_file(word).has_value() && word.find("==") == std::string_view::npos;
  }

  void read_source(const LogicalLine& line) {
    std::string_view text = line.text;
    std::string_view word = unquoted(text.substr(0, text.find_first_of(" \t;")));
    if (word.find("://") == std::string_view::npos) {
      if (auto requirement = parse_requirement(text);
          requirement.ok() && !requirement->url.empty()) {
        add_requirement(listing_, *requirement, line.number, scope_).direct = true;
        return;
      }
    }
    std::optional<PythonSource> source = parse_python_source(word);
    if (source) {
      std::string_view version = source->version.empty() ? kAnyVersion : source->version;
      Package& package = listing_.add(source->name, version, line.number, scope_);
      package.range = source->range;
      package.direct = true;
    } else if (word.find("://") != std::string_view::npos && !word.starts_with("file:")) {
      listing_.remark(line.number,
                      fmt::format("'{}' does not tell its package's name", printable(word, 200)));
    }  // else a folder of the project, which has its own files
  }

  const File& file_;
  Facts& facts_;
  size_t first_;  // what this file adds to facts_ starts here
  Listing listing_;
  Scope scope_ = Scope::kRuntime;
  std::set<std::string> included_;           // paths; a file that cannot be read is told, not kept
  std::set<std::string> constraints_;        // paths of those read
  std::map<std::string, std::string> pins_;  // by normalised name
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  if (file.content.size() > limits.document_bytes)
    return Error(Code::kLimit, "the file is too large");
  std::string_view name = file.path.substr(folder_of(file.path).size());
  if (name.starts_with("constraints")) return {};
  Requirements(file, limits, facts).read();
  return {};
}

}  // namespace

const Reader& requirements_reader() {
  static constexpr Pattern kPatterns[] = {
      {Pattern::kGlob, "**requirements*.txt"},
      {Pattern::kGlob, "requirements/*.txt"},
      {Pattern::kGlob, "**/requirements/*.txt"},
  };
  static constexpr Reader kReader = {"requirements", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
