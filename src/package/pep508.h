// Dependency specifiers of Python: "requests[socks] >= 2.8.1, == 2.8.* ; python_version < '3'".
// Specification: packaging.python.org, "Dependency specifiers" (PEP 508) and "Version specifiers"
// (PEP 440).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "package/listing.h"

namespace seawall::package {

struct Requirement {
  std::string name;       // as written
  std::string specifier;  // ">=2.8.1,==2.8.*" without blanks; empty: any version
  std::string pin;        // the version when a clause "==" or "===" fixes it
  std::string url;        // of "name @ url"
  std::string marker;     // behind ";"
  bool odd = false;       // a clause is no PEP 440 specifier ("==5.*.*")
};

// kInvalid with the reason. Blanks at both ends are no error.
Result<Requirement> parse_requirement(std::string_view text);

// Lists a requirement: exactly when it pins, else as a range. Gives what Listing::add() gives.
Package& add_requirement(Listing& listing, const Requirement& requirement, uint32_t line,
                         Scope scope);

// "[a-z0-9-]" form of a name, by which names are equal (PEP 503).
std::string normalised_python_name(std::string_view name);

// Whether PEP 440 takes the text as a version.
bool is_python_version(std::string_view text);

// Name and version of "name-1.0-py3-none-any.whl" or "name-1.0.tar.gz" at the end of a path or URL.
struct PythonFile {
  std::string name;
  std::string version;
};
std::optional<PythonFile> parse_python_file(std::string_view path_or_url);

// Name (of "#egg=") and version (of the file's name, else "@REF") behind a URL or path; nothing
// when it tells no name.
struct PythonSource {
  std::string name;
  std::string version;
  bool range = true;
};
std::optional<PythonSource> parse_python_source(std::string_view url);

}  // namespace seawall::package
