// What the readers of project files share: the files beside one, and what its document must hold.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "doc/tree.h"
#include "package/reader.h"

namespace seawall::package {

// "a/b/" of "a/b/file"; empty for a file at the top.
std::string_view folder_of(std::string_view path);
// A file of that name (or relative path) in the same folder; nothing when there is none to read.
std::optional<std::string_view> beside(const File& file, std::string_view name);

// What a document holds under `key`, which may be missing, null or empty. kInvalid when it is of
// another kind: then it may list packages in a way that is not known here.
Result<std::span<const doc::Node>> list_of(const doc::Node& parent, std::string_view key);
Result<std::span<const doc::Member>> map_of(const doc::Node& parent, std::string_view key);

}  // namespace seawall::package
