// Which Maven artifact a Java archive is, from everything that it says about itself.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "package/manifest_mf.h"

namespace seawall::package {

struct Coordinates {
  std::string group;
  std::string artifact;
  std::string version;
  std::vector<std::string> licenses;  // as the pom declares them
  friend bool operator==(const Coordinates&, const Coordinates&) = default;
};

struct JarEvidence {
  std::string_view path;  // of the archive; inside another one its path there
  Manifest manifest;
  std::vector<Coordinates> poms;  // of pom.properties and pom.xml; a version may be empty
  bool has_classes = false;
  // Whether the archive has a file below "org/example/".
  std::function<bool(std::string_view folder)> has_folder;
  // The folder that holds all classes ("org/example/thing"), or empty.
  std::string class_root;
};

struct JarIdentity {
  std::optional<Coordinates> self;    // the archive itself
  std::vector<Coordinates> embedded;  // what was shaded into it
  bool is_runtime = false;            // a part of the JDK, no artifact
};

// See jar_identity.cc for the order in which sources are believed.
JarIdentity identify_jar(JarEvidence evidence);

}  // namespace seawall::package
