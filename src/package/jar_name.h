// What the file name of a Java archive says: "NAME-VERSION[-CLASSIFIER].jar".
#pragma once

#include <string>
#include <string_view>

namespace seawall::package {

struct JarName {
  std::string name;        // "log4j-1.2-api"
  std::string version;     // "2.19.0"; empty when there is none
  std::string classifier;  // "linux-x86_64", "sources"; empty when there is none
  // "3.x" and "debian" (the names of links in Debian's Maven repository) are no versions.
  bool has_version() const {
    return !version.empty() && !version.ends_with(".x") && version != "debian";
  }
  friend bool operator==(const JarName&, const JarName&) = default;
};

// Reads the last component of a path; its extension is dropped. Over 1 KiB it is all name.
JarName parse_jar_name(std::string_view file_name);

// `name` without digits that end its first word, as distributions add them for parallel versions:
// "tomcat9-catalina" gives "tomcat-catalina". The same text when there are none.
std::string without_major(std::string_view name);

// Whether a text can be a Maven group or artifact: letters, digits and ".-_", no blanks.
bool is_coordinate(std::string_view text);

// Whether a text can be a version: has a digit, begins with a letter or digit, no blanks and no
// "${...}" left over from a build.
bool is_java_version(std::string_view text);

}  // namespace seawall::package
