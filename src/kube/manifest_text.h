// One manifest text: how read_manifest_text() and the intake of folders read it. For this folder
// only.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "kube/manifests.h"

namespace seawall::kube {

// What a text turned out to be.
struct TextOutcome {
  bool something_else = false;  // no object in it and no sign that one was meant
  std::string what;             // then: "a Compose file", "no Kubernetes object"
  uint32_t line = 0;            // of that document
};

// Appends objects and diagnostics; a file without objects is not listed in `manifests.files`.
// Nothing is said of a text that is something else: that is left to the caller.
TextOutcome read_text(std::string_view text, SourceFile file, const Limits& limits,
                      Manifests& manifests);

// False when no reader could make an object of `text`: the words are not in it, in no encoding.
// Costs a search, no parsing.
bool may_hold_objects(std::string_view text);

}  // namespace seawall::kube
