// Properties may hold properties, so a few lines of them ask for any amount of work and text
// ("billion laughs", also with nothing to laugh at: empty ones). Three bounds: the depth, the steps
// and bytes of one text, and the work of all texts of a pom together. What exceeds them stays as
// it is written, and reads as "not known".
#include "package/pom.h"

#include <set>

#include "base/text.h"
#include "doc/xml.h"

namespace seawall::package {

namespace {

constexpr int kMaxDepth = 16;             // property in property
constexpr size_t kMaxResolved = 4096;     // bytes of one resolved text
constexpr size_t kMaxSteps = 1000;        // properties put into one text
constexpr uint64_t kStepCost = 64;        // of one step, in bytes
constexpr uint64_t kMaxWork = 64u << 20;  // bytes and steps of all texts

PomDependency read_dependency(const doc::XmlDocument& document, const doc::XmlElement& element) {
  PomDependency out;
  out.group = element.text("groupId");
  out.artifact = element.text("artifactId");
  out.version = element.text("version");
  out.type = element.text("type");
  if (out.type.empty()) out.type = "jar";
  out.classifier = element.text("classifier");
  out.scope = element.text("scope");
  out.optional = element.text("optional");
  out.line = document.line(element);
  return out;
}

void read_dependencies(const doc::XmlDocument& document, const doc::XmlElement& list,
                       std::vector<PomDependency>& out) {
  for (doc::XmlElement item = list.child("dependency"); item; item = item.next("dependency"))
    out.push_back(read_dependency(document, item));
}

Pom::Parent read_parent(const doc::XmlElement& element) {
  Pom::Parent out{element.text("groupId"), element.text("artifactId"), element.text("version"),
                  "../pom.xml"};
  if (doc::XmlElement path = element.child("relativePath")) out.relative_path = path.text();
  return out;
}

std::vector<std::string> read_licenses(const doc::XmlElement& list) {
  std::vector<std::string> out;
  for (doc::XmlElement item = list.child("license"); item; item = item.next("license")) {
    std::string name = item.text("name");
    if (name.empty()) name = item.text("url");
    if (!name.empty()) out.push_back(std::move(name));
  }
  return out;
}

void read_properties(const doc::XmlElement& parent, Pom& pom) {
  for (doc::XmlElement item = parent.child("properties").child(); item; item = item.next())
    pom.properties[std::string(item.name())] = item.text();
}

// The dependencies of a project or of a profile.
void read_both_lists(const doc::XmlDocument& document, const doc::XmlElement& part, Pom& pom) {
  read_dependencies(document, part.child("dependencies"), pom.dependencies);
  read_dependencies(document, part.child("dependencyManagement").child("dependencies"),
                    pom.managed);
}

// What profiles say goes before what the pom says: the first one of a dependency counts, the last
// one of a property.
void read_profiles(const doc::XmlDocument& document, const doc::XmlElement& profiles, Pom& pom) {
  for (doc::XmlElement item = profiles.child("profile"); item; item = item.next("profile")) {
    if (item.child("activation").text("activeByDefault") == "true") {
      read_properties(item, pom);
      read_both_lists(document, item, pom);
    } else if (item.child("dependencies").child("dependency")) {
      pom.profile_dependencies = true;
    }
  }
}

std::string key_of(const PomDependency& dependency) {
  return fmt::format("{}:{}:{}:{}", dependency.group, dependency.artifact, dependency.type,
                     dependency.classifier);
}

}  // namespace

bool has_placeholder(std::string_view text) {
  return text.find("${") != std::string_view::npos;
}

Result<Pom> parse_pom(std::string_view text, const Limits& limits) {
  doc::XmlDocument document = TRY(doc::XmlDocument::parse(text, limits));
  doc::XmlElement project = document.root();
  if (project.name() != "project")
    return Error::make(Code::kInvalid, "the root is <{}>, not <project>",
                       printable(project.name(), 64));
  Pom pom;
  pom.group = project.text("groupId");
  pom.artifact = project.text("artifactId");
  pom.version = project.text("version");
  if (doc::XmlElement parent = project.child("parent")) pom.parent = read_parent(parent);
  read_properties(project, pom);
  read_profiles(document, project.child("profiles"), pom);
  read_both_lists(document, project, pom);
  pom.licenses = read_licenses(project.child("licenses"));
  return pom;
}

EffectivePom::EffectivePom(std::vector<Pom> lineage) : lineage_(std::move(lineage)) {}

std::string EffectivePom::group() const {
  return resolve("${project.groupId}");
}
std::string EffectivePom::artifact() const {
  return resolve(lineage_[0].artifact);
}
std::string EffectivePom::version() const {
  return resolve("${project.version}");
}

std::vector<std::string> EffectivePom::licenses() const {
  for (const Pom& pom : lineage_)
    if (!pom.licenses.empty()) return pom.licenses;
  return {};
}

std::optional<std::string_view> EffectivePom::property(std::string_view name) const {
  const Pom& self = lineage_[0];
  std::string_view own = name;
  for (std::string_view prefix : {"project.", "pom."})
    if (own.starts_with(prefix)) own.remove_prefix(prefix.size());
  bool of_project =
      own.size() != name.size() || own == "version" || own == "groupId" || own == "artifactId";
  if (of_project && self.parent) {
    if (own == "parent.version") return self.parent->version;
    if (own == "parent.groupId") return self.parent->group;
    if (own == "parent.artifactId") return self.parent->artifact;
  }
  if (of_project && own == "artifactId") return self.artifact;
  if (of_project && own == "version")
    return self.version.empty() && self.parent ? self.parent->version : self.version;
  if (of_project && own == "groupId")
    return self.group.empty() && self.parent ? self.parent->group : self.group;
  for (const Pom& pom : lineage_) {
    auto it = pom.properties.find(name);
    if (it != pom.properties.end()) return it->second;
  }
  return std::nullopt;
}

// A result of more than kMaxResolved bytes, or `steps` at kMaxSteps, means that it was too much.
std::string EffectivePom::expand(std::string_view text, int depth, size_t& steps) const {
  if (text.size() > kMaxResolved) return std::string(text.substr(0, kMaxResolved + 1));
  std::string out;
  while (!text.empty() && out.size() <= kMaxResolved && steps < kMaxSteps) {
    size_t start = text.find("${");
    size_t end = start == text.npos ? text.npos : text.find('}', start);
    if (end == text.npos) break;
    ++steps;
    out += text.substr(0, start);
    std::string_view whole = text.substr(start, end + 1 - start);
    std::optional<std::string_view> value = property(whole.substr(2, whole.size() - 3));
    out += value && depth < kMaxDepth ? expand(*value, depth + 1, steps) : std::string(whole);
    text.remove_prefix(end + 1);
  }
  out += text;
  return out.substr(0, kMaxResolved + 1);
}

std::string EffectivePom::resolve(std::string_view text) const {
  if (!has_placeholder(text) || spent_ > kMaxWork) return std::string(text);
  size_t steps = 0;
  std::string out = expand(text, 0, steps);
  spent_ += steps * kStepCost + out.size();
  return out.size() > kMaxResolved || steps >= kMaxSteps ? std::string(text) : out;
}

PomDependency EffectivePom::resolved(const PomDependency& dependency) const {
  PomDependency out = dependency;
  for (std::string* text : {&out.group, &out.artifact, &out.version, &out.type, &out.classifier,
                            &out.scope, &out.optional})
    if (has_placeholder(*text)) *text = resolve(*text);
  return out;
}

std::vector<PomDependency> EffectivePom::dependencies() const {
  std::map<std::string, PomDependency> managed;
  for (const Pom& pom : lineage_) {
    for (const PomDependency& raw : pom.managed) {
      PomDependency item = resolved(raw);
      managed.try_emplace(key_of(item), std::move(item));
    }
  }
  std::vector<PomDependency> out;
  std::set<std::string> seen;
  for (const Pom& pom : lineage_) {
    for (const PomDependency& raw : pom.dependencies) {
      PomDependency item = resolved(raw);
      if (!seen.insert(key_of(item)).second) continue;
      if (auto it = managed.find(key_of(item)); it != managed.end()) {
        if (item.version.empty()) item.version = it->second.version;
        if (item.scope.empty()) item.scope = it->second.scope;
        if (item.optional.empty()) item.optional = it->second.optional;
      }
      if (&pom != &lineage_[0]) item.line = 0;
      out.push_back(std::move(item));
    }
  }
  return out;
}

std::vector<PomDependency> EffectivePom::imports() const {
  std::vector<PomDependency> out;
  for (const Pom& pom : lineage_)
    for (const PomDependency& raw : pom.managed)
      if (raw.scope == "import") out.push_back(resolved(raw));
  return out;
}

}  // namespace seawall::package
