// Installed Ruby gems: specifications/NAME-VERSION.gemspec, and specifications/default/ for those
// that come with Ruby itself.
//
// The file is Ruby code, but RubyGems generates it in one shape, which is all that is read here:
//
//   Gem::Specification.new do |s|
//     s.name = "rake".freeze
//     s.version = "13.0.6"            (or Gem::Version.new("13.0.6"))
//     s.licenses = ["MIT".freeze]
//
// A gemspec elsewhere is the source of a gem, where the version may be computed.
#include "base/text.h"
#include "package/listing.h"

namespace seawall::package {

namespace {

// The strings of a Ruby expression: "..", '..', %q<..> in any brackets.
std::vector<std::string> ruby_strings(std::string_view text) {
  std::vector<std::string> out;
  for (size_t at = 0; at < text.size(); ++at) {
    char open = text[at];
    char close = open;
    if (open == '#') break;  // a comment
    if (open == '%' && at + 2 < text.size()) {
      if (text[at + 1] == 'q' || text[at + 1] == 'Q') ++at;
      open = text[++at];
      close = open == '<' ? '>' : open == '(' ? ')' : open == '[' ? ']' : open == '{' ? '}' : open;
      if (is_alnum(open) || is_space(open)) continue;
    } else if (open != '"' && open != '\'') {
      continue;
    }
    std::string value;
    for (++at; at < text.size() && text[at] != close; ++at) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      value += text[at];
    }
    if (at >= text.size()) break;  // no end on this line
    out.push_back(std::move(value));
  }
  return out;
}

struct Gemspec {
  std::string name, version, platform;
  std::vector<std::string> licenses;
  uint32_t line = 0;
};

class GemspecParser {
 public:
  void line(std::string_view text, uint32_t number) {
    text = trim(text);
    if (variable_.empty()) {
      find_variable(text);
      return;
    }
    if (!text.starts_with(variable_)) return;
    text.remove_prefix(variable_.size());
    if (!text.starts_with('.')) return;
    std::optional<Halves> halves = split_once(text.substr(1), "=");
    if (!halves || halves->second.starts_with('=')) return;
    assign(trim(halves->first), halves->second, number);
  }

  Gemspec out;

 private:
  void find_variable(std::string_view text) {
    size_t at = text.find("Gem::Specification.new");
    if (at == std::string_view::npos) return;
    std::optional<Halves> before = split_once(text.substr(at), "|");
    if (!before) return;
    std::optional<Halves> inside = split_once(before->second, "|");
    if (inside) variable_ = trim(inside->first);
  }

  void assign(std::string_view attribute, std::string_view value, uint32_t number) {
    std::vector<std::string> strings = ruby_strings(value);
    if (strings.empty()) return;
    if (attribute == "name") {
      out.name = strings[0];
      out.line = number;
    } else if (attribute == "version") {
      out.version = strings[0];
    } else if (attribute == "platform") {
      out.platform = strings[0];
    } else if (attribute == "license") {
      out.licenses = {strings[0]};
    } else if (attribute == "licenses") {
      out.licenses = strings;
    }
  }

  std::string variable_;
};

bool is_gem_version(std::string_view text) {
  if (text.empty() || !is_digit(text[0])) return false;
  for (char c : text)
    if (!is_alnum(c) && c != '.' && c != '-') return false;
  return true;
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  bool installed = file.path.starts_with("specifications/") ||
                   file.path.find("/specifications/") != std::string_view::npos;
  if (!installed) return {};
  GemspecParser parser;
  for_each_line(file.content,
                [&](std::string_view line, uint32_t number) { parser.line(line, number); });
  const Gemspec& spec = parser.out;
  if (spec.name.empty() || !is_gem_version(spec.version))
    return Error(Code::kInvalid, "the gemspec gives no name and version");
  Listing listing("gem", limits, facts);
  Package& package = listing.add(spec.name, spec.version, spec.line);
  package.licenses = spec.licenses;
  if (spec.platform != "ruby") package.architecture = spec.platform;
  return {};
}

}  // namespace

const Reader& gemspec_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kSuffix, ".gemspec"}};
  static constexpr Reader kReader = {"gemspec", 1, kInstalled, kPatterns, 4u << 20, read};
  return kReader;
}

}  // namespace seawall::package
