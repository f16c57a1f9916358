// Paths of a check are relative to what its scope judges; in a pod or container also to what stands
// around it: `pod.` (the PodSpec), `podMeta.` (the template's metadata), `object.`.
#pragma once

#include <string_view>

#include "check/check.h"
#include "check/path.h"

namespace seawall::check {

struct Target {
  enum class Anchor : uint8_t { kSubject, kObject, kPod, kPodMeta };
  Anchor anchor = Anchor::kSubject;
  Path path;  // may be empty: the anchor itself
};

Result<Target> parse_target(std::string_view text, Scope scope);

// The whole path from the root of the document. `subject` leads from there to what was judged:
// "spec.template.spec.containers[0]".
Path resolve(const Target& target, const Path& subject, Scope scope);

}  // namespace seawall::check
