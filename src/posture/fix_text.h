// Fixes in one text, verified.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "posture/yaml_patch.h"

namespace seawall::posture {

// As patch_yaml(), but what is given back has been read again: its documents are those of `text`
// with the edits that are not refused, and nothing else. Where all edits together do not come to
// that, each is tried alone, and those that spoil the result are refused.
Result<PatchedText> fix_text(std::string_view text, const std::vector<TextChange>& changes,
                             const Limits& limits);

}  // namespace seawall::posture
