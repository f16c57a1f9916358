// pom.xml of projects: the dependencies that it declares, with what its parents in the project
// manage. Nothing is fetched, so a version that only a parent or a BOM elsewhere knows stays
// unknown: the package is listed as a requirement of any version, and a diagnostic counts them.
// Ranges ("[1,2)") are requirements; "[1.0]" is exactly 1.0.
#include <set>

#include "base/text.h"
#include "package/listing.h"
#include "package/pom.h"
#include "package/reader.h"

namespace seawall::package {

namespace {

constexpr size_t kMaxAncestors = 16;

// "a/b/../c/./d" of "a/b" and "../c/./d"; nothing when it leaves the project.
std::optional<std::string> join_path(std::string_view folder, std::string_view relative) {
  std::vector<std::string_view> parts;
  for (std::string_view text : {folder, relative}) {
    for (std::string_view part : split(text, '/')) {
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(part);
      } else if (parts.empty()) {
        return std::nullopt;
      } else {
        parts.pop_back();
      }
    }
  }
  std::string out;
  for (std::string_view part : parts) {
    out += out.empty() ? "" : "/";
    out += part;
  }
  return out;
}

std::string_view folder_of(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

struct Found {
  std::string path;
  Pom pom;
};

// Whether a pom of version `found` is the parent of version `wanted`; what only properties or a
// range tell is taken for it.
bool may_be_version(std::string_view wanted, std::string_view found) {
  bool open = wanted.empty() || found.empty() || has_placeholder(wanted) ||
              has_placeholder(found) || wanted[0] == '[' || wanted[0] == '(';
  return open || wanted == found;
}

// The parent in the project, if it is the one that the child means (Maven goes to the repository
// when the pom in that place has another group, artifact or version).
std::optional<Found> find_parent(const Pom::Parent& parent, std::string_view child_path,
                                 const Siblings& siblings, const Limits& limits) {
  if (parent.relative_path.empty() || has_placeholder(parent.relative_path)) return std::nullopt;
  std::optional<std::string> place = join_path(folder_of(child_path), parent.relative_path);
  if (!place) return std::nullopt;
  std::string inside = place->empty() ? "pom.xml" : *place + "/pom.xml";
  for (const std::string& path : {*place, inside}) {
    std::optional<std::string_view> text = siblings.read(path);
    if (!text) continue;
    Result<Pom> pom = parse_pom(*text, limits);
    if (!pom || pom->artifact != parent.artifact) continue;
    std::string group = pom->group.empty() && pom->parent ? pom->parent->group : pom->group;
    std::string version = pom->version.empty() && pom->parent ? pom->parent->version : pom->version;
    if (group != parent.group || !may_be_version(parent.version, version)) continue;
    return Found{path, *std::move(pom)};
  }
  return std::nullopt;
}

// The pom and its ancestors in the project. `outside` names the first one that is not in it.
std::vector<Pom> lineage_of(Pom pom, const File& file, const Limits& limits, std::string& outside) {
  std::vector<Pom> lineage;
  lineage.push_back(std::move(pom));
  std::string path(file.path);
  std::set<std::string> visited = {path};
  while (lineage.back().parent) {
    const Pom::Parent& parent = *lineage.back().parent;
    std::optional<Found> found;
    if (file.siblings != nullptr && lineage.size() < kMaxAncestors)
      found = find_parent(parent, path, *file.siblings, limits);
    if (!found || !visited.insert(found->path).second) {
      outside = fmt::format("{}:{}:{}", parent.group, parent.artifact, parent.version);
      break;
    }
    path = found->path;
    lineage.push_back(std::move(found->pom));
  }
  return lineage;
}

Scope scope_of(const PomDependency& dependency) {
  if (dependency.scope == "test") return Scope::kTest;
  // The JDK or the application server has it: needed to compile, not shipped.
  if (dependency.scope == "provided") return Scope::kDevelopment;
  return dependency.optional == "true" ? Scope::kOptional : Scope::kRuntime;
}

struct Version {
  std::string text;
  bool range;
};

// Maven's version requirement: "1.0" and "[1.0]" are versions, everything else in brackets is not.
Version read_version(const std::string& text) {
  bool brackets = text.starts_with('[') || text.starts_with('(');
  if (!brackets) return {text, text == "LATEST" || text == "RELEASE"};
  bool exact = text.starts_with('[') && text.ends_with(']') && text.find(',') == text.npos;
  if (exact) return {std::string(trim(std::string_view(text).substr(1, text.size() - 2))), false};
  return {text, true};
}

class Project {
 public:
  Project(const EffectivePom& pom, Listing& listing) : pom_(pom), listing_(listing) {}

  void list() {
    for (const PomDependency& dependency : pom_.dependencies()) add(dependency);
  }

  size_t unknown() const { return unknown_; }      // runtime dependencies without a version
  size_t unknown_aside() const { return aside_; }  // the other ones
  uint32_t first_line() const { return first_line_; }

 private:
  void add(const PomDependency& dependency) {
    std::string name = dependency.group + ":" + dependency.artifact;
    if (dependency.group.empty() || dependency.artifact.empty() || has_placeholder(name)) {
      listing_.problem(
          Code::kUnsupported, dependency.line,
          fmt::format("the dependency {} is not fully named here", printable(name, 200)));
      return;
    }
    Scope scope = scope_of(dependency);
    Version version = read_version(dependency.version);
    bool missing = version.text.empty() || has_placeholder(version.text);
    if (missing) note_unknown(scope, dependency.line);
    Package& package =
        missing || version.range
            ? listing_.add_range(name, missing ? "" : version.text, dependency.line, scope)
            : listing_.add(name, version.text, dependency.line, scope);
    package.direct = true;
  }

  void note_unknown(Scope scope, uint32_t line) {
    bool matters = scope == Scope::kRuntime || scope == Scope::kOptional;
    ++(matters ? unknown_ : aside_);
    if (first_line_ == 0) first_line_ = line;
  }

  const EffectivePom& pom_;
  Listing& listing_;
  size_t unknown_ = 0;
  size_t aside_ = 0;
  uint32_t first_line_ = 0;
};

std::string missing_text(size_t count, const std::string& outside, const EffectivePom& pom) {
  std::string why;
  if (!outside.empty()) why = fmt::format("; the parent {} is not in the project", outside);
  std::vector<PomDependency> imports = pom.imports();
  if (!imports.empty())
    why += fmt::format("; imported from {}:{}:{}{}", imports[0].group, imports[0].artifact,
                       imports[0].version, imports.size() > 1 ? " and others" : "");
  return fmt::format("the version of {} dependencies is not known here{}", count,
                     printable(why, 1000));
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  // Templates that `mvn archetype:generate` fills in.
  if (file.path.find("archetype-resources/") != std::string_view::npos) return {};
  Pom own = TRY(parse_pom(file.content, limits));
  bool profiles = own.profile_dependencies;
  std::string outside;
  EffectivePom pom(lineage_of(std::move(own), file, limits, outside));
  Listing listing("maven", limits, facts);
  Project project(pom, listing);
  project.list();
  if (profiles)
    listing.remark(0, "dependencies of profiles that are not active by default are not listed");
  if (project.unknown() > 0) {
    listing.problem(Code::kUnsupported, project.first_line(),
                    missing_text(project.unknown(), outside, pom));
  } else if (project.unknown_aside() > 0) {
    listing.remark(project.first_line(), missing_text(project.unknown_aside(), outside, pom));
  }
  return {};
}

}  // namespace

const Reader& pom_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "pom.xml"}};
  static constexpr Reader kReader = {"pom", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
