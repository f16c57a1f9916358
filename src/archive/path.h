// Paths in archives, as a container runtime resolves them: below the root, whatever they say.
#pragma once

#include <string>
#include <string_view>

namespace seawall::archive {

// Writes to `out` the path below the root that `path` means: no leading "/", no "." or empty
// parts, ".." taken back against the part before it, the root itself is "". A ".." at the root
// stays at the root. Purely textual: links are not followed. `out` is never longer than `path`,
// and must not hold `path`. Returns whether a ".." tried to leave the root.
bool normalize_path(std::string_view path, std::string& out);

}  // namespace seawall::archive
