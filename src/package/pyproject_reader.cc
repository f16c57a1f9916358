// pyproject.toml: what a Python project asks for, as ranges; nothing when a lock file beside it
// tells what that became.
//
// [project] dependencies and optional-dependencies (PEP 621), [dependency-groups] (PEP 735),
// [tool.poetry] with its own version syntax ("^1.2", "1.2.3" meaning exactly that, tables, arrays
// of tables), [tool.uv] and [tool.pdm] dev-dependencies.
#include "base/text.h"
#include "doc/parse.h"
#include "package/pep508.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

class PyProject {
 public:
  PyProject(const doc::Node& root, const Limits& limits, Facts& facts)
      : root_(root), listing_("pypi", limits, facts) {}

  void read() {
    const doc::Node& project = root_["project"];
    add_requirements(project["dependencies"], Scope::kRuntime);
    add_groups(project["optional-dependencies"], Scope::kOptional);
    add_groups(root_["dependency-groups"], Scope::kDevelopment);
    const doc::Node& tool = root_["tool"];
    add_requirements(tool["uv"]["dev-dependencies"], Scope::kDevelopment);
    add_groups(tool["pdm"]["dev-dependencies"], Scope::kDevelopment);
    const doc::Node& poetry = tool["poetry"];
    add_poetry(poetry["dependencies"], Scope::kRuntime);
    add_poetry(poetry["dev-dependencies"], Scope::kDevelopment);
    for (const doc::Member& group : poetry["group"].members())
      add_poetry(group.value["dependencies"], Scope::kDevelopment);
  }

 private:
  void add_groups(const doc::Node& groups, Scope scope) {
    for (const doc::Member& group : groups.members()) add_requirements(group.value, scope);
  }

  void add_requirements(const doc::Node& list, Scope scope) {
    for (const doc::Node& item : list.items()) {
      if (!item.is_string()) continue;  // { include-group = "x" }, listed there
      std::string_view text = trim(item.as_string());
      uint32_t line = item.position().line;
      Result<Requirement> requirement = parse_requirement(text);
      if (requirement.ok()) {
        add_requirement(listing_, *requirement, line, scope).direct = true;
      } else if (text.empty() || !is_alnum(text[0])) {
        listing_.remark(line, "an entry without a name is left out");
      } else {
        listing_.problem(Code::kInvalid, line,
                         fmt::format("'{}' is no requirement: {}", printable(text, 100),
                                     requirement.error().message()));
      }
    }
  }

  void add_poetry(const doc::Node& table, Scope scope) {
    for (const doc::Member& member : table.members()) {
      if (equals_ignoring_case(member.key, "python")) continue;
      if (member.value.is_array()) {
        for (const doc::Node& one : member.value.items()) add_poetry_one(member, one, scope);
      } else {
        add_poetry_one(member, member.value, scope);
      }
    }
  }

  void add_poetry_one(const doc::Member& member, const doc::Node& value, Scope scope) {
    std::string_view version = value.is_string() ? value.as_string() : value.text("version");
    if (value["optional"].as_bool() && scope == Scope::kRuntime) scope = Scope::kOptional;
    if (value.find("path") != nullptr) return;  // a folder, whose version is not said here
    if (version.empty()) {
      for (std::string_view key : {"rev", "tag", "branch", "git", "url"})
        if (version.empty()) version = value.text(key);
    }
    std::string_view exact = version;
    while (exact.starts_with('=')) exact.remove_prefix(1);
    exact = trim(exact);
    bool pinned = is_python_version(exact) && (value.is_string() || value.find("version"));
    Package& package =
        pinned ? listing_.add(member.key, exact, member.key_position.line, scope)
               : listing_.add_range(member.key, version, member.key_position.line, scope);
    package.direct = true;
  }

  const doc::Node& root_;
  Listing listing_;
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_toml(file.content, limits));
  for (std::string_view lock : {"poetry.lock", "uv.lock", "pdm.lock", "pylock.toml"})
    if (beside(file, lock)) return {};
  PyProject(document.root(), limits, facts).read();
  return {};
}

}  // namespace

const Reader& pyproject_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "pyproject.toml"}};
  static constexpr Reader kReader = {"pyproject", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
