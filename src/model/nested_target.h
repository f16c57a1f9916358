// Files of a project that are targets of their own: an image that a build left there.
#pragma once

#include <string>
#include <string_view>

namespace seawall::model {

// Whether a file of that name may be one, so that nested_target() is worth a look.
bool may_be_nested_target(std::string_view path);

// What the file is: "an image archive", "an image layout"; empty when it is neither. Reads its
// first bytes only.
std::string nested_target(const std::string& file);

}  // namespace seawall::model
