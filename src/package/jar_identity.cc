// Jars rarely say plainly which artifact they are. What they say is believed in this order:
//
//  1. pom.properties and pom.xml below META-INF/maven. One of them is the jar's own, the others
//  were
//     shaded into it: the own one is named like the file ("log4j-core-2.19.0.jar"), or has the
//     file's version and the beginning of its name ("wagon-http-shaded-3.5.3.jar"), or is alone in
//     a file whose name has no version ("app.jar").
//  2. "Implementation-Title: GROUP#PROJECT;VERSION" (Gradle's nebula plugins).
//  3. The place in a repository, ".../GROUP/ARTIFACT/VERSION/ARTIFACT-VERSION.jar".
//  4. The file's name for artifact and version. The manifest corrects the name when its own is the
//     same but for a distribution's changes ("tomcat9-catalina" and Bundle-Name tomcat-catalina),
//     and gives the version when the file has none.
//
// The group of 4 comes from, in turn: a table of well-known artifacts (checked against the jar's
// classes, so that "instrumentation/spring-core-1.0.jar" of an agent is not taken for Spring);
// Bundle-SymbolicName when it is made of group and artifact in one of the ways that Maven's bundle
// plugin and bnd do it; Implementation-Vendor-Id; a symbolic name of another form; the folder that
// holds all classes; at last the artifact itself, as old Maven artifacts have it. Main-Class,
// Bundle-Activator and Automatic-Module-Name name code, not artifacts, and are not used.
#include "package/jar_identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "package/jar_name.h"
#include "package/maven_groups.h"

