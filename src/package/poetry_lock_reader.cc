// poetry.lock, all versions: [[package]] tables.
//
// What is for development is told by "category" (before 1.5), by "groups" (2.0), and in between
// only by the pyproject.toml beside the file, through who needs whom. Format: python-poetry.org.
#include <unordered_map>

#include "base/text.h"
#include "doc/parse.h"
#include "package/pep508.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

class PoetryLock {
 public:
  PoetryLock(const File& file, const Limits& limits, const doc::Node& lock, Facts& facts)
      : file_(file), limits_(limits), lock_(lock), listing_("pypi", limits, facts) {}

  void read() {
    std::span<const doc::Node> packages = lock_["package"].items();
    for (size_t i = 0; i < packages.size(); ++i)
      numbers_.emplace(normalised_python_name(packages[i].text("name")), i);
    Needs needs(packages.size());
    for (size_t i = 0; i < packages.size(); ++i)
      for (const doc::Member& member : packages[i]["dependencies"].members())
        if (auto it = numbers_.find(normalised_python_name(member.key)); it != numbers_.end())
          needs.edge(i, it->second, member.value["optional"].as_bool());
    direct_.resize(packages.size());
    add_project(needs);
    std::vector<Scope> scopes = needs.scopes();
    for (size_t i = 0; i < packages.size(); ++i) list(packages[i], scopes[i], direct_[i]);
  }

 private:
  void add_project(Needs& needs) {
    std::optional<std::string_view> text = beside(file_, "pyproject.toml");
    if (!text) return;
    Result<doc::Document> project = doc::parse_toml(*text, limits_);
    if (!project.ok()) return;  // its own reader complains
    const doc::Node& root = project->root();
    const doc::Node& poetry = root.at({"tool", "poetry"});
    add_names(poetry["dependencies"], Scope::kRuntime, needs);
    add_names(poetry["dev-dependencies"], Scope::kDevelopment, needs);
    for (const doc::Member& group : poetry["group"].members())
      add_names(group.value["dependencies"], Scope::kDevelopment, needs);
    add_requirements(root.at({"project", "dependencies"}), Scope::kRuntime, needs);
    for (const doc::Member& extra : root.at({"project", "optional-dependencies"}).members())
      add_requirements(extra.value, Scope::kOptional, needs);
    for (const doc::Member& group : root["dependency-groups"].members())
      add_requirements(group.value, Scope::kDevelopment, needs);
  }

  void add_names(const doc::Node& table, Scope scope, Needs& needs) {
    for (const doc::Member& member : table.members())
      add_root(member.key, member.value["optional"].as_bool() ? Scope::kOptional : scope, needs);
  }

  void add_requirements(const doc::Node& list, Scope scope, Needs& needs) {
    for (const doc::Node& item : list.items()) {
      Result<Requirement> requirement = parse_requirement(item.as_string());
      if (requirement.ok()) add_root(requirement->name, scope, needs);
    }
  }

  void add_root(std::string_view name, Scope scope, Needs& needs) {
    auto it = numbers_.find(normalised_python_name(name));
    if (it == numbers_.end()) return;
    needs.root(it->second, scope);
    direct_[it->second] = true;
  }

  static Scope scope_of(const doc::Node& entry, Scope otherwise) {
    std::string_view category = entry.text("category");
    if (!category.empty() && category != "main") return Scope::kDevelopment;
    if (entry["groups"].is_array()) {
      bool main = false;
      for (const doc::Node& group : entry["groups"].items()) main |= group.as_string() == "main";
      if (!main) return Scope::kDevelopment;
      return entry["optional"].as_bool() ? Scope::kOptional : Scope::kRuntime;
    }
    if (entry["optional"].as_bool() && otherwise == Scope::kRuntime) return Scope::kOptional;
    return otherwise;
  }

  void list(const doc::Node& entry, Scope scope, bool direct) {
    Package& package = listing_.add(entry.text("name"), entry.text("version"),
                                    entry.position().line, scope_of(entry, scope));
    if (direct) package.direct = true;
    if (entry.at({"source", "type"}).as_string() == "directory") package.local = true;
    const doc::Node* files = &entry["files"];
    if (!files->is_array()) files = &lock_["metadata"]["files"][entry.text("name")];
    for (const doc::Node& one : files->items())
      if (std::optional<Halves> hash = split_once(one.text("hash"), ":"))
        add_digest(package, hash->first, hash->second);
  }

  const File& file_;
  const Limits& limits_;
  const doc::Node& lock_;
  Listing listing_;
  std::unordered_map<std::string, size_t> numbers_;  // by normalised name
  std::vector<bool> direct_;
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_toml(file.content, limits));
  TRY(list_of(document.root(), "package"));
  PoetryLock(file, limits, document.root(), facts).read();
  return {};
}

}  // namespace

const Reader& poetry_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "poetry.lock"}};
  static constexpr Reader kReader = {"poetry-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
