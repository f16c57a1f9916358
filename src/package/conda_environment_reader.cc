// environment.yml (conda): "dependencies" of match specifications, and of pip's requirements in a
// map "pip:".
//
//   numpy  numpy=1.26  numpy==1.26.4  numpy=1.26.4=py311h64a7726_0  numpy>=1.2,<2  channel::numpy
//   numpy 1.26.* py*
//
// "=1.26" is the series 1.26.*, "=1.26.4", "==" and a version with a build are exact. Format:
// docs.conda.io, "Creating an environment file manually", "Package match specifications".
#include <algorithm>

#include "base/text.h"
#include "doc/parse.h"
#include "package/pep508.h"

namespace seawall::package {

namespace {

bool is_conda_version(std::string_view text) {
  if (text.empty() || !is_alnum(text[0])) return false;
  for (char c : text)
    if (!is_alnum(c) && std::string_view("._+!-").find(c) == std::string_view::npos) return false;
  return true;
}

struct MatchSpec {
  std::string_view channel, name, version;
  bool exact = false;
};

// "1.2.3=build", "==1.2.3", "1.2.3 build": exactly that; "=1.2" and "1.2.*" are series.
void set_version(MatchSpec& out, std::string_view text) {
  text = trim(text);
  std::string_view bare = text;
  bool doubled = bare.starts_with("==");
  bool single = !doubled && bare.starts_with("=");
  bare.remove_prefix(doubled ? 2 : single ? 1 : 0);
  bare = trim(bare);
  std::string_view version = bare.substr(0, bare.find_first_of("= "));
  bool build = version.size() < bare.size();
  // Only "1.2.3.x" beside "1.2.3" itself would fit "=1.2.3", which is how exports write a pin.
  bool narrow = std::count(version.begin(), version.end(), '.') >= 2;
  out.exact = is_conda_version(version) && (doubled || build || !single || narrow);
  out.version = out.exact ? version : text;
}

MatchSpec parse_match(std::string_view text) {
  MatchSpec out;
  text = trim(text.substr(0, text.find(" #")));
  if (size_t bracket = text.find('['); bracket != std::string_view::npos)
    text = trim(text.substr(0, bracket));
  if (std::optional<Halves> channel = split_once(text, "::")) {
    out.channel = trim(channel->first);
    text = trim(channel->second);
  }
  size_t end = text.find_first_of(" =<>!~");
  out.name = text.substr(0, end);
  if (end != std::string_view::npos) set_version(out, text.substr(end));
  return out;
}

class Environment {
 public:
  Environment(const Limits& limits, Facts& facts)
      : conda_("conda", limits, facts), pip_("pypi", limits, facts) {}

  Status read(const doc::Node& root) {
    const doc::Node& list = root["dependencies"];
    if (!list.is_array() && !list.is_null())
      return Error(Code::kInvalid, "the dependencies are no list");
    for (const doc::Node& item : list.items()) {
      if (item.is_string()) {
        add(item.as_string(), item.position().line);
      } else if (const doc::Node* pip = item.find("pip")) {
        add_pip(*pip);
      } else {
        conda_.problem(Code::kInvalid, item.position().line, "a dependency is no text");
      }
    }
    return {};
  }

 private:
  void add(std::string_view text, uint32_t line) {
    MatchSpec spec = parse_match(text);
    Package& package = spec.exact ? conda_.add(spec.name, spec.version, line)
                                  : conda_.add_range(spec.name, spec.version, line);
    package.direct = true;
    if (!spec.channel.empty()) package.name_space = spec.channel;
  }

  void add_pip(const doc::Node& list) {
    if (!list.is_array()) {
      pip_.problem(Code::kInvalid, list.position().line, "\"pip\" holds no list");
      return;
    }
    for (const doc::Node& item : list.items()) {
      uint32_t line = item.position().line;
      std::string_view text = trim(item.as_string());
      if (text.starts_with('-')) continue;  // an option; "-r file" is read by its own name
      Result<Requirement> requirement = parse_requirement(text.substr(0, text.find(" #")));
      if (item.is_string() && requirement.ok()) {
        add_requirement(pip_, *requirement, line, Scope::kRuntime).direct = true;
      } else if (item.is_string() && (text.empty() || !is_alnum(text[0]))) {
        pip_.remark(line, "an entry without a name is left out");
      } else {
        pip_.problem(Code::kInvalid, line, "a requirement of pip is not one");
      }
    }
  }

  Listing conda_, pip_;
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  std::vector<doc::Document> documents =
      TRY(doc::parse_yaml(file.content, limits, doc::YamlSchema::kCore));
  if (documents.empty()) return {};
  if (!documents[0].root().is_object())
    return Error(Code::kInvalid, "an environment file holds a map");
  return Environment(limits, facts).read(documents[0].root());
}

}  // namespace

const Reader& conda_environment_reader() {
  static constexpr Pattern kPatterns[] = {
      {Pattern::kName, "environment.yml"},
      {Pattern::kName, "environment.yaml"},
      {Pattern::kName, "conda.yml"},
      {Pattern::kName, "conda.yaml"},
  };
  static constexpr Reader kReader = {"conda-environment", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
