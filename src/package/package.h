// A software component as a package manager (or an archive) declares it. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace seawall::package {

// How the component is needed, as far as the file says.
enum class Scope : uint8_t { kRuntime, kDevelopment, kOptional, kTest };

struct Package {
  // Identity in purl's terms (package/purl.h): `type` is "deb", "npm", "maven" ...
  std::string type;
  std::string name_space;  // Maven group, npm scope with its "@", distro ID of OS packages, Go
                           // host, conda channel, Conan USER/CHANNEL, Julia UUID
  std::string name;
  std::string version;  // as the ecosystem writes it, complete: "1:2.36.1-8+deb12u1" with epoch
  std::string architecture;  // OS packages: "amd64"

  // OS packages are matched by their source package; empty: same as name and version.
  std::string source_name;
  std::string source_version;
  std::string module;  // rpm modularity label, "nodejs:18:8090020230801..."

  // License expressions or names as declared, in the order found; not normalised.
  std::vector<std::string> licenses;

  std::string path;    // file that declares it, in the image or project, without leading "/";
                       // inside archives "app.war!WEB-INF/lib/a.jar"
  uint32_t line = 0;   // 1-based line in that file, 0 when it has no meaning
  std::string reader;  // name of the reader that found it
  Scope scope = Scope::kRuntime;
  bool direct = false;  // the file declares it as a direct dependency
  bool range = false;   // `version` is a requirement ("^1.2"), not an exact version: not matched
  bool local = false;   // the project's own source (workspace member, path dependency), from no
                        // registry: advisories about that name are about another thing
  std::vector<std::string> digests;  // "sha1:...", "sha512:<hex>" of the component as declared

  friend bool operator==(const Package&, const Package&) = default;
};

// The distribution that an os-release file (os-release(5)) names.
struct Distro {
  std::string id;  // "debian"; lower case
  std::vector<std::string> id_like;
  std::string version_id;  // "12", "3.19.1", "22.04"
  std::string codename;    // "bookworm"
  std::string name;        // PRETTY_NAME, for people
  std::string cpe;         // CPE_NAME
  std::string path;        // the file that says so

  friend bool operator==(const Distro&, const Distro&) = default;
};

}  // namespace seawall::package
