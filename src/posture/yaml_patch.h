// Carries out fixes in the text of a manifest: only the bytes of what changes are touched, so that
// comments, order, quotes, indentation and line ends stay. Block and flow style, JSON, streams of
// several documents.
//
// What cannot be changed by itself is refused, with the reason: a value that is an alias, or comes
// from a merge key; a list item whose dash shares its line. Callers verify the result by reading it
// again (fix_manifests.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "check/fix.h"

namespace seawall::posture {

struct TextChange {
  doc::Position object;     // where the object begins, as the reader of manifests gives it
  const check::Edit* edit;  // of that object
};

struct RefusedChange {
  size_t change = 0;  // its place in the list of changes
  std::string why;
};

struct PatchedText {
  std::string text;
  std::vector<RefusedChange> refused;  // by place
};

// kInvalid when `text` cannot be read at all.
Result<PatchedText> patch_yaml(std::string_view text, const std::vector<TextChange>& changes,
                               const Limits& limits);

}  // namespace seawall::posture
