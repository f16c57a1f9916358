// XML bytes as UTF-8. For this folder only.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace seawall::doc {

// `bytes` as UTF-8 without a byte order mark; an error when they are not in the encoding their mark
// or declaration names (XML 1.0 appendix F), or it is one we do not know.
Result<std::string> xml_as_utf8(std::string_view bytes);

}  // namespace seawall::doc
