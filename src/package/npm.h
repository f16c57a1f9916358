// What the readers of npm, yarn, pnpm and bun files share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doc/tree.h"
#include "package/listing.h"

namespace seawall::package {

// Whether the registry's (legacy) rules take the name: "name" or "@scope/name" of characters that
// need no escape in a URL, at most 214 bytes.
bool is_npm_name(std::string_view name);

// "name@rest" at the "@" behind the name, so that "@scope/name@^1" splits too; nothing when there
// is no "@" but a scope's.
struct NpmSpec {
  std::string_view name;
  std::string_view rest;
};
std::optional<NpmSpec> split_npm_spec(std::string_view spec);

// Whether a text is a semantic version ("1.2.3", "1.2.3-rc.1+build"), as every npm version is.
bool is_npm_version(std::string_view text);

// The version for a reference that is no version (a URL, a git commit): the one in the tarball's
// name ".../NAME-1.2.3.tgz", else the commit behind "#", else the reference itself.
struct NpmVersion {
  std::string_view version;
  bool range;  // not a version that can be compared
};
NpmVersion version_of_reference(std::string_view name, std::string_view reference);

// Whether a requirement or locator names a folder of the project ("file:", "link:", "portal:",
// "workspace:", "./x", "../x", "/x"). A tarball is none: it holds a package that was published.
bool is_local_reference(std::string_view reference);

// A text, or a number as text: YAML takes a bare 9.0 for one. Empty for anything else.
std::string yaml_scalar(const doc::Node& node);

// "license" as string, object with "type", or array of these, and the older "licenses".
std::vector<std::string> npm_licenses(const doc::Node& manifest);

// Lock files inside installed packages describe those packages' own development.
bool below_node_modules(std::string_view path);

}  // namespace seawall::package
