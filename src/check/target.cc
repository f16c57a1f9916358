#include "check/target.h"

#include <algorithm>

namespace seawall::check {
namespace {

Target::Anchor anchor_of(std::string_view name, Scope scope) {
  using Anchor = Target::Anchor;
  bool in_pod = scope == Scope::kPod || scope == Scope::kContainer;
  if (in_pod && name == "object") return Anchor::kObject;
  if (in_pod && name == "podMeta") return Anchor::kPodMeta;
  if (scope == Scope::kContainer && name == "pod") return Anchor::kPod;
  return Anchor::kSubject;
}

Step key_step(std::string_view key) {
  Step step;
  step.key = key;
  return step;
}

}  // namespace

Result<Target> parse_target(std::string_view text, Scope scope) {
  Target target;
  target.path = TRY(parse_path(text));
  if (target.path[0].kind == Step::Kind::kKey) target.anchor = anchor_of(target.path[0].key, scope);
  if (target.anchor != Target::Anchor::kSubject) target.path.erase(target.path.begin());
  return target;
}

Path resolve(const Target& target, const Path& subject, Scope scope) {
  Path whole;
  if (target.anchor != Target::Anchor::kObject) whole = subject;
  if (target.anchor == Target::Anchor::kPod || target.anchor == Target::Anchor::kPodMeta) {
    // A container is "PATH.spec.LIST[INDEX]", a pod "PATH.spec".
    size_t outside = scope == Scope::kContainer ? 2 : 0;
    if (target.anchor == Target::Anchor::kPodMeta) ++outside;
    whole.resize(whole.size() - std::min(outside, whole.size()));
    if (target.anchor == Target::Anchor::kPodMeta) whole.push_back(key_step("metadata"));
  }
  whole.insert(whole.end(), target.path.begin(), target.path.end());
  return whole;
}

}  // namespace seawall::check
