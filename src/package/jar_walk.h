// Java archives with the archives inside them, each taken apart once.
#pragma once

#include "package/reader.h"

namespace seawall::package {

// Whether a name is one of a Java archive: .jar .war .ear and their kin.
bool is_java_archive(std::string_view name);

// Adds the packages of an archive at `file.path`, and of those inside it down to
// limits.archive_nesting, to `facts`; nested ones have paths "outer.war!WEB-INF/lib/inner.jar".
// Whatever cannot be read inside is a diagnostic with such a path (100 of them at the most; the
// last says that there are more). An error when `file` itself is no archive.
Status walk_jar(const File& file, const Limits& limits, Facts& facts);

}  // namespace seawall::package
