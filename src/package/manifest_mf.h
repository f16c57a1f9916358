// META-INF/MANIFEST.MF and java.util.Properties files.
// Source: JAR File Specification (Java SE 21), "JAR Manifest"; java.util.Properties.load.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace seawall::package {

struct Manifest {
  // Attributes of the main section, then those that only a named section has (the first that does):
  // old Apache jars describe themselves in a section. Names in lower case, the last value wins.
  std::map<std::string, std::string, std::less<>> attributes;

  // The value, or nothing.
  std::string_view get(std::string_view lower_case_name) const;
};

// Reads what is readable: lines that are no attributes are passed over, as the JVM's lenient
// readers do; malformed UTF-8 is replaced. Values are cut at 64 KiB,
// and nothing is added to 10,000 attributes.
Manifest parse_manifest(std::string_view text);

// Key and value pairs of a properties file with its escapes, in ISO 8859-1 or UTF-8.
std::map<std::string, std::string, std::less<>> parse_properties(std::string_view text);

// The values of an OSGi header list without parameters: "a;link=x, b" gives "a" and "b". Quoted
// text may hold separators.
std::vector<std::string> header_clauses(std::string_view header);

}  // namespace seawall::package