namespace seawall::package {

namespace {

std::string_view last_component(std::string_view path, char separator) {
  return path.substr(path.rfind(separator) + 1);  // npos + 1 is 0
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// "org.example.thing": a domain the wrong way round.
bool is_reverse_domain(std::string_view text) {
  size_t dot = text.find('.');
  if (dot == std::string_view::npos || !is_coordinate(text)) return false;
  return one_of(
      text.substr(0, dot),
      {"app", "at",      "au",    "be",   "br", "ca",  "ch",  "cn",  "co", "com", "cz",   "de",
       "dev", "dk",      "edu",   "es",   "eu", "fi",  "fr",  "gov", "hu", "in",  "info", "io",
       "it",  "jakarta", "javax", "jp",   "kr", "me",  "mil", "net", "nl", "no",  "org",  "pl",
       "pt",  "ru",      "se",    "tech", "tk", "top", "tv",  "uk",  "us", "xyz"});
}

std::string_view symbolic_name(const Manifest& manifest) {
  std::string_view name = manifest.get("bundle-symbolicname");
  name = trim(name.substr(0, name.find(';')));
  return name.size() <= 256 ? name : std::string_view{};  // longer ones name nothing
}

// The same version for Maven: OSGi's fourth part is a qualifier.
std::string bundle_version(std::string_view version) {
  for (std::string_view end : {".qualifier", "-qualifier"})
    if (version.ends_with(end)) return std::string(version.substr(0, version.size() - end.size()));
  if (version.ends_with(".SNAPSHOT")) return replace_all(version, ".SNAPSHOT", "-SNAPSHOT");
  return std::string(version);
}

std::string manifest_version(const Manifest& manifest) {
  std::string_view implementation = manifest.get("implementation-version");
  implementation = implementation.substr(0, implementation.find(' '));
  // Kotlin's "1.6.21-release-334(1.6.21)".
  implementation = implementation.substr(0, implementation.find("-release-"));
  std::string bundle = bundle_version(manifest.get("bundle-version"));
  // Tomcat's API jars have the specification's version there.
  if (symbolic_name(manifest).starts_with("org.apache.tomcat") && is_java_version(bundle))
    return bundle;
  if (is_java_version(implementation)) return std::string(implementation);
  if (is_java_version(bundle)) return bundle;
  for (const char* key : {"plugin-version", "version", "specification-version"})
    if (is_java_version(manifest.get(key))) return std::string(manifest.get(key));
  return {};
}

// Whether two names are one, but for a distribution's changes to the file's.
bool akin(std::string_view file, std::string_view declared) {
  if (equals_ignoring_case(file, declared)) return true;
  if (without_major(file) == declared) return true;
  return declared.size() > file.size() && declared.ends_with(file) &&
         declared[declared.size() - file.size() - 1] == '-';
}

// "GROUP#PROJECT;VERSION". The artifact may have another name than the project, which is then the
// file's ("org.elasticsearch#server;7.17.15" in elasticsearch-7.17.15.jar).
std::optional<Coordinates> from_nebula_title(const JarName& name, const Manifest& manifest) {
  std::optional<Halves> group = split_once(manifest.get("implementation-title"), "#");
  if (!group) return std::nullopt;
  std::optional<Halves> artifact = split_once(group->second, ";");
  if (!artifact || !is_coordinate(group->first) || !is_coordinate(artifact->first) ||
      !is_java_version(artifact->second))
    return std::nullopt;
  bool by_file = name.version == artifact->second ||
                 name.name.starts_with(std::string(artifact->first) + "-") ||
                 known_group(name.name, artifact->second).group == group->first;
  return Coordinates{std::string(group->first),
                     by_file ? name.name : std::string(artifact->first),
                     std::string(artifact->second),
                     {}};
}

// Jenkins plugins: Group-Id, Short-Name, Plugin-Version.
std::optional<Coordinates> from_jenkins(const Manifest& manifest) {
  std::string_view version = manifest.get("plugin-version");
  version = version.substr(0, version.find(' '));
  if (!is_coordinate(manifest.get("group-id")) || !is_coordinate(manifest.get("short-name")) ||
      !is_java_version(version))
    return std::nullopt;
  return Coordinates{std::string(manifest.get("group-id")),
                     std::string(manifest.get("short-name")),
                     std::string(version),
                     {}};
}

// ".../ROOT/org/example/thing/1.0/thing-1.0.jar", also Gradle's cache, which has a folder with a
// hash more and the group in one piece.
std::optional<Coordinates> from_repository(std::string_view path) {
  std::vector<std::string_view> parts = split(path, '/');
  if (parts.size() < 5) return std::nullopt;
  std::string_view file = parts.back();
  parts.pop_back();
  if (parts.size() > 4 && parts[parts.size() - 5] == "files-2.1") {
    return Coordinates{std::string(parts[parts.size() - 4]),
                       std::string(parts[parts.size() - 3]),
                       std::string(parts[parts.size() - 2]),
                       {}};
  }
  std::string_view version = parts[parts.size() - 1];
  std::string_view artifact = parts[parts.size() - 2];
  std::string stem = fmt::format("{}-{}", artifact, version);
  if (!file.starts_with(stem) || !is_java_version(version)) return std::nullopt;
  parts.resize(parts.size() - 2);
  size_t root = parts.size();
  while (root > 0 && !one_of(parts[root - 1], {"repository", "maven-repo", "maven2", "m2", "repo",
                                               "maven", "system", ".m2"}))
    --root;
  if (root == 0 || root == parts.size()) return std::nullopt;
  std::string group;
  for (; root < parts.size(); ++root) {
    group += group.empty() ? "" : ".";
    group += parts[root];
  }
  if (!is_coordinate(group)) return std::nullopt;
  return Coordinates{group, std::string(artifact), std::string(version), {}};
}

// How well a pom fits the file: 0 not at all.
int fitness(const Coordinates& pom, const JarName& name) {
  bool same_version = pom.version == name.version;
  bool versionless = !name.has_version();
  int version_bonus = same_version ? 2 : 0;
  if (equals_ignoring_case(pom.artifact, name.name)) return 10 + version_bonus;
  if (pom.group + "." + pom.artifact == name.name) return 10 + version_bonus;  // Quarkus
  if (pom.artifact == without_major(name.name)) return 8 + version_bonus;
  if (!same_version && !versionless) return 0;
  bool begins = name.name.starts_with(pom.artifact + "-");
  bool ends = pom.artifact.ends_with("-" + name.name);
  return begins || ends ? 4 : 0;
}

// Whether the manifest says that the archive is what its file is called.
bool confirms(const Manifest& manifest, const std::string& name) {
  for (std::string_view declared :
       {manifest.get("bundle-name"), manifest.get("implementation-title"),
        last_component(symbolic_name(manifest), '.')})
    if (is_coordinate(declared) && akin(name, declared)) return true;
  return false;
}

// The jar's own pom among several; poms.size() when there is none.
size_t own_pom(const std::vector<Coordinates>& poms, const JarName& name,
               const Manifest& manifest) {
  size_t best = poms.size();
  int best_fitness = 0;
  for (size_t i = 0; i < poms.size(); ++i) {
    int here = fitness(poms[i], name);
    bool longer = best < poms.size() && here == best_fitness && here == 4 &&
                  poms[i].artifact.size() > poms[best].artifact.size();
    if (here > best_fitness || longer) {
      best = i;
      best_fitness = here;
    }
  }
  if (best_fitness > 0) return best;
  if (confirms(manifest, name.name)) return poms.size();
  // A file that was renamed: its only pom, or the one that the manifest names.
  if (poms.size() == 1 && (!name.has_version() || name.version == poms[0].version)) return 0;
  if (name.has_version()) return poms.size();
  for (size_t i = 0; i < poms.size(); ++i) {
    bool titled = poms[i].artifact == manifest.get("implementation-title") ||
                  poms[i].artifact == manifest.get("bundle-name") ||
                  poms[i].group + "." + poms[i].artifact == symbolic_name(manifest);
    if (titled && poms[i].version == manifest_version(manifest)) return i;
  }
  return poms.size();
}

std::string artifact_of(const JarName& name, const Manifest& manifest) {
  std::string_view symbolic = symbolic_name(manifest);
  std::string_view symbolic_end = last_component(symbolic, '.');
  // Bundles of Eclipse have their whole symbolic name as artifact; Quarkus puts the group in front.
  if (!symbolic.empty() && symbolic.find('.') != symbolic.npos) {
    if (name.name == symbolic && symbolic_end.find('-') == symbolic.npos)
      return std::string(symbolic);
    if (name.name.ends_with("." + std::string(symbolic))) return std::string(symbolic);
    // Renamed by a distribution: eclipse-jdt-core.jar is org.eclipse.jdt.core.
    if (symbolic.starts_with("org.eclipse.") &&
        replace_all(symbolic, ".", "-") == "org-" + name.name)
      return std::string(symbolic);
    if (known_group(symbolic, name.version).group == symbolic) return std::string(symbolic);
  }
  for (std::string_view declared :
       {manifest.get("bundle-name"), manifest.get("implementation-title"), symbolic_end}) {
    if (equals_ignoring_case(declared, name.name)) return name.name;
    if (is_coordinate(declared) && akin(name.name, declared)) return std::string(declared);
  }
  if (one_of(to_lower(name.name), {"app", "application", "main", "root", "server", "service"}) &&
      is_coordinate(manifest.get("implementation-title")))
    return std::string(manifest.get("implementation-title"));
  // "org.ow2.asm.asm": a group in front.
  if (is_reverse_domain(name.name) && std::count(name.name.begin(), name.name.end(), '.') >= 2)
    return std::string(last_component(name.name, '.'));
  return name.name;
}

// The group that, joined with `artifact` as bnd and the bundle plugin do, gives `symbolic`:
// "org.example.thing-core" for thing-core of org.example, and "org.example.thing.core" or
// "org.example.thing-core" for thing-core of org.example.thing.
std::string group_in_symbolic(std::string_view symbolic, const std::string& artifact,
                              const JarEvidence& evidence) {
  for (size_t dot = symbolic.find('.'); dot != symbolic.npos; dot = symbolic.find('.', dot + 1)) {
    std::string_view group = symbolic.substr(0, dot);
    std::string tail = replace_all(symbolic.substr(dot + 1), ".", "-");
    std::string joined = std::string(last_component(group, '.')) + "-" + tail;
    if (joined == artifact && group.find('.') != group.npos) return std::string(group);
    if (symbolic.substr(dot + 1) != artifact) continue;
    // The first word may be the group's last: org.apache.tomcat and tomcat-coyote.
    std::string longer = fmt::format("{}.{}", group, artifact.substr(0, artifact.find('-')));
    bool dashed = artifact.find('-') != std::string::npos;
    if (dashed && evidence.has_folder(replace_all(longer, ".", "/"))) return longer;
    return std::string(group);
  }
  return {};
}

// "org.example.thing" of all classes without the end that the artifact has too.
std::string group_of_classes(std::string_view class_root, std::string_view artifact) {
  std::vector<std::string_view> parts = split(class_root, '/');
  if (class_root.empty() || parts.size() < 2) return {};
  if (parts.size() > 2 && artifact.ends_with(parts.back())) parts.pop_back();
  if (parts.size() > 3) parts.resize(3);
  std::string group;
  for (std::string_view part : parts) {
    group += group.empty() ? "" : ".";
    group += part;
  }
  return is_coordinate(group) ? group : std::string{};
}

std::string group_of(const JarName& name, const Coordinates& self, const JarEvidence& evidence) {
  const Manifest& manifest = evidence.manifest;
  KnownGroup known = known_group(self.artifact, self.version);
  bool contradicted =
      evidence.has_classes && !known.folder.empty() && !evidence.has_folder(known.folder);
  if (!known.group.empty() && !contradicted) return std::string(known.group);

  std::string_view symbolic = symbolic_name(manifest);
  // Quarkus: the group in front of the file's name.
  if (name.name.size() > self.artifact.size() + 1 && name.name.ends_with("." + self.artifact))
    return name.name.substr(0, name.name.size() - self.artifact.size() - 1);
  std::string joined = group_in_symbolic(symbolic, self.artifact, evidence);
  if (is_reverse_domain(joined)) return joined;
  // jakarta.xml.bind-api of jakarta.xml.bind, org.eclipse.jdt.core of org.eclipse.jdt.
  if (self.artifact.starts_with("jakarta.") || self.artifact.starts_with("javax."))
    return self.artifact.substr(0, self.artifact.find('-'));
  if (symbolic == self.artifact && is_reverse_domain(symbolic))
    return std::string(symbolic.substr(0, symbolic.rfind('.')));
  std::string_view vendor = manifest.get("implementation-vendor-id");
  // A vendor with two parts ("org.apache") only when nothing says more.
  bool long_vendor = std::count(vendor.begin(), vendor.end(), '.') >= 2;
  if (is_reverse_domain(vendor) && long_vendor) return std::string(vendor);
  if (is_reverse_domain(symbolic)) {
    std::string_view end = last_component(symbolic, '.');
    std::string_view head = symbolic.substr(0, symbolic.rfind('.'));
    return std::string(self.artifact.ends_with(end) && is_reverse_domain(head) ? head : symbolic);
  }
  if (is_reverse_domain(vendor)) return std::string(vendor);
  std::string classes = group_of_classes(evidence.class_root, self.artifact);
  return classes.empty() ? self.artifact : classes;
}

std::optional<Coordinates> from_name(const JarName& name, const JarEvidence& evidence) {
  const Manifest& manifest = evidence.manifest;
  Coordinates self;
  self.artifact = artifact_of(name, manifest);
  self.version = name.has_version() ? name.version : manifest_version(manifest);
  if (!is_coordinate(self.artifact) || self.version.empty()) return std::nullopt;
  // "tomcat9-i18n-fr" when the manifest does not correct it.
  std::string plain = without_major(self.artifact);
  if (plain != self.artifact && known_group(self.artifact, self.version).group.empty() &&
      !known_group(plain, self.version).group.empty())
    self.artifact = plain;
  self.group = group_of(name, self, evidence);
  return self;
}

void remove_repetitions(std::vector<Coordinates>& poms) {
  std::vector<Coordinates> unique;
  std::unordered_map<std::string, size_t> seen;
  for (Coordinates& pom : poms) {
    auto [it, added] = seen.try_emplace(
        fmt::format("{}:{}:{}", pom.group, pom.artifact, pom.version), unique.size());
    if (added) {
      unique.push_back(std::move(pom));
    } else if (unique[it->second].licenses.empty()) {
      unique[it->second].licenses = std::move(pom.licenses);
    }
  }
  poms = std::move(unique);
}

// The JDK's own jars are the runtime, not artifacts.
bool is_java_runtime(const Manifest& manifest) {
  return manifest.get("implementation-title") == "Java Runtime Environment";
}

// A pom whose version its build left open has the file's or the manifest's.
void complete_versions(std::vector<Coordinates>& poms, const JarName& name,
                       const Manifest& manifest) {
  std::string version = name.has_version() ? name.version : manifest_version(manifest);
  for (Coordinates& pom : poms)
    if (pom.version.empty()) pom.version = version;
  std::erase_if(poms, [](const Coordinates& pom) { return pom.version.empty(); });
}

}  // namespace

JarIdentity identify_jar(JarEvidence evidence) {
  JarIdentity out;
  const Manifest& manifest = evidence.manifest;
  out.is_runtime = is_java_runtime(manifest);
  if (out.is_runtime) return out;
  JarName name = parse_jar_name(last_component(evidence.path, '/'));
  complete_versions(evidence.poms, name, manifest);
  remove_repetitions(evidence.poms);
  std::vector<Coordinates>& poms = evidence.poms;
  size_t own = own_pom(poms, name, manifest);
  if (own < poms.size()) {
    out.self = std::move(poms[own]);
    poms.erase(poms.begin() + static_cast<ptrdiff_t>(own));
  } else {
    out.self = from_nebula_title(name, manifest);
    if (!out.self) out.self = from_jenkins(manifest);
    if (!out.self) out.self = from_repository(evidence.path);
    // A renamed file that holds several poms is one of them, though it cannot be told which.
    bool named = poms.empty() || name.has_version() || confirms(manifest, name.name);
    if (!out.self && named) out.self = from_name(name, evidence);
  }
  if (out.self && out.self->licenses.empty())
    out.self->licenses = header_clauses(manifest.get("bundle-license"));
  out.embedded = std::move(poms);
  return out;
}

}  // namespace seawall::package
