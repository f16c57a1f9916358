// Groups of well-known Maven artifacts whose jars do not say theirs. Spring, ASM, Kotlin, Tomcat
// and whatever Ant or Gradle builds ship without pom.properties; their names are unique enough.
#pragma once

#include <string_view>

namespace seawall::package {

struct KnownGroup {
  std::string_view group;   // empty: not known
  std::string_view folder;  // a folder with classes of the real one, "org/objectweb/asm"; or empty
};

// The group of `artifact` at `version`; the longest pattern wins. Where `folder` is given, a jar
// that has classes but none below it is something else of that name.
KnownGroup known_group(std::string_view artifact, std::string_view version);

}  // namespace seawall::package
