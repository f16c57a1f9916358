// Maven's project object model, as far as an inventory needs it: who the project is, what it
// depends on, and its licenses. Source: Maven POM Reference 4.0.0 (xsd maven-4.0.0).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace seawall::package {

// One <dependency>; texts as written, "${...}" included. Absent ones are empty.
struct PomDependency {
  std::string group;
  std::string artifact;
  std::string version;
  std::string type;  // "jar" when absent
  std::string classifier;
  std::string scope;
  std::string optional;
  uint32_t line = 0;
};

struct Pom {
  struct Parent {
    std::string group;
    std::string artifact;
    std::string version;
    std::string relative_path;  // "../pom.xml" when absent; empty: not in the project
  };
  std::string group;
  std::string artifact;
  std::string version;
  std::optional<Parent> parent;
  std::map<std::string, std::string, std::less<>> properties;
  std::vector<PomDependency> dependencies;
  std::vector<PomDependency> managed;  // <dependencyManagement>
  std::vector<std::string> licenses;   // names, or URLs of those without a name
  bool profile_dependencies = false;   // a profile that is not read declares dependencies
};

// Profiles that are active by default are read as Maven reads them when no other one is chosen.
// Errors as doc::XmlDocument::parse; kInvalid when the root is no <project>.
Result<Pom> parse_pom(std::string_view text, const Limits& limits);

// A pom with its ancestors, nearest first, as one model: what a child says hides what a parent
// says, and every "${...}" is resolved from the child's point of view, as Maven does it.
class EffectivePom {
 public:
  // `lineage` is not empty.
  explicit EffectivePom(std::vector<Pom> lineage);

  std::string group() const;
  std::string artifact() const;
  std::string version() const;
  std::vector<std::string> licenses() const;  // of the nearest that has some

  // Dependencies of the pom and its ancestors, with versions, scopes and optional flags of
  // <dependencyManagement>. Lines of ancestors' are 0. Texts are resolved as far as possible; what
  // is not known keeps its "${...}".
  std::vector<PomDependency> dependencies() const;
  // <scope>import</scope> of all <dependencyManagement>.
  std::vector<PomDependency> imports() const;

  // `text` with properties put in. What would take more than the bounds of pom.cc keeps its
  // "${...}".
  std::string resolve(std::string_view text) const;

 private:
  std::optional<std::string_view> property(std::string_view name) const;
  std::string expand(std::string_view text, int depth, size_t& steps) const;
  PomDependency resolved(const PomDependency& dependency) const;

  std::vector<Pom> lineage_;
  mutable uint64_t spent_ = 0;  // work done by all resolve(): not for several threads at once
};

bool has_placeholder(std::string_view text);

}  // namespace seawall::package
